// Published results of digital maturity: what they say, how sure they are, and what a reader can do with them.

import { strict as assert } from 'node:assert'
import { writeFile } from 'node:fs/promises'
import { after, test } from 'node:test'
import { findNothing, fitsTheScreen } from '../support/accessibility.mjs'
import { both, follow, visiting } from '../support/browser.mjs'
import { Portal, temporary } from '../support/program.mjs'

const portal = await Portal.demonstration({ after })

const words = (page) => page.getByRole('main').innerText()

const PAGES = [
  '/maturity',
  '/maturity?as-at=2025-01-01',
  '/maturity/demo-2023',
  '/maturity/demo-2025',
  '/maturity/demo-2025?as-at=2026-10-01',
  '/maturity/demo-2025/organisations',
  '/maturity/demo-2025/organisations?weight=3&weight=0&weight=1&region=Y56',
  '/maturity/demo-2025/organisations?weight=x',
  '/maturity/demo-2025/organisations?q=zzyzxqq',
  '/maturity/demo-2025/organisations/DEMO-HF',
  '/maturity/demo-2025/organisations/DEMO-MC',
  '/maturity/demo-2025/organisations/SYN-0011',
  '/maturity/demo-2025/top-and-bottom',
  '/maturity/demo-2025/top-and-bottom?number=20&care-setting=mental-health&region=Y54',
  '/maturity/demo-2025/questions/leadership-1',
  '/maturity/demo-2025/method',
  '/maturity/samples/demo-2025',
  '/organisations/DEMO-HF'
]

for (const width of [1280, 320]) {
  for (const script of [true, false]) {
    test(`every page of results fits ${width} pixels ${script ? 'and breaks no rule' : 'without JavaScript'}`, () =>
      visiting(
        portal,
        async (page) => {
          for (const address of PAGES) {
            const response = await page.goto(address)
            assert.equal(response.status(), 200, address)
            await fitsTheScreen(page)
            if (script) {
              await page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)))
              await findNothing(page)
            }
          }
        },
        { width, script }
      ))
  }
}

test('every page says that the organisations are invented, and none gives a single place', () =>
  visiting(portal, async (page) => {
    for (const address of PAGES.filter((address) => address.startsWith('/maturity/demo'))) {
      await page.goto(address)
      const said = await words(page)
      assert.match(said, /Every organisation in these results is invented/, address)
      assert.doesNotMatch(said, /\brank/i, address)
    }
  }))

both('a reader comes from the front page to one organisation and what it answered', portal, async (page) => {
  await page.goto('/')
  await follow(page, page.getByRole('banner').getByRole('link', { name: 'Maturity' }))
  await follow(page, page.getByRole('link', { name: 'Digital maturity of invented organisations, 2025' }))
  assert.match(await words(page), /239 organisations answered 110 questions about themselves/)
  assert.match(await words(page), /Answers of \d+ organisations were checked by somebody else/)
  assert.match(await words(page), /all organisations together claim \d+\.\d points more than would be found/)
  assert.match(await words(page), /\d+ rose and \d+ fell by more than answers can be off/)
  await follow(page, page.getByRole('link', { name: 'All organisations', exact: true }))
  await page.getByLabel('Name or code').fill('harbourfell')
  await follow(page, page.getByRole('button', { name: 'Show', exact: true }).first())
  assert.match(await words(page), /1 organisation of 239/)
  await follow(page, page.getByRole('link', { name: 'Harbourfell Demonstration Hospitals' }))
  assert.match(await words(page), /Probably between \d+(st|nd|rd|th) and \d+(st|nd|rd|th) of \d+; clearly ahead of \d+, clearly behind \d+/)
  assert.match(await words(page), /It answered by itself \d+ months ago, and \d+ of its answers were checked by the demonstration’s assessors on 27 June 2025\./)
  await page.getByText('Leadership', { exact: true }).last().click()
  await follow(page, page.getByRole('link', { name: /board/ }).first())
  assert.match(await words(page), /How many organisations gave which answer/)
  assert.match(await words(page), /How often each claim was found to be what/)
})

both('a reader gives weights and the table is put in order by them', portal, async (page) => {
  await page.goto('/maturity/demo-2025/organisations')
  const first = () => page.locator('tbody a').first().innerText()
  const before = await first()
  await page.getByText('Weigh the parts yourself').click()
  await page.getByLabel('Readiness').fill('0')
  await page.getByLabel('Capabilities').fill('0')
  await page.getByLabel('Enabling infrastructure').fill('1')
  await follow(page, page.getByRole('button', { name: 'Order by these weights' }))
  assert.match(await words(page), /The table shows what comes of these weights/)
  assert.notEqual(await first(), before)
  assert.equal(await page.getByLabel('Enabling infrastructure').inputValue(), '1')
  await page.goto('/maturity/demo-2025/organisations?weight=-1')
  assert.match(await words(page), /Weights are whole numbers from 0 to 100/)
})

test('a slider moves the weight in its box, and the box its slider', () =>
  visiting(portal, async (page) => {
    await page.goto('/maturity/demo-2025/organisations')
    await page.getByText('Weigh the parts yourself').click()
    const [box, slider] = [page.getByLabel('Readiness'), page.locator('.app-slider').first()]
    await box.fill('4')
    assert.equal(await slider.inputValue(), '4')
    await slider.fill('7')
    assert.equal(await box.inputValue(), '7')
  }))

both('results are narrowed to a place that plans together, and say what a claim is likely to be worth', portal, async (page) => {
  await page.goto('/maturity/demo-2025/organisations')
  const all = await page.locator('h2').first().innerText()
  const choice = page.getByLabel('Group of a programme, or place')
  const values = await choice.locator('option').evaluateAll((options) => options.map((option) => option.value))
  await choice.selectOption(values.at(-1))
  await follow(page, page.getByRole('button', { name: 'Show', exact: true }).first())
  assert.notEqual(await page.locator('h2').first().innerText(), all)
  await page.goto('/maturity/demo-2025/organisations')
  assert.match(await words(page), /Under \d+ of 100 weights/)
  await follow(page, page.locator('tbody a').first())
  assert.match(await words(page), /Likely to be worth\s+\d+(\.\d)? to \d+/)
})

both('the top and the bottom are counted for a group', portal, async (page) => {
  await page.goto('/maturity/demo-2025/top-and-bottom')
  await page.getByLabel('How many are the top and the bottom').fill('30')
  await page.getByLabel('Care setting').selectOption({ label: 'Mental health' })
  await follow(page, page.getByRole('button', { name: 'Show', exact: true }).first())
  assert.match(await words(page), /Of the \d+ organisations with a place of “Mental health”, .* in the top 30, .* in the bottom 30\./)
})

test('what is published is computed again to the bit, and the files are those of the hashes', async () => {
  const said = await portal.run('index', 'replay', 'demo-2025')
  assert.match(said, /The same to the bit/)
  const results = await portal.text('/maturity/demo-2025/files/results.csv')
  assert.equal(results.trim().split('\n').length, 240)
  assert.doesNotMatch(results.split('\n')[0], /rank/)
  // Whoever has nothing but the files computes them too.
  const folder = await temporary({ after })
  const names = ['questions.toml', 'recipe.toml', 'answers.csv', 'results.csv']
  for (const name of names) await writeFile(`${folder}/${name}`, await portal.text(`/maturity/demo-2025/files/${name}`))
  assert.match(await portal.run('index', 'replay', folder), /The same to the bit/)
})

test('answers of invented organisations can be written, imported and published elsewhere', async () => {
  const folder = await temporary({ after })
  await portal.run('synth', 'round', '--organisations', '12', '--seed', '3', '--out', folder)
  await portal.run('import', 'organisations', `${folder}/organisations.csv`, '--list-date', '2015-04-01')
  const imported = await portal.run('import', 'round', `${folder}/answers.csv`, '--round', 'twelve', '--framework', 'dma-2015@1')
  assert.match(imported, /12 new, 0 changed, 0 unchanged/)
})
