// What people say of programmes in the browser: pairings, dates, what needs a hand, and disputed records.

import { strict as assert } from 'node:assert'
import { after, test } from 'node:test'
import { findNothing, fitsTheScreen } from '../support/accessibility.mjs'
import { being, follow, visiting } from '../support/browser.mjs'
import { Portal } from '../support/program.mjs'

const portal = await Portal.demonstration({ after })

const PROGRAMME = '/programmes/demo-digital-hospitals'
const words = (page) => page.getByRole('main').innerText()
const press = (page, name) => follow(page, page.getByRole('button', { name, exact: true }))

const PUBLIC = [
  `${PROGRAMME}/delivered`,
  `${PROGRAMME}/reasons`,
  `${PROGRAMME}/members/DEMO-ST`,
  `${PROGRAMME}/members/DEMO-MC`,
  '/organisations/DEMO-ST/milestones',
  '/organisations/R0B/milestones',
  '/organisations/R0B',
  '/systems',
  '/systems/lanternlight-record',
  '/footprints',
  '/footprints/demo-vale-care-system',
  '/footprints/demo-northern-vale?as-at=2018-01-01',
  '/corrections',
  `/dispute?record=${PROGRAMME}`
]

const OFFICE = [
  '/office/programmes',
  '/office/organisations/DEMO-ST',
  '/office/pairings',
  '/office/import',
  '/programmes/demo-nine-milestones/reports/open',
  '/organisations/DEMO-OV/confidence/demo-nine-milestones',
  `${PROGRAMME}/members/DEMO-OV/move`,
  `${PROGRAMME}/members/DEMO-OV/checks/partner`,
  `${PROGRAMME}/members/DEMO-OV/expectations/standards`,
  '/organisations/DEMO-OV/systems',
  '/organisations/DEMO-OV/milestones/demo-digital-hospitals/record-on-every-ward'
]

for (const width of [1280, 320]) {
  test(`what is said of programmes fits ${width} pixels and breaks no rule`, async () => {
    const look = async (page, pages) => {
      for (const address of pages) {
        const response = await page.goto(address)
        assert.equal(response.status(), 200, address)
        await fitsTheScreen(page)
        await findNothing(page)
      }
    }
    await visiting(portal, (page) => look(page, PUBLIC), { width })
    await being(portal, 'Nora Bell', (page) => look(page, OFFICE), { width })
    await being(portal, 'Owen Hale', (page) => look(page, ['/organisations/DEMO-HF/pairings']), { width })
  })
}

test('a pairing that waits for one side is confirmed, and listed', async () => {
  await being(
    portal,
    'Priya Anand',
    async (page) => {
      await page.goto('/me')
      await follow(page, page.getByRole('link', { name: /Is Marlcombe .* paired with Oxley Vale/ }))
      await press(page, 'Say it in public')
      await page.getByRole('alert').waitFor()
      assert.match(await page.title(), /^Error: /)
      await page.getByLabel('We are paired', { exact: true }).check()
      await press(page, 'Say it in public')
      assert.match(await words(page), /Both confirm it\./)
    },
    { script: false }
  )
  await visiting(portal, async (page) => {
    await page.goto(`${PROGRAMME}#pairings`)
    assert.match(await words(page), /Oxley Vale[^]*Marlcombe[^]*Both confirm it/)
  })
})

test('a date told by telephone is entered, done is accepted by somebody else, and both are read by everyone', async () => {
  const form = '/organisations/DEMO-OV/milestones/demo-digital-hospitals/record-on-every-ward'
  await being(portal, 'Nora Bell', async (page) => {
    await page.goto(form)
    await page.getByLabel('What is first promised').check()
    await page.getByLabel('Date', { exact: true }).fill('31 March')
    await press(page, 'Say it in public')
    await page.getByRole('alert').waitFor()
    assert.equal(await page.getByLabel('Date', { exact: true }).inputValue(), '31 March')
    await page.getByLabel('Date', { exact: true }).fill('2030-03-31')
    await press(page, 'Say it in public')
    assert.match(await words(page), /First promised: 31 March 2030[^]*The programme office, told by Oxley Vale/)
    await page.goto(form)
    await page.getByLabel('That it is done').check()
    await page.getByLabel('Date', { exact: true }).fill('2024-05-02')
    await page.getByLabel('In a sentence').fill('https://oxley.example/last-ward')
    await press(page, 'Say it in public')
    assert.match(await words(page), /Waits to be accepted by somebody from outside/)
  })
  await being(portal, 'Sam Reid', async (page) => {
    await page.goto('/me')
    await follow(page, page.getByRole('link', { name: /Does it show that Oxley Vale/ }))
    await page.getByLabel('Yes: the milestone is done').check()
    await press(page, 'Say it in public')
    assert.match(await words(page), /Done: 2 May 2024/)
  })
})

test('a reader disputes a record, and its page says so once the office found it arguable', async () => {
  await visiting(portal, async (page) => {
    await page.goto(PROGRAMME)
    await follow(page, page.getByRole('link', { name: 'Something here is wrong? Dispute it' }))
    await page.getByLabel('What is wrong?').fill('Northbeck did not leave in January.')
    await page.getByLabel('Your name').fill('A reader')
    await page.getByLabel('Email address to answer to').fill('reader@example.org')
    await press(page, 'Send it')
    assert.match(await words(page), /it came/)
    await page.goto(PROGRAMME)
    assert.doesNotMatch(await words(page), /A correction of this page is open/)
  })
  await being(portal, 'Nora Bell', async (page) => {
    await page.goto('/office/programmes')
    await follow(page, page.getByRole('link', { name: /A dispute of \/programmes\/demo-digital-hospitals/ }))
    await findNothing(page)
    await page.getByLabel('Arguable', { exact: true }).check()
    await page.getByLabel('Why', { exact: true }).fill('When Northbeck left.')
    await press(page, 'Say it')
  })
  await visiting(portal, async (page) => {
    await page.goto(PROGRAMME)
    assert.match(await words(page), /A correction of this page is open since/)
    await follow(page, page.getByRole('link', { name: 'Read what is disputed and how it stands' }))
    assert.match(await words(page), /When Northbeck left\./)
    assert.doesNotMatch(await words(page), /A reader, |reader@example/)
    await findNothing(page)
  })
})

test('the office reminds those it chose, after it read the letters', () =>
  being(portal, 'Nora Bell', async (page) => {
    await page.goto('/office/programmes')
    const first = page.getByRole('checkbox', { name: /Remind of:/ }).first()
    await first.check()
    await press(page, 'See the letters')
    await findNothing(page)
    assert.match(await words(page), /What the programme office would like to hear from/)
    await press(page, 'Send them')
    assert.match(await words(page), /went out/)
  }))

test('a file that the office gives is previewed line by line, and taken whole', async () => {
  await being(portal, 'Nora Bell', async (page) => {
    const file = (name) => ({
      name: 'dates.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(
        `programme,milestone,organisation,kind,date,source\ndemo-nine-milestones,cyber-standard,DEMO-OV,${name},2028-03,A letter of Oxley Vale\n`
      )
    })
    await page.goto('/office/import')
    await page.locator('input[type=file]').setInputFiles(file('hoped'))
    await press(page, 'See what it would do')
    assert.match(await words(page), /refused\s+kind: “hoped” is none of promised, expected, done/)
    await findNothing(page)
    await page.goto('/office/import')
    await page.locator('input[type=file]').setInputFiles(file('promised'))
    await press(page, 'See what it would do')
    assert.match(await words(page), /Nothing is written yet\. Lines: 0 refused, 1 new/)
    await press(page, 'Take all of it')
    assert.match(await words(page), /The file was taken/)
    await findNothing(page)
  })
  await visiting(portal, async (page) => {
    await page.goto('/organisations/DEMO-OV/milestones')
    assert.match(await words(page), /March 2028/)
  })
})
