// Signed in: a guide is copied, written, signed, published and planned with, by several people.

import { strict as assert } from 'node:assert'
import { after, test } from 'node:test'
import { findNothing } from '../support/accessibility.mjs'
import { being, follow, visiting } from '../support/browser.mjs'
import { Portal } from '../support/program.mjs'

const portal = await Portal.demonstration({ after })

const PRESCRIBING = '/blueprints/electronic-prescribing-and-medicines-administration-on-inpatient-wards'
const WAITS = `${PRESCRIBING}-demo-mc`

const press = (page, name) => follow(page, page.getByRole('button', { name, exact: true }))
const open = (page, name) => follow(page, page.getByRole('link', { name, exact: true }))

for (const script of [true, false]) {
  const way = script ? 'with' : 'without'

  test(`a first copy takes a new user from the guide to a plan in a few steps, ${way} JavaScript`, async () => {
    const source = script ? '/blueprints/single-sign-on-for-staff' : '/blueprints/snomed-ct-on-the-problem-list'
    await being(
      portal,
      'Priya Anand',
      async (page) => {
        await page.goto(source)
        await press(page, 'Copy this guide to my organisation')
        await press(page, 'Copy to my organisation')
        assert.equal(new URL(page.url()).pathname, `${source}-demo-mc`)
        await page.getByText('The version of Marlcombe Demonstration Community Health.').waitFor()
        await open(page, 'Our plan')
        await page.getByRole('heading', { name: /^0 of \d+ steps done$/ }).waitFor()
        await follow(page, page.locator('main table a').first())
        await page.getByLabel('Who does it?').fill('Priya Anand')
        await page.getByLabel('By when?').fill('2026-01-31')
        await press(page, 'Save')
        await page.getByText('Late').first().waitFor()
        await page.goto('/me')
        assert.ok((await page.getByRole('row').allInnerTexts()).some((row) => /Late/.test(row) && /Priya/.test(row)))
      },
      { script }
    )
    await visiting(portal, async (page) => {
      await page.goto(source)
      const row = page.getByRole('row').filter({ hasText: 'Marlcombe Demonstration Community Health' })
      assert.match(await row.innerText(), /Considering it/)
    })
  })
}

test('two people on one draft lose nothing', async () => {
  await being(portal, 'Tom Ferris', async (tom) => {
    await tom.goto(`${WAITS}/edit`)
    const box = tom.getByLabel('The text')
    await box.fill(`${await box.inputValue()}\n\nTom was here.\n`)
    await being(portal, 'Priya Anand', async (priya) => {
      await priya.goto(`${WAITS}/edit`)
      const hers = priya.getByLabel('The text')
      await hers.fill(`${await hers.inputValue()}\n\nPriya was here.\n`)
      await press(priya, 'Save the draft')
    })
    await press(tom, 'Save the draft')
    await tom.getByRole('heading', { name: /Somebody saved before you/ }).waitFor()
    assert.match(await tom.getByLabel('Your text').inputValue(), /Tom was here/)
    assert.match(await tom.getByLabel(/^Their text/).inputValue(), /Priya was here/)
    await findNothing(tom)
    const text = await tom.getByLabel(/^Their text/).inputValue()
    await tom.getByLabel('Your text').fill(`${text}\nTom was here too.\n`)
    await press(tom, 'Save my text')
    assert.equal(new URL(tom.url()).pathname, `${WAITS}/draft`)
    for (const words of ['Priya was here.', 'Tom was here too.']) await tom.getByText(words).waitFor()
  })
})

test('what touches care is signed hazard by hazard, then published, then found', async () => {
  await being(portal, 'Priya Anand', async (page) => {
    await page.goto(`${WAITS}/draft`)
    assert.equal(await page.getByRole('link', { name: 'Publish', exact: true }).count(), 0)
  })
  await being(portal, 'Ines Duarte', async (page) => {
    await page.goto('/me')
    assert.match(await page.getByRole('row').filter({ hasText: 'A clinical safety officer' }).innerText(), /prescribing/)
    await page.goto(`${WAITS}/draft`)
    await open(page, 'Clinical safety officer signs this text')
    await press(page, 'Sign this text')
    await page.getByRole('alert').waitFor()
    assert.match(await page.title(), /^Error: /)
    await findNothing(page)
    for (const hazard of await page.getByRole('radio', { name: 'It holds here, and we control it as written' }).all()) {
      await hazard.check()
    }
    await press(page, 'Sign this text')
    await page.getByText('Signed by Ines Duarte').waitFor()
  })
  await being(portal, 'Priya Anand', async (page) => {
    await page.goto(`${WAITS}/draft`)
    await open(page, 'Publish')
    await press(page, 'Publish')
    assert.equal(new URL(page.url()).pathname, WAITS)
  })
  await visiting(portal, async (page) => {
    await page.goto(WAITS)
    await page.getByText('A clinical safety officer of this organisation signed this text').waitFor()
    for (let tries = 0; tries < 10; tries += 1) {
      await page.goto('/blueprints?q=%22Tom+was+here+too%22')
      if ((await page.locator('.app-result a').allInnerTexts()).some((title) => /prescribing/.test(title))) return
      await page.waitForTimeout(100)
    }
    assert.fail('it is not found a second after it was published')
  })
})

test('a guide is written part by part, reviewed by another organisation, and withdrawn', async () => {
  const HERE = '/blueprints/barcode-scanning-at-the-bedside'
  await being(portal, 'Owen Hale', async (page) => {
    await page.goto('/me')
    await press(page, 'Write a guide')
    await page.getByLabel('What is it called?').fill('Barcode scanning at the bedside')
    await page.getByLabel('IT system').check()
    await press(page, 'Begin')
    await findNothing(page)
    await open(page, 'Summary')
    await page.getByLabel('Your text').fill('Scan the wristband first.')
    await press(page, 'Save this section')
    await open(page, 'Add a step')
    await page.getByLabel('What is done?').fill('Buy scanners')
    await press(page, 'Save this step')
    await open(page, 'Say whether it touches care')
    for (const no of await page.getByRole('radio', { name: 'No' }).all()) await no.check()
    await press(page, 'Save answers')
    await open(page, 'Publish')
    await press(page, 'Publish')
    assert.equal(new URL(page.url()).pathname, HERE)
  })
  await being(portal, 'Sam Reid', async (page) => {
    await page.goto(HERE)
    await open(page, 'Say that you reviewed it')
    await press(page, 'I reviewed it and agree')
    await page.getByText('Somebody of Stanmoor Demonstration District Hospitals agreed to this text').waitFor()
  })
  await being(portal, 'Owen Hale', async (page) => {
    await page.goto(HERE)
    await open(page, 'Withdraw')
    await page.getByLabel('Why?').fill('The scanners were recalled.')
    await press(page, 'Withdraw')
  })
  await visiting(portal, async (page) => {
    await page.goto(HERE)
    await page.getByText('The scanners were recalled.').waitFor()
    await findNothing(page)
  })
})

test('what is typed is kept, commented on, submitted, sent back and planned for a day', async () => {
  const HERE = '/blueprints/a-paper-free-outpatient-clinic'
  await being(portal, 'Priya Anand', async (page) => {
    await page.goto('/write')
    await page.getByLabel('What is it called?').fill('A paper-free outpatient clinic')
    await page.getByLabel('Care setting').check()
    await press(page, 'Begin')
    await open(page, 'The problem')
    const box = page.getByLabel('Your text')
    await box.fill('Notes were lost')
    await box.selectText()
    await page.getByRole('toolbar', { name: 'Formatting' }).getByRole('button', { name: 'Bold' }).click()
    assert.equal(await box.inputValue(), '**Notes were lost**')
    await page.getByText(/^Kept at \d\d:\d\d, not saved yet\.$/).waitFor({ timeout: 8000 })
    await findNothing(page)
    // The page is left without saving: another one offers what was typed.
    await page.goto(`${HERE}/sections/the-problem`)
    await open(page, 'Put it back')
    assert.equal(await page.getByLabel('Your text').inputValue(), '**Notes were lost**')
    await press(page, 'Save this section')
    await open(page, 'Say whether it touches care')
    for (const no of await page.getByRole('radio', { name: 'No' }).all()) await no.check()
    await press(page, 'Save answers')
    await open(page, 'Ask for it to be looked at')
    await page.getByLabel('What should they look at?').fill('The figures')
    await press(page, 'Ask for it to be looked at')
    await page.getByText('In review').first().waitFor()
  })
  await being(portal, 'Tom Ferris', async (page) => {
    await page.goto('/desk')
    await open(page, 'A paper-free outpatient clinic')
    await open(page, 'Ask for changes')
    await page.getByLabel('What should change?').fill('How many notes?')
    await press(page, 'Send it back')
    await open(page, 'Comments')
    await findNothing(page)
    await page.getByText('How many notes?').waitFor()
    await page.getByRole('button', { name: /^Settle/ }).first().click()
    await page.getByText('Settled by Tom Ferris').waitFor()
  })
  await being(portal, 'Priya Anand', async (page) => {
    await page.goto(`${HERE}/draft`)
    await open(page, 'Publish')
    await page.getByLabel('On a day to come').check()
    await page.getByLabel('Which day, if not now?').fill('2000-01-01')
    await press(page, 'Publish')
    await page.getByRole('alert').waitFor()
    await findNothing(page)
    const day = new Date(Date.now() + 7 * 86400000).toISOString().slice(0, 10)
    await page.getByLabel('Which day, if not now?').fill(day)
    await press(page, 'Publish')
    await page.getByText(/^It will be published on/).waitFor()
    await press(page, 'Do not publish it on that day')
  })
})

test('a picture says what it shows, and a link shows the draft to somebody outside until it is taken back', async () => {
  const HERE = '/blueprints/wi-fi-for-staff-and-public-on-hospital-sites-demo-mc'
  let address
  await being(portal, 'Priya Anand', async (page) => {
    await page.goto(`${HERE}/files`)
    const gif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')
    await page.locator('input[type=file]').setInputFiles({ name: 'Our wards.gif', mimeType: 'image/gif', buffer: gif })
    await press(page, 'Add it')
    await page.getByRole('alert').waitFor()
    await findNothing(page)
    await page.locator('input[type=file]').setInputFiles({ name: 'Our wards.gif', mimeType: 'image/gif', buffer: gif })
    await page.getByLabel('What is it? Of a picture: what does it show?').fill('Access points on the roof')
    await page.getByLabel('Where should it stand?').selectOption('Benefits')
    await press(page, 'Add it')
    await page.getByRole('link', { name: 'Our-wards.gif' }).waitFor()
    await page.goto(`${HERE}/previews`)
    await page.getByLabel('For whom is it?').fill('Our supplier')
    await press(page, 'Make a link')
    address = await page.locator('.app-address a').getAttribute('href')
  })
  const path = new URL(address).pathname
  await visiting(portal, async (page) => {
    await page.goto(path)
    await page.getByText('This is a draft').waitFor()
    const picture = page.getByRole('img', { name: 'Access points on the roof' })
    await picture.scrollIntoViewIfNeeded()
    await page.waitForFunction((image) => image.complete && image.naturalWidth === 1, await picture.elementHandle())
    await findNothing(page)
  })
  await being(portal, 'Tom Ferris', async (page) => {
    await page.goto(`${HERE}/previews`)
    await page.getByRole('button', { name: /^Take back/ }).click()
    await page.getByLabel('For whom is it?').waitFor()
  })
  await visiting(portal, async (page) => assert.equal((await page.goto(path)).status(), 404))
})

test('what is pasted from Word keeps its headings, lists and tables', async () => {
  await being(portal, 'Owen Hale', async (page) => {
    await page.goto(`${PRESCRIBING}/sections/benefits`)
    const box = page.getByLabel('Your text')
    await box.fill('')
    await box.evaluate((area) => {
      const data = new DataTransfer()
      data.setData('text/html', '<p class="MsoNormal">We <b>saved</b> time.</p><ul><li>One</li><li>Two</li></ul>')
      data.setData('text/plain', 'We saved time. One Two')
      area.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
    })
    await page.waitForFunction(() => document.querySelector('textarea').value.includes('**saved**'))
    assert.match(await box.inputValue(), /- One\n- Two/)
  })
})

test('a link from a letter signs in once', async () => {
  await being(portal, 'Grace Obi', async (page) => {
    await page.goto('/me')
    await press(page, 'Sign out')
    await page.goto('/sign-in')
    await page.getByLabel('Email address').fill('grace.obi@example.org')
    await press(page, 'Send me a link')
    await page.goto('/demo/letters')
    await follow(page, page.getByRole('link', { name: /sign-in\/link/ }).first())
    const letter = page.url()
    await press(page, 'Sign in')
    await page.getByText('You are signed in as Grace Obi').waitFor()
    await page.goto(letter)
    await press(page, 'Sign in')
    await page.getByRole('heading', { name: 'This link no longer works' }).waitFor()
  })
})

const PAGES = {
  'Priya Anand': ['/me', '/desk', PRESCRIBING, '/blueprints/deploying-epic-in-an-acute-trust/copy', '/write', '/write/from-word'],
  'Owen Hale': [
    ...['edit', 'care', 'facts', 'sections/benefits', 'steps/1', 'withdraw', 'comments', 'files', 'previews', 'keeper'].map((part) => `${PRESCRIBING}/${part}`),
    '/demo',
    '/demo/letters'
  ],
  'Sam Reid': [`${PRESCRIBING}/review`, '/organisations/DEMO-ST'],
  'Tom Ferris': [
    ...['standing', 'plan', 'plan/1'].map(
      (part) => `/blueprints/wi-fi-for-staff-and-public-on-hospital-sites-demo-mc/${part}`
    ),
    '/organisations/DEMO-MC/people'
  ]
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
            const fits = await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)
            assert.ok(fits, `${path} is wider than the screen`)
          }
        },
        { width }
      ))
  }
}

test('only the demonstration lets one be somebody', async (t) => {
  const served = await (await Portal.empty(t)).serve()
  for (const path of ['/demo', '/demo/letters']) assert.equal((await served.get(path)).status, 404)
})
