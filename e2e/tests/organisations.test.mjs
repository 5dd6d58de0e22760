// The register of organisations: finding one, its names over time, and how it was known on another day.

import { strict as assert } from 'node:assert'
import { after, before, test } from 'node:test'
import { both, follow, visiting } from '../support/browser.mjs'
import { csv, write } from '../support/folders.mjs'
import { Portal, temporary } from '../support/program.mjs'

const portal = await Portal.demonstration({ after })

const names = (page) => page.locator('tbody tr td:first-child a').allInnerTexts()
const column = (page, number) => page.locator(`tbody tr td:nth-child(${number})`).allInnerTexts()
const heading = (page) => page.getByRole('heading', { level: 1 }).innerText()
const show = (page) => follow(page, page.getByRole('search', { name: 'Organisations' }).getByRole('button', { name: 'Show' }))

// Two lists, ten years apart: one trust has another name in the second, one has closed.
const list = (day, name, closed) =>
  csv([
    { code: 'ZZA', name, kind: 'acute', opened: '2001-04-01', closed: '', listed_on: day, source: `list of ${day}` },
    { code: 'ZZB', name: 'ELDER MOOR NHS TRUST', kind: '', opened: '2002-04-01', closed, listed_on: day, source: `list of ${day}` }
  ])

before(async () => {
  const folder = await write(await temporary({ after }), {
    'early.csv': list('2014-05-01', 'FELLSIDE HOSPITALS NHS TRUST', ''),
    'late.csv': list('2024-05-01', 'FELLSIDE UNIVERSITY HOSPITALS NHS FOUNDATION TRUST', '2020-03-31'),
    'followed.csv': csv([{ predecessor: 'ZZB', successor: 'ZZA', on: '2020-04-01', source: 'an order' }])
  })
  for (const name of ['early.csv', 'late.csv', 'followed.csv']) {
    await portal.run('import', 'organisations', `${folder}/${name}`)
  }
})

both('an organisation is found by words of its name and by its code', portal, async (page) => {
  await page.goto('/organisations')
  await page.getByLabel('Name or code').fill('worcestershire health')
  await show(page)
  assert.ok((await names(page)).length >= 1)
  assert.ok((await names(page)).every((name) => /worcestershire/i.test(name)), `${await names(page)}`)
  await page.getByLabel('Name or code').fill('r1a')
  await show(page)
  assert.deepEqual(await column(page, 2), ['R1A'])
  await follow(page, page.locator('tbody').getByRole('link'))
  assert.equal(new URL(page.url()).pathname, '/organisations/R1A')
  await page.goto('/organisations?q=zzyzxqq')
  assert.match(await page.getByRole('main').innerText(), /No organisation fits all of this/)
  await follow(page, page.getByRole('main').getByRole('link', { name: 'show all of them' }))
  assert.equal((await names(page)).length, 50)
})

both('the list narrows by kind, region and whether they are open', portal, async (page) => {
  await page.goto('/organisations')
  await page.getByLabel('Kind').selectOption('Ambulance service')
  await show(page)
  assert.ok((await column(page, 3)).every((kind) => kind === 'Ambulance service'))
  const one = (await names(page)).length
  assert.ok(one > 0)
  await page.goto('/organisations')
  await page.getByLabel('Region').selectOption('North West')
  await page.getByLabel('Open or closed').selectOption('Closed')
  await show(page)
  assert.ok((await names(page)).length > 0)
  assert.ok((await column(page, 4)).every((region) => region === 'North West'))
  assert.ok((await column(page, 5)).every((status) => status.startsWith('Closed ')))
  const address = page.url()
  const before = await names(page)
  await page.reload()
  assert.deepEqual([page.url(), await names(page)], [address, before])
  assert.equal(await page.getByLabel('Open or closed').inputValue(), 'closed')
})

both('the list stands on pages, each organisation once, by name', portal, async (page) => {
  await page.goto('/organisations?open=closed')
  const total = Number.parseInt(await page.locator('h2').first().innerText(), 10)
  const seen = await column(page, 2)
  while (seen.length < total) {
    await follow(page, page.getByRole('link', { name: /Next/ }))
    assert.equal(new URL(page.url()).searchParams.get('open'), 'closed')
    seen.push(...(await column(page, 2)))
  }
  assert.equal(new Set(seen).size, total)
})

both('its page shows its names over time, each from the day of its list', portal, async (page) => {
  await page.goto('/organisations/ZZA')
  assert.equal(await heading(page), 'Fellside University Hospitals NHS Foundation Trust')
  assert.deepEqual((await column(page, 1)).map((name) => name.trim()), [
    'Fellside University Hospitals NHS Foundation Trust',
    'Fellside Hospitals NHS Trust'
  ])
  assert.deepEqual(await column(page, 2), ['1 May 2024', '1 May 2014'])
  assert.equal(await page.locator('dt:text-is("Source") + dd').innerText(), 'list of 2024-05-01, as known on 1 May 2024')
  await page.getByRole('heading', { name: 'Came from' }).waitFor()
  await follow(page, page.getByRole('link', { name: 'Elder Moor NHS Trust' }))
  assert.equal(new URL(page.url()).pathname, '/organisations/ZZB')
})

both('a closed organisation leads to the one that followed it', portal, async (page) => {
  await page.goto('/organisations/ZZB')
  await page.locator('.nhsuk-tag', { hasText: 'Closed' }).waitFor()
  const notice = page.locator('.nhsuk-card', { hasText: 'This organisation is closed' })
  assert.match(await notice.innerText(), /closed on 31 March 2020\. It was followed by Fellside University Hospitals/)
  await follow(page, notice.getByRole('link'))
  assert.equal(new URL(page.url()).pathname, '/organisations/ZZA')
})

both('read as known on an earlier day it has the earlier name, and says so', portal, async (page) => {
  await page.goto('/organisations/ZZA')
  await page.getByText('Read this page as known on another day').click()
  await page.getByLabel('As known on').fill('2018-01-19')
  await follow(page, page.locator('details').getByRole('button', { name: 'Show' }))
  assert.equal(new URL(page.url()).searchParams.get('as-at'), '2018-01-19')
  assert.equal(await heading(page), 'Fellside Hospitals NHS Trust')
  assert.match(await page.getByRole('main').innerText(), /You are reading this as known on 19 January 2018\./)
  // What came into the portal after that day is marked with the day it came.
  assert.ok((await page.locator('.app-added').count()) > 0)
  assert.match(await page.locator('.app-added').first().innerText(), /^added on \d+ \w+ 20\d\d$/)
  assert.equal(await page.getByText('University').count(), 0, 'a later name shows through')
  await follow(page, page.getByRole('link', { name: 'Read it as known today' }))
  assert.equal(await heading(page), 'Fellside University Hospitals NHS Foundation Trust')
})

both('the list of an earlier day keeps the day in its links', portal, async (page) => {
  await page.goto('/organisations?q=ZZB&as-at=2018-01-19')
  assert.deepEqual(await column(page, 5), ['Open'])
  await follow(page, page.locator('tbody').getByRole('link'))
  assert.equal(new URL(page.url()).search, '?as-at=2018-01-19')
  assert.equal(await page.locator('.nhsuk-tag').innerText(), 'Open')
})

both('before it was first known it is not found, and the page says from when', portal, async (page) => {
  const answer = await page.goto('/organisations/ZZA?as-at=2010-01-01')
  assert.equal(answer.status(), 404)
  assert.equal(await heading(page), 'Not known on that day')
  assert.match(
    await page.getByRole('main').innerText(),
    /Fellside Hospitals NHS Trust \(ZZA\) is first known here from 1 May 2014\. Ask for that day or a later one/
  )
})

test('a code in small letters leads to the organisation, on the day that was asked for', () => {
  return visiting(portal, async (page) => {
    await page.goto('/organisations/zza')
    assert.equal(page.url(), `${portal.origin}/organisations/ZZA`)
    await page.goto('/organisations/zza?as-at=2018-01-19')
    assert.equal(await heading(page), 'Fellside Hospitals NHS Trust', 'the day is lost on the way')
  })
})

test('addresses and days that are not right are answered in words', () => {
  return visiting(portal, async (page) => {
    assert.equal((await page.goto('/organisations/ZZZ')).status(), 404)
    for (const [day, said] of [['2018-02-30', 'is not a date'], ['yesterday', 'is not a date'], ['2999-01-01', 'is in the future']]) {
      const answer = await page.goto(`/organisations/R1A?as-at=${day}`)
      assert.equal(answer.status(), 400, day)
      assert.ok((await page.getByRole('main').innerText()).includes(said), day)
    }
  })
})
