// A guide over time: imported, changed in its folder, imported again.

import { strict as assert } from 'node:assert'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { both, follow, visiting } from '../support/browser.mjs'
import { guide, write } from '../support/folders.mjs'
import { Portal, temporary } from '../support/program.mjs'

const portal = await Portal.demonstration({ after })
const folder = await temporary({ after })

const HERE = '/blueprints/bedside-scanners-on-three-wards'
const TITLE = 'Bedside scanners on three wards'

const FIRST = guide(
  { title: TITLE, kind: 'it-system', elapsed: '4 months', cost: { low: 1000, high: 2000 } },
  `# ${TITLE}

## The problem

Labels were read by eye. Nobody liked that at night.

## What we did

We bought forty scanners and taught every shift. A paragraph that stays.

Paper lists were kept as well.

## Artefacts

The [order of work](order.csv).`
)
const SECOND = FIRST.replace('4 months', '6 months')
  .replace('forty scanners', 'sixty scanners')
  .replace('Paper lists were kept as well.\n\n', '')
  .replace('## Artefacts', '## What went wrong\n\nBatteries ran flat by midnight.\n\n## Artefacts')

const importing = () => portal.run('import', 'blueprints', folder, '--organisation', 'DEMO-ST', '--source', 'a ward folder')

before(async () => {
  await write(folder, { 'scanners.md': FIRST, 'order.csv': 'step,who\n1,porter\n' })
  assert.match(await importing(), /1 new, 0 changed/)
  await write(folder, { 'scanners.md': SECOND, 'order.csv': 'step,who\n1,nurse\n' })
  assert.match(await importing(), /0 new, 1 changed/)
  assert.match(await importing(), /0 new, 0 changed, 0 published, 1 unchanged/)
})

both('the history lists every version, the newest as the one shown', portal, async (page) => {
  await page.goto(HERE)
  const rows = page.locator('#history + table tbody tr')
  assert.equal(await rows.count(), 2)
  const shown = rows.filter({ hasText: 'This version' })
  assert.match(await shown.getByRole('cell').first().innerText(), /2 This version$/i)
  for (const row of await rows.all()) assert.match(await row.innerText(), /Imported from a ward folder/)
  assert.match(await page.locator('.app-prose').innerText(), /sixty scanners/)
})

both('an earlier version stays as it was, and says that it is not the newest', portal, async (page) => {
  await page.goto(HERE)
  await follow(page, page.locator('#history + table').getByRole('link', { name: '1', exact: true }))
  assert.equal(new URL(page.url()).pathname, `${HERE}/versions/1`)
  const main = page.getByRole('main')
  assert.match(await main.innerText(), /This is version 1\. Read the newest, version 2 or see what changed\./)
  assert.match(await page.locator('.app-prose').innerText(), /forty scanners.*\n+Paper lists were kept as well/)
  assert.equal(await page.locator('meta[name=robots]').getAttribute('content'), 'noindex')
  await follow(page, main.getByRole('link', { name: 'Read the newest, version 2' }))
  assert.equal(new URL(page.url()).pathname, HERE)
})

both('a comparison says in words what was added, removed and changed', portal, async (page) => {
  await page.goto(HERE)
  await follow(page, page.getByRole('link', { name: 'Compare with version 1' }))
  assert.equal(page.url(), `${portal.origin}${HERE}/compare?from=1&to=2`)
  assert.match(await page.getByRole('heading', { level: 1 }).innerText(), /^What changed between version 1 and version 2/)
  const facts = await page.getByRole('row').allInnerTexts()
  assert.ok(facts.some((row) => /4 months[^]*6 months/.test(row)), facts.join('; '))
  const changes = await page.locator('.app-change').allInnerTexts()
  const said = (word, text) => changes.some((change) => change.includes(word) && text.test(change))
  assert.ok(said('Added:', /Batteries ran flat by midnight\./), changes.join('; '))
  assert.ok(said('Removed:', /Paper lists were kept as well\./), changes.join('; '))
  assert.ok(said('Changed:', /We bought \[Removed:\s*forty\s*\] ?\[Added:\s*sixty\s*\] ?scanners/), changes.join('; '))
  assert.match(await page.locator('.app-unchanged').first().innerText(), /the same$/)
})

both('any two versions can be chosen', portal, async (page) => {
  await page.goto(`${HERE}/compare`)
  assert.deepEqual([await page.getByLabel('From').inputValue(), await page.getByLabel('To').inputValue()], ['1', '2'])
  await page.getByLabel('From').selectOption('2')
  await page.getByLabel('To').selectOption('1')
  await follow(page, page.getByRole('button', { name: 'Compare' }))
  assert.equal(new URL(page.url()).search, '?from=2&to=1')
  const removed = await page.locator('.app-change--removed').allInnerTexts()
  assert.ok(removed.some((text) => /Batteries ran flat/.test(text)), removed.join('; '))
  await page.goto(`${HERE}/compare?from=2&to=2`)
  assert.equal(await page.locator('.app-change').count(), 0)
})

both('the Markdown and the files of each version are those of its day', portal, async (page) => {
  await page.goto(`${HERE}/versions/1`)
  for (const [number, text, file] of [
    [1, FIRST, 'step,who\n1,porter\n'],
    [2, SECOND, 'step,who\n1,nurse\n']
  ]) {
    const link = page.getByRole('link', { name: `Markdown of version ${number}` })
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
    assert.equal(await readFile(await download.path(), 'utf8'), text)
    assert.equal(await portal.text(`${HERE}/versions/${number}/files/order.csv`), file)
  }
})

test('versions that never were are not found', () => {
  return visiting(portal, async (page) => {
    for (const path of ['versions/3', 'versions/0', 'versions/-1', 'versions/3/text.md', 'compare?from=1&to=3', 'versions/2/files/none.csv']) {
      const answer = await page.goto(`${HERE}/${path}`)
      assert.equal(answer.status(), 404, path)
      assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), 'Page not found', path)
    }
  })
})

test('a guide that is renamed keeps its old address as a way to the new one', async (t) => {
  const named = (title) => ({ 'one.md': guide({ title }, 'The [rota](rota.csv).'), 'rota.csv': 'a,b\n' })
  const moving = await temporary(t)
  for (const title of ['Porters on call', 'Porters at night']) {
    await write(moving, named(title))
    await portal.run('import', 'blueprints', moving, '--organisation', 'DEMO-ST', '--source', 'porters')
  }
  await t.test('its page', () =>
    visiting(portal, async (page) => {
      await page.goto('/blueprints/porters-on-call')
      assert.equal(new URL(page.url()).pathname, '/blueprints/porters-at-night')
      assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), 'Porters at night')
    })
  )
  for (const path of ['versions/1/text.md', 'versions/1/files/rota.csv']) {
    await t.test(`its ${path}`, async () => {
      const answer = await portal.get(`/blueprints/porters-on-call/${path}`, { redirect: 'follow' })
      assert.equal(answer.status, 200)
    })
  }
  await t.test('its comparison, of the same two versions', () =>
    visiting(portal, async (page) => {
      await page.goto('/blueprints/porters-on-call/compare?from=2&to=1')
      assert.equal(page.url(), `${portal.origin}/blueprints/porters-at-night/compare?from=2&to=1`)
    })
  )
})

test('a draft is not shown until it is published', async (t) => {
  const drafts = await write(await temporary(t), { 'one.md': guide({ title: 'Quite unready zebrafinch' }, 'Text.') })
  const take = (...more) =>
    portal.run('import', 'blueprints', drafts, '--organisation', 'DEMO-ST', '--source', 'drafts', ...more)
  await take('--draft')
  await visiting(portal, async (page) => {
    for (const path of ['', '/versions/1', '/versions/1/text.md', '/compare']) {
      assert.equal((await page.goto(`/blueprints/quite-unready-zebrafinch${path}`)).status(), 404, path)
    }
    await page.goto('/blueprints?q=zebrafinch')
    assert.equal(await page.locator('#results').innerText(), '0 guides')
    assert.doesNotMatch(await portal.text('/organisations/DEMO-ST'), /zebrafinch/)
    assert.match(await take(), /1 published/)
    assert.equal((await page.goto('/blueprints/quite-unready-zebrafinch')).status(), 200)
  })
})
