// Finding a guide by its words: from the front page and from every page's header.

import { strict as assert } from 'node:assert'
import { after } from 'node:test'
import { both } from '../support/browser.mjs'
import { Portal } from '../support/program.mjs'

const portal = await Portal.demonstration({ after })

const WIFI = 'Wi-Fi for staff and public on hospital sites'
const EPMA = 'Electronic prescribing and medicines administration'

const results = (page) => page.locator('.app-result')
const titles = (page) => page.locator('.app-result__title').allInnerTexts()
const found = async (page) => Number.parseInt(await page.locator('#results').innerText(), 10)

both('a search from the front page leads to results with the words marked, and on to the guide', portal, async (page) => {
  await page.goto('/')
  await page.getByRole('searchbox', { name: /^Search \d+ guides$/ }).fill('certificate for laptops')
  await page.getByRole('main').getByRole('button', { name: 'Search' }).click()
  assert.equal(new URL(page.url()).search, '?q=certificate+for+laptops')
  assert.match(await page.title(), /certificate for laptops/)
  assert.ok((await titles(page)).includes(WIFI))
  const marked = await results(page).filter({ hasText: WIFI }).locator('mark').allInnerTexts()
  assert.ok(marked.length > 0)
  assert.ok(marked.every((word) => /^(certificates?|laptops?)$/i.test(word)), marked.join())
  await page.getByRole('link', { name: WIFI }).click()
  assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), WIFI)
})

both('the header of every kind of page searches', portal, async (page) => {
  for (const path of ['/', '/organisations/R1A', '/about', '/no-such-page']) {
    await page.goto(path)
    const header = page.getByRole('banner')
    await header.getByRole('searchbox', { name: 'Search guides' }).fill('ambulance')
    await header.getByRole('button', { name: 'Search' }).click()
    assert.equal(new URL(page.url()).pathname, '/blueprints', path)
    assert.ok((await titles(page)).some((title) => /ambulance/i.test(title)), path)
  }
})

both('what was searched for stays in the box and can be changed', portal, async (page) => {
  await page.goto('/blueprints?q=ambulance')
  const box = page.getByRole('main').getByRole('searchbox', { name: 'Search guides' })
  assert.equal(await box.inputValue(), 'ambulance')
  const first = await titles(page)
  await box.fill('discharge')
  await box.press('Enter')
  assert.notDeepEqual(await titles(page), first)
})

both('a word typed wrong finds what was meant, and the page says so', portal, async (page) => {
  for (const [typed, meant, title] of [
    ['wirless', 'wireless', WIFI],
    ['presribing', 'prescribing', EPMA],
    ['abmulance', 'ambulance', 'Electronic patient records on ambulances']
  ]) {
    await page.goto(`/blueprints?q=${typed}`)
    assert.ok((await titles(page)).some((found) => found.startsWith(title)), `${typed}: ${await titles(page)}`)
    const hint = await page.getByText(`No guide has the word “${typed}”`).innerText()
    assert.match(hint, new RegExp(`“${meant}”`))
  }
})

both('an abbreviation finds the words it stands for, and they find it', portal, async (page) => {
  await page.goto('/blueprints?q=EPMA')
  assert.ok((await titles(page)).some((title) => title.startsWith(EPMA)), `${await titles(page)}`)
  const short = await found(page)
  await page.goto('/blueprints?q=electronic+prescribing+and+medicines+administration')
  assert.equal(await found(page), short)
  assert.ok((await titles(page)).some((title) => /\bEPMA\b/i.test(title)), `${await titles(page)}`)
})

both('words inside attached text files are found', portal, async (page) => {
  // “Sluice” and “store room” stand in the ward checklist, a CSV beside the guide.
  await page.goto('/blueprints?q=acceptance+checklist+trolley')
  assert.equal((await titles(page))[0], WIFI)
})

both('a search that finds nothing says how to go on', portal, async (page) => {
  await page.goto('/blueprints?q=zzyzxqq')
  assert.equal(await page.locator('#results').innerText(), '0 guides')
  assert.equal(await results(page).count(), 0)
  const main = page.getByRole('main')
  await main.getByText('No guide fits all of this').waitFor()
  assert.equal(await main.getByRole('link', { name: 'find an organisation' }).getAttribute('href'), '/organisations')
  await main.getByRole('link', { name: 'show all guides' }).click()
  assert.ok((await results(page).count()) > 0)
})

both('all guides stand on pages, each guide once', portal, async (page) => {
  await page.goto('/blueprints')
  const total = await found(page)
  const seen = await titles(page)
  const pages = page.getByRole('navigation', { name: /pagination/i })
  await pages.getByRole('link', { name: /Next/ }).click()
  assert.equal(new URL(page.url()).search, '?page=2')
  assert.match(await page.locator('#results').innerText(), /page 2 of 2$/)
  seen.push(...(await titles(page)))
  assert.equal(seen.length, total)
  assert.equal(new Set(seen).size, total)
  await pages.getByRole('link', { name: /Previous/ }).click()
  assert.equal(new URL(page.url()).search, '')
})

both('pages of a search keep its words', portal, async (page) => {
  await page.goto('/blueprints?q=trust+with+the+patient+record+of+medication&care-setting=Acute')
  await page.getByRole('link', { name: /Next/ }).click()
  const address = new URL(page.url()).searchParams
  assert.deepEqual([address.get('q'), address.get('care-setting'), address.get('page')], [
    'trust with the patient record of medication',
    'Acute',
    '2'
  ])
  assert.ok((await results(page).count()) > 0)
})

both('a page beyond the last says so and leads back', portal, async (page) => {
  const answer = await page.goto('/blueprints?page=900')
  assert.equal(answer.status(), 200)
  const main = await page.getByRole('main').innerText()
  assert.doesNotMatch(main, /page 900 of 2/, 'the page counts past its own end')
  assert.ok((await page.getByRole('main').getByRole('link').count()) > 0)
})
