// Reading a guide: what stands before the text, the text, and what belongs to it.

import { strict as assert } from 'node:assert'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { after, test } from 'node:test'
import { both, follow, visiting } from '../support/browser.mjs'
import { demonstrationFile } from '../support/folders.mjs'
import { Portal } from '../support/program.mjs'

const portal = await Portal.demonstration({ after })

const WIFI = '/blueprints/wi-fi-for-staff-and-public-on-hospital-sites'
const SOURCE = await demonstrationFile('blueprints/DEMO-ST/wi-fi-for-staff-and-public.md')

/** What the facts beside `name` say. */
const fact = (page, name) => page.locator(`dt:text-is("${name}") + dd`).first().innerText()

both('the facts a reader asks for stand before the text', portal, async (page) => {
  await page.goto(WIFI)
  const [facts, text] = [page.getByRole('region', { name: 'At a glance' }), page.locator('.app-prose')]
  assert.ok((await facts.boundingBox()).y < (await text.boundingBox()).y)
  assert.match(await fact(page, 'Question it answers'), /^How do we give staff Wi-Fi they can rely on/)
  assert.equal(await fact(page, 'Care setting'), 'Acute')
  assert.match(await fact(page, 'Cost'), /^£1,080,000 to £1,510,000\nOne-off cost for 2 sites/)
  assert.equal(await fact(page, 'Elapsed time'), '13 to 16 months')
  assert.match(await fact(page, 'How well it worked'), /fell from an average of 212 to 71 a month/)
  assert.match(await fact(page, 'Who runs it today'), /^Network manager/)
  assert.match(await fact(page, 'People to ask'), /Digital nurse, ward readiness/)
  assert.equal(await fact(page, 'Last reviewed'), '9 June 2026')
  await follow(page, facts.getByRole('link', { name: 'Stanmoor Demonstration District Hospitals' }))
  assert.equal(new URL(page.url()).pathname, '/organisations/DEMO-ST')
  await page.getByRole('link', { name: 'Wi-Fi for staff and public on hospital sites' }).waitFor()
})

both('before all else a guide says that it is imported, not reviewed, and invented', portal, async (page) => {
  await page.goto(WIFI)
  const notices = page.locator('.app-notice')
  assert.deepEqual(
    (await notices.allInnerTexts()).map((text) => text.replace(/on \d+ \w+ \d{4}/, 'on a day')),
    [
      'Demonstration text. The organisation and its figures are invented.',
      'Imported from the demonstration folder on a day, not reviewed here.'
    ]
  )
  const facts = page.getByRole('region', { name: 'At a glance' })
  assert.ok((await notices.last().boundingBox()).y < (await facts.boundingBox()).y)
  for (const path of [WIFI, '/', '/organisations/R1A']) {
    await page.goto(path)
    const note = await page.getByRole('note', { name: 'About this portal' }).innerText()
    assert.match(note, /^This is a demonstration\. .* are invented\.$/)
  }
})

both('every line of the contents leads to its heading', portal, async (page) => {
  await page.goto(WIFI)
  const lines = page.getByRole('navigation', { name: 'Pages in this guide' }).getByRole('link')
  const names = await lines.allInnerTexts()
  assert.deepEqual(names, await page.locator('.app-prose h2').allInnerTexts())
  for (const name of [names[3], names.at(-1), names[0]]) {
    const line = lines.getByText(name, { exact: true })
    const place = await line.getAttribute('href')
    await Promise.all([page.waitForURL(`**${place}`), line.click()])
    const heading = page.locator(`.app-prose ${place}`)
    assert.equal(await heading.innerText(), name)
    const { y } = await heading.boundingBox()
    assert.ok(y >= 0 && y < 450, `${name} stands at ${y}`)
  }
})

both('each step says who, how long and what it needs', portal, async (page) => {
  await page.goto(WIFI)
  const steps = await page.locator('.app-step-facts').allInnerTexts()
  assert.equal(steps.length, SOURCE.toString().match(/^- Who:/gm).length)
  for (const step of steps) assert.match(step, /^Who\n+[^]+\nHow long\n+[^]+\nNeeds\n+[^]/)
  const text = await page.locator('.app-prose').innerText()
  assert.doesNotMatch(text, /\{\{/, 'variables have their defaults')
  assert.match(text, /where the Stanmoor patient record worked/)
})

both('links lead to the guide beside it', portal, async (page) => {
  await page.goto(WIFI)
  await follow(page, page.getByRole('link', { name: 'recovering from a cyberattack' }))
  assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), 'Recovering clinical services from a cyberattack')
})

both('its files are downloaded as they came, with type and size said before', portal, async (page) => {
  await page.goto(WIFI)
  const line = page.locator('#files + ul li').filter({ hasText: 'wireless-device-register.csv' })
  assert.match(await line.innerText(), /\(CSV table, opens in a spreadsheet, 2 kB\)$/)
  const expected = await demonstrationFile('blueprints/DEMO-ST/attachments/wireless-device-register.csv')
  for (const link of [line.getByRole('link'), page.getByRole('link', { name: 'device register template', exact: true })]) {
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
    assert.equal(download.suggestedFilename(), 'wireless-device-register.csv')
    assert.deepEqual(await readFile(await download.path()), expected)
  }
})

test('a file is answered as a download in which nothing runs', async () => {
  const answer = await portal.get(`${WIFI}/versions/1/files/attachments/wireless-device-register.csv`)
  assert.match(answer.headers.get('content-disposition'), /^attachment; filename="wireless-device-register\.csv"/)
  assert.equal(answer.headers.get('x-content-type-options'), 'nosniff')
  assert.match(answer.headers.get('content-security-policy'), /^default-src 'none'; sandbox;/)
})

both('a citation names the version, leads to it and can be checked', portal, async (page) => {
  await page.goto(WIFI)
  const cited = page.locator('#cite ~ p')
  assert.match(
    await cited.first().innerText(),
    /^Stanmoor Demonstration District Hospitals\. Wi-Fi for staff and public on hospital sites\. Version 1, \d+ \w+ \d{4}\. /
  )
  assert.equal(await cited.locator('code').innerText(), createHash('sha256').update(SOURCE).digest('hex'))
  const address = await cited.locator('.app-address').innerText()
  // The portal's own address, which is another where the port is any free one.
  assert.equal((await page.goto(new URL(address).pathname)).status(), 200)
  assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), 'Wi-Fi for staff and public on hospital sites')
})

both('its Markdown is downloaded byte for byte as it was imported', portal, async (page) => {
  await page.goto(WIFI)
  const link = page.getByRole('link', { name: 'Markdown of version 1' })
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
  assert.match(download.suggestedFilename(), /\.md$/)
  assert.deepEqual(await readFile(await download.path()), SOURCE)
})

both('an entry of an index says where its text is held', portal, async (page) => {
  await page.goto('/blueprints?q=ePMA+in+the+Community')
  const entry = page.locator('.app-result').filter({ hasText: 'ePMA in the Community' })
  assert.match(await entry.innerText(), /Text not held here/)
  await follow(page, entry.getByRole('heading').getByRole('link'))
  await page.getByText('The text of this guide is not held here.').waitFor()
  assert.equal(await fact(page, 'Where the text is held'), 'National blueprint index')
  assert.match(await fact(page, 'Source'), /as seen in a public prototype$/)
  await follow(page, page.getByRole('link', { name: 'Find the organisation' }))
  assert.match(await page.getByRole('heading', { level: 1 }).innerText(), /^Birmingham and Solihull Mental Health/)
})

test('an entry without a date of publication says so, and stands in no year', async () => {
  assert.match(await portal.text('/blueprints?q=procurement+for+product+selection'), /Publication date not known/)
  const year = new Date().getFullYear()
  const found = await portal.text(`/blueprints?q=procurement+for+product+selection&year=${year}`)
  assert.doesNotMatch(found, /epma-procurement-for-product-selection/)
})

test('on paper stands the guide alone, with everything open', () => {
  return visiting(portal, async (page) => {
    await page.goto(WIFI)
    await page.emulateMedia({ media: 'print' })
    try {
      for (const role of ['banner', 'contentinfo', 'search']) {
        assert.equal(await page.getByRole(role).count(), 0, `the ${role} is printed`)
      }
      assert.equal(await page.getByRole('navigation').count(), 0, 'a navigation is printed')
      for (const part of ['h1', '.app-notice >> nth=0', '.app-facts', '#s-steps', '#cite']) {
        assert.ok(await page.locator(part).isVisible(), `${part} is not printed`)
      }
      await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')))
      assert.equal(await page.locator('.app-prose details:not([open])').count(), 0)
      assert.equal(await page.locator('main form').filter({ visible: true }).count(), 0, 'a form is printed')
    } finally {
      await page.emulateMedia({ media: null })
    }
  })
})
