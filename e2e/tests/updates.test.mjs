// A copy six versions behind its source is brought up to date: what waits is read, those that fit are used together,
// the others one by one.

import { strict as assert } from 'node:assert'
import { after, test } from 'node:test'
import { findNothing, fitsTheScreen } from '../support/accessibility.mjs'
import { being, follow, visiting } from '../support/browser.mjs'
import { Portal } from '../support/program.mjs'

const portal = await Portal.demonstration({ after })

const OURS = '/blueprints/electronic-prescribing-and-medicines-administration-on-inpatient-wards-demo-ov'

const press = (page, name) => follow(page, page.getByRole('button', { name, exact: typeof name === 'string' }))
const open = (page, name) => follow(page, page.getByRole('link', { name }))

/** The row of our version in the list of what we copied. */
const ours = (page) => page.getByRole('row').filter({ hasText: 'Electronic prescribing' }).filter({ hasText: 'Considering it' })

const waiting = async (page) => {
  await page.goto(`${OURS}/updates`)
  return page.locator('main .nhsuk-lede-text').innerText()
}

test('what waits is told by kind, safety first, and each page of it can be read by everyone', async () => {
  for (const width of [1280, 320]) {
    await being(
      portal,
      'Lena Marsh',
      async (page) => {
        await page.goto('/me')
        assert.match(await ours(page).innerText(), /24/)
        assert.match(await waiting(page), /^24 changes of the source wait for you: 1 safety/)
        await findNothing(page)
        await fitsTheScreen(page)
        await press(page, /^Look at them one by one/)
        await page.getByText('At night a patient was given a medicine twice').waitFor()
        await findNothing(page)
        await fitsTheScreen(page)
        await page.goto(`${OURS}/updates-that-fit`)
        await findNothing(page)
        await fitsTheScreen(page)
      },
      { width }
    )
  }
  await visiting(portal, async (page) => {
    const answer = await page.goto(`${OURS}/updates`)
    assert.match(page.url(), /sign-in/)
    assert.ok(answer)
  })
})

for (const script of [true, false]) {
  const way = script ? 'with' : 'without'

  test(`changes are decided one after another and all taken back, ${way} JavaScript`, async () => {
    await being(
      portal,
      'Lena Marsh',
      async (page) => {
        const before = await waiting(page)
        await press(page, /^Look at them one by one/)
        await press(page, 'Save and go to the next')
        assert.match(await page.title(), /^Error: /)
        await page.getByLabel('Use it', { exact: true }).check()
        await press(page, 'Save and go to the next')
        assert.match(page.url(), /updates\/[0-9a-f]{32}$/)
        await page.getByLabel('Keep ours, because\u2026', { exact: true }).check()
        await page.getByLabel('Why do you keep yours?').fill('We do it otherwise')
        await press(page, 'Save and go to the next')
        assert.match(await waiting(page), /^22 changes/)
        await page.getByRole('cell', { name: 'We do it otherwise' }).waitFor()
        await press(page, /^See the \d+ that fit together/)
        await press(page, (await page.getByRole('button', { name: /^Use all/ }).innerText()).trim())
        const left = Number((await waiting(page)).split(' ')[0])
        assert.ok(left > 0 && left < 22, `${left} left`)
        for (let undone = 0; undone < 3; undone += 1) {
          await open(page, 'Take back the last decision')
          await press(page, 'Take it back')
        }
        assert.equal(await waiting(page), before)
      },
      { script }
    )
  })
}

test('a new user brings the copy up to date, and readers see nothing of it', async () => {
  await being(portal, 'Lena Marsh', async (page) => {
    const start = Date.now()
    await page.goto('/me')
    await follow(page, ours(page).getByRole('link', { name: '24' }))
    await press(page, /^See the \d+ that fit together/)
    await press(page, (await page.getByRole('button', { name: /^Use all/ }).innerText()).trim())
    await press(page, /^Look at them one by one/)
    for (let pages = 0; pages < 24 && /updates\//.test(page.url()); pages += 1) {
      const again = await page.getByText('You kept yours before').count()
      await page.getByLabel(again ? 'Decide later' : 'Use it', { exact: true }).check()
      await press(page, 'Save and go to the next')
    }
    assert.match(await waiting(page), /^No change of the source waits for you/)
    await page.getByText('put off').waitFor()
    await page.goto(`${OURS}/draft`)
    await page.getByText('rings the sending ward before the first dose').first().waitFor()
    assert.ok(Date.now() - start < 300_000)
  })
})
