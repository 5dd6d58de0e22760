// Finding a guide by its words: from the front page and from every page's header.

import { strict as assert } from 'node:assert'
import { after, test } from 'node:test'
import { both, follow } from '../support/browser.mjs'
import { Portal } from '../support/program.mjs'

const portal = await Portal.demonstration({ after })

const WIFI = 'Wi-Fi for staff and public on hospital sites'
const EPMA = 'Electronic prescribing and medicines administration'

const results = (page) => page.locator('.app-result')
const titles = (page) => page.locator('.app-result__title').allInnerTexts()
const addresses = (page) =>
  page.locator('.app-result__title a').evaluateAll((links) => links.map((link) => link.getAttribute('href')))
const count = async (page) => Number.parseInt(await page.locator('#results').innerText(), 10)
const box = (page) => page.getByRole('main').getByRole('searchbox', { name: 'Search guides' })

both('a search from the front page leads to marked words and on to the guide', portal, async (page) => {
  await page.goto('/')
  await page.getByRole('searchbox', { name: /^Search \d+ guides$/ }).fill('sign-in certificate')
  await follow(page, page.getByRole('main').getByRole('button', { name: 'Search' }))
  assert.equal(new URL(page.url()).search, '?q=sign-in+certificate')
  assert.match(await page.title(), /sign-in certificate/)
  const marked = await results(page).filter({ hasText: WIFI }).locator('mark').allInnerTexts()
  assert.ok(marked.some((word) => /^certificates?$/i.test(word)), marked.join())
  assert.ok(marked.every((word) => /^(sign|in|certificates?)$/i.test(word)), marked.join())
  await follow(page, page.locator('h3 a[href="/blueprints/wi-fi-for-staff-and-public-on-hospital-sites"]'))
  assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), WIFI)
})

both('the header of every kind of page searches, and the words can be changed', portal, async (page) => {
  for (const path of ['/', '/organisations/R1A', '/no-such-page']) {
    await page.goto(path)
    const header = page.getByRole('banner')
    await header.getByRole('searchbox', { name: 'Search guides' }).fill('ambulance')
    await follow(page, header.getByRole('button', { name: 'Search' }))
    assert.equal(new URL(page.url()).pathname, '/blueprints', path)
    assert.ok((await titles(page)).some((title) => /ambulance/i.test(title)), path)
  }
  assert.equal(await box(page).inputValue(), 'ambulance')
  const before = await titles(page)
  await box(page).fill('discharge')
  await follow(page, box(page), 'Enter')
  assert.notDeepEqual(await titles(page), before)
})

const MISTYPED = [
  ['wirless', 'wireless', WIFI],
  ['presribing', 'prescribing', EPMA],
  ['abmulance', 'ambulance', 'Electronic patient records on ambulances']
]

both('a word typed wrong finds what was meant', portal, async (page) => {
  for (const [typed, , title] of MISTYPED) {
    await page.goto(`/blueprints?q=${typed}`)
    const found = await titles(page)
    assert.ok(found.some((one) => one.startsWith(title)), `${typed}: ${found}`)
    await page.getByText(`No guide has the word “${typed}”`).waitFor()
  }
})

test('what was looked for instead is said as people write it', async () => {
  for (const [typed, meant] of MISTYPED) {
    const page = await portal.text(`/blueprints?q=${typed}`)
    assert.match(page, new RegExp(`such as “<strong>${meant}</strong>”`), typed)
  }
})

both('an abbreviation finds the words it stands for, and they find it', portal, async (page) => {
  await page.goto('/blueprints?q=EPMA')
  const found = await titles(page)
  const total = await count(page)
  assert.ok(found.some((title) => title.startsWith(EPMA)), found.join())
  await page.goto('/blueprints?q=electronic+prescribing+and+medicines+administration')
  assert.equal(await count(page), total)
  assert.ok((await titles(page)).some((title) => /\bEPMA\b/i.test(title)), `${await titles(page)}`)
})

both('words inside an attached text file find its guide', portal, async (page) => {
  // The word stands in the questions about applications, a table beside the guide, and in no guide's own text.
  await page.goto('/blueprints?q=magnifiers')
  assert.deepEqual(await titles(page), ['Single sign-on for staff'])
})

both('a search that finds nothing says how to go on', portal, async (page) => {
  await page.goto('/blueprints?q=zzyzxqq')
  assert.equal(await page.locator('#results').innerText(), '0 guides')
  assert.equal(await results(page).count(), 0)
  const main = page.getByRole('main')
  await main.getByText('No guide fits all of this').waitFor()
  assert.equal(await main.getByRole('link', { name: 'find an organisation' }).getAttribute('href'), '/organisations')
  await follow(page, main.getByRole('link', { name: 'show all guides' }))
  assert.ok((await results(page).count()) > 0)
})

both('the list stands on pages, each guide once, and pages keep the question', portal, async (page) => {
  await page.goto('/blueprints')
  const total = await count(page)
  const seen = await addresses(page)
  const pages = page.getByRole('navigation', { name: /pagination/i })
  const next = pages.getByRole('link', { name: /Next/ })
  const last = Math.ceil(total / seen.length)
  for (let number = 2; number <= last; number += 1) {
    await follow(page, next)
    assert.equal(new URL(page.url()).search, `?page=${number}`)
    assert.match(await page.locator('#results').innerText(), new RegExp(`page ${number} of ${last}$`))
    seen.push(...(await addresses(page)))
  }
  assert.equal(await next.count(), 0)
  assert.deepEqual([seen.length, new Set(seen).size], [total, total])
  await follow(page, pages.getByRole('link', { name: '1', exact: true }).or(pages.getByRole('link', { name: 'Page 1' })))
  assert.equal(new URL(page.url()).search, '')

  for (const question of ['?q=EPMA', '?care-setting=Acute']) {
    await page.goto(`/blueprints${question}`)
    await follow(page, next)
    assert.equal(new URL(page.url()).search, `${question}&page=2`)
    assert.ok((await results(page).count()) > 0)
  }
})

both('a page beyond the last does not count past its own end, and leads back', portal, async (page) => {
  const answer = await page.goto('/blueprints?page=900')
  assert.equal(answer.status(), 200)
  assert.doesNotMatch(await page.locator('#results').innerText(), /page 900/)
  assert.doesNotMatch(await page.getByRole('main').innerText(), /No guide fits all of this/)
})
