// Every journey without a mouse: each control is reached with the Tab key, shows its focus, and does its work.

import { strict as assert } from 'node:assert'
import { after, test } from 'node:test'
import { tabTo } from '../support/accessibility.mjs'
import { both, visiting } from '../support/browser.mjs'
import { Portal } from '../support/program.mjs'

const portal = await Portal.demonstration({ after })
const scripted = (name, visit) => test(name, () => visiting(portal, visit))
const WIFI = '/blueprints/wi-fi-for-staff-and-public-on-hospital-sites'

both('the first stop is a way past the header to the content', portal, async (page) => {
  for (const path of ['/', '/blueprints', WIFI, '/no-such-page']) {
    await page.goto(path)
    const skip = page.getByRole('link', { name: 'Skip to main content' })
    await tabTo(page, skip, 1)
    const { x, y } = await skip.boundingBox()
    assert.ok(x >= 0 && y >= 0, `${path}: the link cannot be seen`)
    await Promise.all([page.waitForURL('**#maincontent'), page.keyboard.press('Enter')])
    await page.keyboard.press('Tab')
    const inside = await page.evaluate(() => document.activeElement.closest('main') !== null)
    assert.ok(inside, `${path}: the next stop is not in the content`)
  }
})

both('searching and opening what was found', portal, async (page) => {
  await page.goto('/')
  await tabTo(page, page.getByRole('searchbox', { name: /^Search \d+ guides$/ }))
  await page.keyboard.type('wireless')
  await Promise.all([page.waitForURL('**/blueprints?q=wireless'), page.keyboard.press('Enter')])
  await tabTo(page, page.locator(`h3 a[href="${WIFI}"]`))
  await Promise.all([page.waitForURL(`**${WIFI}`), page.keyboard.press('Enter')])
})

both('choosing a filter and taking it away', portal, async (page) => {
  await page.goto('/blueprints')
  await tabTo(page, page.getByRole('checkbox', { name: /^Care pathway \(/ }))
  await page.keyboard.press('Space')
  await tabTo(page, page.getByRole('button', { name: 'Apply filters' }))
  await Promise.all([page.waitForURL('**kind=care-pathway**'), page.keyboard.press('Enter')])
  await tabTo(page, page.getByRole('link', { name: 'Remove the filter Kind: Care pathway' }))
  await Promise.all([page.waitForURL((url) => !url.search.includes('kind')), page.keyboard.press('Enter')])
})

scripted('going to the next page', async (page) => {
  await page.goto('/blueprints?kind=&page=1')
  await tabTo(page, page.getByRole('link', { name: /^Next/ }))
  await Promise.all([page.waitForURL('**page=2'), page.keyboard.press('Enter')])
})

scripted('reading a guide: contents, wide tables, files, versions', async (page) => {
  await page.goto(WIFI)
  await tabTo(page, page.getByRole('navigation', { name: 'Pages in this guide' }).getByRole('link', { name: 'Steps' }))
  await Promise.all([page.waitForURL('**#s-steps'), page.keyboard.press('Enter')])
  await tabTo(page, page.getByRole('link', { name: 'device register template', exact: true }))
  await tabTo(page, page.getByRole('region', { name: 'Table' }).last())
  await tabTo(page, page.locator('#files + ul a').nth(1))
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')])
  assert.match(download.suggestedFilename(), /\.csv$/)
  await tabTo(page, page.getByRole('link', { name: 'Markdown of version 1' }))
})

scripted('asking for another day', async (page) => {
  await page.goto('/organisations/RXA')
  const summary = page.locator('main details summary')
  await tabTo(page, summary)
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByLabel('As known on'))
  await page.keyboard.type('2016-01-01')
  await tabTo(page, page.locator('main details').getByRole('button', { name: 'Show' }))
  await Promise.all([page.waitForURL('**as-at=2016-01-01**'), page.keyboard.press('Enter')])
})

scripted('finding an organisation', async (page) => {
  await page.goto('/organisations')
  await tabTo(page, page.getByLabel('Name or code'))
  await page.keyboard.type('ambulance')
  await tabTo(page, page.getByLabel('Open or closed'))
  await page.keyboard.type('Open')
  await tabTo(page, page.getByRole('search', { name: 'Organisations' }).getByRole('button', { name: 'Show' }))
  await Promise.all([page.waitForURL('**q=ambulance**'), page.keyboard.press('Enter')])
  assert.equal(new URL(page.url()).searchParams.get('open'), 'open')
  await tabTo(page, page.locator('tbody').getByRole('link').first())
  await Promise.all([page.waitForURL(/\/organisations\/[A-Z0-9-]+$/), page.keyboard.press('Enter')])
})

both('on a small screen: the parts of the portal, and filters that are out of the way', portal, async (page, { script }) => {
  await page.goto('/blueprints')
  const more = page.getByRole('button', { name: /More$/ })
  if (await more.isVisible()) {
    await tabTo(page, more)
    await page.keyboard.press('Enter')
  }
  await tabTo(page, page.getByRole('banner').getByRole('link', { name: 'About' }))
  const filters = page.locator('details.app-filters')
  if (script) {
    assert.equal(await filters.getAttribute('open'), null, 'the filters stand before the results')
    await tabTo(page, filters.locator('> summary'))
    await page.keyboard.press('Enter')
  }
  await tabTo(page, page.getByRole('button', { name: 'Apply filters' }))
}, { width: 320 })

test('the order of the Tab key is the order of the page, and nothing holds it', () => {
  return visiting(portal, async (page) => {
    await page.goto('/')
    const places = []
    for (;;) {
      await page.keyboard.press('Tab')
      const place = await page.evaluate(() => {
        const all = [...document.querySelectorAll('*')]
        return document.activeElement === document.body ? -1 : all.indexOf(document.activeElement)
      })
      if (place === -1 || places.includes(place)) break
      places.push(place)
    }
    assert.deepEqual(places, [...places].sort((a, b) => a - b))
    const controls = await page.locator('a[href], button, input').filter({ visible: true }).count()
    assert.ok(places.length >= controls, `${places.length} stops for ${controls} controls`)
  })
})
