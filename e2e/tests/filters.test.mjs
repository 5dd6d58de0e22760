// Narrowing and widening the list of guides by its filters.

import { strict as assert } from 'node:assert'
import { after, test } from 'node:test'
import { both, follow } from '../support/browser.mjs'
import { Portal } from '../support/program.mjs'

const portal = await Portal.demonstration({ after })

const found = async (page) => Number.parseInt(await page.locator('#results').innerText(), 10)
const chosen = (page) => page.getByRole('list', { name: 'Filters in use' })
const apply = (page) => follow(page, page.getByRole('button', { name: 'Apply filters' }))
const checkbox = (page, words) => page.getByRole('checkbox', { name: words })

both('filters of two kinds narrow, two values of one widen', portal, async (page) => {
  await page.goto('/blueprints')
  const all = await found(page)
  await checkbox(page, /^IT system \(/).check()
  await apply(page)
  const systems = await found(page)
  assert.ok(systems > 0 && systems < all)

  await checkbox(page, /^Ambulance \(/).check()
  await apply(page)
  const both = await found(page)
  assert.ok(both > 0 && both < systems)

  await checkbox(page, /^Acute \(/).check()
  await apply(page)
  assert.ok((await found(page)) > both)
  assert.deepEqual(new URL(page.url()).searchParams.getAll('care-setting').sort(), ['Acute', 'Ambulance'])
})

test('the count beside each value of each filter is what choosing it gives', async () => {
  const page = await portal.text('/blueprints')
  const boxes = /name="([a-z-]+)" type="checkbox" value="([^"]*)".*?class="app-count">\((\d+)\)/g
  const counted = [...page.matchAll(boxes)].map(([, name, value, said]) => [name, value.replaceAll('&amp;', '&'), said])
  assert.deepEqual([...new Set(counted.map(([name]) => name))].length, 7)
  const differing = []
  for (const [name, value, said] of counted) {
    const chosen = await portal.text(`/blueprints?${new URLSearchParams({ [name]: value })}`)
    const found = /id="results">(\d+)/.exec(chosen)[1]
    if (found !== said) differing.push(`${name} ${value}: ${said} said, ${found} found`)
  }
  assert.deepEqual(differing, [])
})

both('each filter in use has a link that removes it, and one removes all', portal, async (page) => {
  await page.goto('/blueprints?q=patient&kind=it-system&care-setting=Acute')
  const narrow = await found(page)
  assert.deepEqual(await chosen(page).getByRole('link').allTextContents(), [
    'Remove the filter Kind: IT system ×',
    'Remove the filter Care setting: Acute ×',
    'Remove all filters'
  ])
  await follow(page, chosen(page).getByRole('link', { name: 'Remove the filter Care setting: Acute' }))
  assert.equal(new URL(page.url()).search, '?q=patient&kind=it-system')
  assert.equal(await checkbox(page, /^Acute \(/).isChecked(), false)
  assert.equal(await checkbox(page, /^IT system \(/).isChecked(), true)
  assert.ok((await found(page)) >= narrow)
  await follow(page, chosen(page).getByRole('link', { name: 'Remove all filters' }))
  assert.equal(new URL(page.url()).search, '?q=patient')
  assert.equal(await chosen(page).count(), 0)
})

both('filters stand in the address: a reload, the way back and a copied address keep them', portal, async (page) => {
  await page.goto('/blueprints?q=patient')
  await checkbox(page, /^Care pathway \(/).check()
  await apply(page)
  const address = page.url()
  const title = await page.locator('.app-result__title').first().innerText()
  await page.reload()
  assert.equal(page.url(), address)
  assert.equal(await checkbox(page, /^Care pathway \(/).isChecked(), true)
  await follow(page, page.getByRole('link', { name: title }))
  await page.goBack()
  assert.equal(page.url(), address)
  await page.goto('about:blank')
  await page.goto(address)
  assert.equal(await page.locator('.app-result__title').first().innerText(), title)
  assert.equal(await checkbox(page, /^Care pathway \(/).isChecked(), true)
})

both('searching again keeps the filters', portal, async (page) => {
  await page.goto('/blueprints?kind=it-system')
  const box = page.getByRole('main').getByRole('searchbox', { name: 'Search guides' })
  await box.fill('ambulance')
  await follow(page, box, 'Enter')
  assert.equal(new URL(page.url()).searchParams.get('kind'), 'it-system')
})

both('a filter in use stays chosen when a search finds nothing', portal, async (page) => {
  await page.goto('/blueprints?kind=it-system&q=zzyzxqq')
  assert.equal(await page.locator('#results').innerText(), '0 guides')
  await page.getByRole('link', { name: 'Remove the filter Kind: IT system' }).waitFor()
  const box = page.getByRole('main').getByRole('searchbox', { name: 'Search guides' })
  await box.fill('ambulance')
  await follow(page, box, 'Enter')
  assert.equal(new URL(page.url()).searchParams.get('kind'), 'it-system', 'the filter was dropped without a word')
})

both('organisations in the filter are named, whichever guides are on the page', portal, async (page) => {
  for (const path of ['/blueprints', '/blueprints?page=2', '/blueprints?q=zzyzxqq&organisation=REN']) {
    await page.goto(path)
    const inFilter = await page.locator('label:has(+ [name="organisation"]), [name="organisation"] + label').allTextContents()
    const labels = [...inFilter, ...(await chosen(page).getByRole('link').allTextContents())]
    const bare = labels.filter((label) => /(^|: )[A-Z0-9-]{2,12} /.test(label))
    assert.deepEqual(bare, [], `${path}: codes in place of names`)
  }
})

both('rarer values of a filter are behind “more” and work like the others', portal, async (page) => {
  await page.goto('/blueprints')
  const more = page.locator('.nhsuk-details', { has: page.locator('legend', { hasText: 'More: Project type' }) })
  const rare = more.getByRole('checkbox', { includeHidden: true }).first()
  assert.equal(await rare.isVisible(), false)
  await more.locator('summary').click()
  const value = await rare.getAttribute('value')
  await rare.check()
  await apply(page)
  assert.equal(new URL(page.url()).searchParams.get('project-type'), value)
  // A chosen value is in sight without opening anything.
  assert.equal(await page.locator(`input[name="project-type"][value="${value}"]`).isVisible(), true)
})

both('words and values with signs of their own survive the way through the address', portal, async (page) => {
  await page.goto('/blueprints')
  await checkbox(page, /^Pathways \(clinical & patient mgt\)/).check()
  await apply(page)
  const narrow = await found(page)
  assert.ok(narrow > 0)
  const box = page.getByRole('main').getByRole('searchbox', { name: 'Search guides' })
  await box.fill('a+b & "c" 100% #é')
  await follow(page, box, 'Enter')
  assert.equal(await box.inputValue(), 'a+b & "c" 100% #é')
  const address = new URL(page.url()).searchParams
  assert.equal(address.get('project-type'), 'Pathways (clinical & patient mgt)')
})
