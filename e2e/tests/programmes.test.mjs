// The public record of programmes: who took part, who was paired with whom, what was promised for when, and what is published of the money.

import { strict as assert } from 'node:assert'
import { after, test } from 'node:test'
import { findNothing, fitsTheScreen, tabTo } from '../support/accessibility.mjs'
import { both, follow, visiting } from '../support/browser.mjs'
import { csv, write } from '../support/folders.mjs'
import { Portal, run, temporary } from '../support/program.mjs'

const portal = await Portal.demonstration({ after })

const words = (page) => page.getByRole('main').innerText()

const PAGES = [
  '/programmes',
  '/programmes/global-digital-exemplar',
  '/programmes/global-digital-exemplar?as-at=2018-06-01',
  '/programmes/global-digital-exemplar/members?state=due-diligence',
  '/programmes/global-digital-exemplar/money',
  '/programmes/global-digital-exemplar/milestones/digital-capability-standards',
  '/programmes/global-digital-exemplar/milestones/wi-fi',
  '/programmes/digital-aspirant',
  '/programmes/staff-logins',
  '/programmes/demo-digital-hospitals',
  '/programmes/demo-digital-hospitals/milestones/record-on-every-ward',
  '/programmes/demo-digital-hospitals/compare',
  '/programmes/demo-digital-hospitals/compare?organisation=DEMO-HF&organisation=DEMO-ST&organisation=DEMO-OV',
  '/organisations/DEMO-MC',
  '/organisations/DEMO-HF/milestones',
  '/organisations/RW6',
  '/organisations/RAL/milestones',
  '/changes',
  '/changes?kind=milestones&organisation=RAL'
]

for (const width of [1280, 320]) {
  test(`every page of programmes fits ${width} pixels and breaks no rule`, () =>
    visiting(
      portal,
      async (page) => {
        for (const address of PAGES) {
          const response = await page.goto(address)
          assert.equal(response.status(), 200, address)
          await fitsTheScreen(page)
          await findNothing(page)
        }
      },
      { width }
    ))
}

both('a reader comes from the front page to what one trust promised, and back to an earlier day', portal, async (page) => {
  await page.goto('/')
  await follow(page, page.getByRole('banner').getByRole('link', { name: 'Programmes' }))
  await follow(page, page.getByRole('link', { name: 'Global Digital Exemplar programme' }))
  assert.match(await words(page), /for 17 months/)
  assert.match(await words(page), /South London and Maudsley NHS Foundation Trust says that it is not so/)
  await follow(page, page.getByRole('link', { name: 'Meets the digital capability standards' }))
  assert.match(await words(page), /June 2018, .* April 2020: 22 months apart/)
  await page.getByText('Read this page as known on another day').click()
  await page.getByLabel('As known on').fill('2018-01-15')
  await follow(page, page.getByRole('group').getByRole('button', { name: 'Show' }))
  assert.match(await words(page), /is first known here from 31 January 2018/)
  await page.goto('/programmes/global-digital-exemplar/milestones/digital-capability-standards?as-at=2018-06-01')
  await follow(page, page.getByRole('link', { name: 'Royal Free London NHS Foundation Trust' }).first())
  assert.equal(new URL(page.url()).searchParams.get('as-at'), '2018-06-01')
  assert.match(await words(page), /You are reading this as known on 1 June 2018/)
})

both('organisations are compared side by side', portal, async (page) => {
  await page.goto('/programmes/demo-digital-hospitals/compare')
  await page.getByLabel('Harbourfell Demonstration Hospitals').check()
  await page.getByLabel('Stanmoor Demonstration District Hospitals').check()
  await follow(page, page.getByRole('button', { name: 'Compare' }))
  assert.match(await words(page), /241 days later than first promised/)
  assert.ok(await page.getByLabel('Harbourfell Demonstration Hospitals').isChecked())
})

both('members are narrowed by group and state', portal, async (page) => {
  await page.goto('/programmes/global-digital-exemplar/members')
  await page.getByLabel('State').selectOption('Withdrawn')
  await follow(page, page.getByRole('search', { name: 'Members' }).getByRole('button', { name: 'Show' }))
  assert.match(await words(page), /1 member/)
  assert.match(await words(page), /Blackpool Teaching Hospitals/)
})

test('the list of changes is reached by keyboard and narrowed', () =>
  visiting(portal, async (page) => {
    await page.goto('/changes')
    await tabTo(page, page.getByLabel('Code of an organisation'))
    await page.keyboard.type('RAL')
    await follow(page, page.getByRole('search', { name: 'Changes' }).getByRole('button', { name: 'Show' }), 'Enter')
    assert.match(await words(page), /Royal Free London NHS Foundation Trust: digital capability standards, now expected June 2018/)
    assert.doesNotMatch(await words(page), /City Hospitals Sunderland/)
  }))

test('a file with a line that is wrong is reported by line, and nothing of it is written', async (t) => {
  const folder = await write(await temporary(t), {
    'members.csv': csv([
      { programme: 'staff-logins', group: 'none', organisation: 'RAL', state: 'proposed', on: '2020-01', source: 's' },
      { programme: 'staff-logins', group: 'none', organisation: 'RAL', state: 'proposed', on: '1/2/2020', source: 's' }
    ])
  })
  const before = await portal.text('/changes.json')
  const { code, output } = await run('import', 'programme', folder, '--data', portal.data)
  assert.equal(code, 1)
  assert.match(output, /line 2: the programme staff-logins has no group “none”/)
  assert.match(output, /line 3: on: “1\/2\/2020” is not a date/)
  assert.match(output, /Nothing was written, because lines are refused/)
  assert.equal(await portal.text('/changes.json'), before)
})
