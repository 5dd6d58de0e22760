// Watching: choosing it on a page, the letter that comes, and stopping it without signing in.

import { strict as assert } from 'node:assert'
import { after, test } from 'node:test'
import { findNothing, fitsTheScreen } from '../support/accessibility.mjs'
import { being, follow, visiting } from '../support/browser.mjs'
import { Portal, until } from '../support/program.mjs'

const portal = await Portal.demonstration({ after })

const press = (page, name) => follow(page, page.getByRole('button', { name, exact: true }))
const open = (page, name) => follow(page, page.getByRole('link', { name, exact: true }))

/** The letter with this subject, when it is there. */
const letter = (page, subject) => page.locator('.app-letter').filter({ has: page.getByRole('heading', { name: subject }) })

const arrives = (page, subject) =>
  until(`the letter \u201c${subject}\u201d`, async () => {
    await page.goto('/demo/letters')
    return (await letter(page, subject).count()) > 0
  })

test('the demonstration shows a letter at once and a letter of the day', () =>
  visiting(portal, async (page) => {
    await arrives(page, '4 changes in what you watch')
    const day = letter(page, '4 changes in what you watch')
    assert.match(await day.innerText(), /To sam\.reid@example\.org/)
    assert.match(await day.innerText(), /says how far it got: Live/)
    const copied = letter(page, /^Copied: Electronic prescribing/).filter({ hasText: 'copied by Marlcombe' }).first()
    assert.match(await copied.innerText(), /To owen\.hale@example\.org/)
    await follow(page, copied.getByRole('link', { name: /copied by Marlcombe/ }))
    await page.getByRole('heading', { level: 1, name: /^Electronic prescribing/ }).waitFor()
    await page.goto('/demo/letters')
    await findNothing(page)
    await fitsTheScreen(page)
  }))

for (const script of [true, false]) {
  const way = script ? 'with' : 'without'
  // Looking needs JavaScript in the page.
  const looks = async (page) => {
    if (!script) return
    await findNothing(page)
    await fitsTheScreen(page)
  }
  const title = `Bladder scanners ${way} training`

  test(`watch a search, a guide is published, a letter comes, and it is stopped, ${way} JavaScript`, async () => {
    const words = `bladder scanners ${way}`
    await being(
      portal,
      'Priya Anand',
      async (page) => {
        await page.goto(`/blueprints?q=${encodeURIComponent(words)}&organisation=DEMO-HF`)
        await follow(page, page.getByRole('link', { name: /^Watch this search/ }))
        await looks(page)
        await page.getByLabel('At once').check()
        await press(page, 'Save')
        assert.equal(new URL(page.url()).pathname, '/watching')
        await page.getByRole('link', { name: new RegExp(words) }).waitFor()
        await looks(page)
      },
      { script }
    )
    await being(portal, 'Owen Hale', async (page) => {
      await page.goto('/write')
      await page.getByLabel('What is it called?').fill(title)
      await page.getByLabel('IT system').check()
      await press(page, 'Begin')
      await open(page, 'Summary')
      await page.getByLabel('Your text').fill('Scan before you send anyone anywhere.')
      await press(page, 'Save this section')
      await open(page, 'Say whether it touches care')
      for (const no of await page.getByRole('radio', { name: 'No' }).all()) await no.check()
      await press(page, 'Save answers')
      await open(page, 'Publish')
      await press(page, 'Publish')
    })
    await visiting(
      portal,
      async (page) => {
        await arrives(page, `New guide: ${title}`)
        const mine = letter(page, `New guide: ${title}`)
        assert.equal(await mine.count(), 1)
        await follow(page, mine.getByRole('link', { name: 'Stop these letters, without signing in' }))
        await looks(page)
        await press(page, 'Stop these letters')
        await page.getByRole('heading', { name: 'Stopped' }).waitFor()
      },
      { script }
    )
    await being(portal, 'Priya Anand', async (page) => {
      await page.goto('/watching')
      const row = page.locator('.app-result').filter({ hasText: words })
      assert.equal(await row.getByRole('combobox').inputValue(), 'off')
      await row.getByRole('combobox').selectOption('daily')
      await follow(page, row.getByRole('button'))
      assert.equal(await page.locator('.app-result').filter({ hasText: words }).getByRole('combobox').inputValue(), 'daily')
    })
  })
}

test('whoever is not signed in comes back to what they wanted to watch', () =>
  visiting(portal, async (page) => {
    await page.goto('/organisations/DEMO-HF')
    await follow(page, page.getByRole('link', { name: /^Watch this organisation/ }))
    assert.equal(new URL(page.url()).searchParams.get('next'), '/organisations/DEMO-HF/watch')
  }))

const PAGES = {
  'Priya Anand': ['/watching', '/blueprints/deploying-epic-in-an-acute-trust/watch', '/organisations/DEMO-HF/watch'],
  'Tom Ferris': ['/office/jobs', '/me']
}

for (const [who, paths] of Object.entries(PAGES)) {
  for (const width of [320, 1280]) {
    test(`nothing is found on the pages of ${who}, ${width} pixels wide`, () =>
      being(
        portal,
        who,
        async (page) => {
          for (const path of paths) {
            assert.equal((await page.goto(path)).status(), 200, path)
            await findNothing(page)
            await fitsTheScreen(page)
          }
        },
        { width }
      ))
  }
}
