// What a command writes shows in a running server within a second, in pages that were already open too.

import { strict as assert } from 'node:assert'
import { after, before, test } from 'node:test'
import { visiting } from '../support/browser.mjs'
import { csv, guide, write } from '../support/folders.mjs'
import { Portal, temporary, until } from '../support/program.mjs'

const portal = await Portal.empty({ after })
const folder = await temporary({ after })
const ORGANISATION = { code: 'LIVE-A', name: 'Live Demonstration Trust', listed_on: '2020-01-01', source: 'a test' }

/** Opens `paths`, runs `command`, and expects every page to say its `words` a second after the command ended. */
async function shows(command, expected) {
  await visiting(portal, async (page) => {
    for (const [path, words] of expected) {
      await page.goto(path)
      assert.doesNotMatch(await page.locator('main').innerText(), words, `${path}, before`)
    }
    const said = await command()
    const end = performance.now() + 1_000
    for (const [path, words] of expected) {
      const seen = async () => words.test(await portal.text(path))
      await until(`${path} says ${words} (the command said: ${said})`, seen, Math.max(0, end - performance.now()))
    }
    for (const [path, words] of expected) {
      await page.goto(path)
      assert.match(await page.locator('main').innerText(), words, path)
    }
  })
}

before(async () => {
  await portal.serve()
})

test('an empty portal says how it is filled', () => {
  return visiting(portal, async (page) => {
    await page.goto('/blueprints')
    assert.match(await page.locator('main').innerText(), /no guide in the library yet\..*exemplar import blueprints/)
    await page.goto('/organisations')
    assert.match(await page.locator('main').innerText(), /No organisation is known here/)
  })
})

test('when the demonstration says that it is ready, its guides are found', async (t) => {
  const demonstration = await Portal.empty(t)
  await demonstration.start('demo', '--port', '0')
  const [front, list] = await Promise.all([demonstration.text('/'), demonstration.text('/blueprints?q=wireless')])
  assert.match(front, /Search [1-9]\d* guides/)
  assert.match(list, /for staff and public/)
})

test('a list of organisations', async () => {
  await write(folder, { 'list.csv': csv([ORGANISATION]) })
  await shows(() => portal.run('import', 'organisations', `${folder}/list.csv`), [
    ['/organisations', /Live Demonstration Trust/],
    ['/organisations/LIVE-A', /Live Demonstration Trust/]
  ])
})

test('a name that changed', async () => {
  const renamed = { ...ORGANISATION, name: 'Lively Demonstration Trust', listed_on: '2024-01-01' }
  await write(folder, { 'list.csv': csv([renamed]) })
  await shows(() => portal.run('import', 'organisations', `${folder}/list.csv`), [
    ['/organisations', /Lively Demonstration Trust/],
    ['/organisations/LIVE-A', /Lively Demonstration Trust/]
  ])
})

const take = () => portal.run('import', 'blueprints', `${folder}/guides`, '--organisation', 'LIVE-A')

test('guides: on their own pages, on the front page, in the search and at their organisation', async () => {
  await write(folder, {
    'guides/one.md': guide({ title: 'Quokkas on wards' }, 'Read [the other](two.md) and the [list](list.txt).'),
    'guides/two.md': guide({ title: 'Wombats in theatres' }, 'A text about numbats.'),
    'guides/list.txt': 'A platypus stands in this file.\n'
  })
  await shows(take, [
    ['/', /Quokkas on wards/],
    ['/blueprints', /Quokkas on wards/],
    ['/blueprints?q=numbats', /Wombats in theatres/],
    ['/blueprints?q=platypus', /Quokkas on wards/],
    ['/blueprints/quokkas-on-wards', /Quokkas on wards/],
    ['/organisations/LIVE-A', /Wombats in theatres/]
  ])
})

test('a version that is new', async () => {
  await write(folder, { 'guides/two.md': guide({ title: 'Wombats in theatres' }, 'A text about bettongs.') })
  await shows(take, [
    ['/blueprints/wombats-in-theatres', /about bettongs/],
    ['/blueprints?q=bettongs', /Wombats in theatres/],
    ['/blueprints/wombats-in-theatres/compare', /bettongs/]
  ])
  assert.match(await portal.text('/blueprints?q=numbats'), /0 guides/, 'the old text is still found')
})

test('an index of guides held elsewhere', async () => {
  const entry = { title: 'Echidnas in laundries', organisation_code: 'LIVE-A', held_at: 'a cupboard', source: 'a test' }
  await write(folder, { 'index.csv': csv([entry]) })
  await shows(() => portal.run('import', 'index', `${folder}/index.csv`), [
    ['/blueprints?q=echidnas', /in laundries/],
    ['/blueprints/echidnas-in-laundries', /held at: a cupboard/]
  ])
})

test('an index made anew beside the server', async () => {
  assert.match(await portal.run('reindex'), /made anew/)
  await write(folder, { 'guides/three.md': guide({ title: 'Bilbies in boiler rooms' }, 'Text.') })
  await shows(take, [['/blueprints?q=bilbies', /in boiler rooms/]])
  assert.match(await portal.text('/blueprints?q=echidnas'), /in laundries/)
})

test('a text that two people removed is gone, from pages and from the search', async (t) => {
  await write(folder, { 'guides/four.md': guide({ title: 'Potoroos in pharmacies' }, 'Mr Thylacine was a patient.') })
  await take()
  const page = '/blueprints/potoroos-in-pharmacies'
  await until('it is found', async () => /in pharmacies/.test(await portal.text('/blueprints?q=thylacine')), 1_000)
  const hash = /class="app-hash">([0-9a-f]{64})</.exec(await portal.text(page))[1]
  const people = ['--asked-by', 'A. Keeper', '--agreed-by', 'B. Warden', '--why', 'It named a patient']
  await portal.run('remove', `texts/${hash}`, ...people)
  const within = 1_000
  await t.test('the notice', () =>
    until('/removals says why', async () => /It named a patient/.test(await portal.text('/removals')), within)
  )
  await t.test('the page', async () => {
    await until('the page says so', async () => /This text was removed/.test(await portal.text(page)), within)
    assert.doesNotMatch(await portal.text(page), /thylacine/i)
  })
  await t.test('the search', () =>
    until('not found', async () => !/in pharmacies/.test(await portal.text('/blueprints?q=thylacine')), within)
  )
  await t.test('every list and page', async () => {
    const still = []
    for (const path of ['/', '/blueprints', '/organisations/LIVE-A', `${page}/versions/1`, `${page}/compare`]) {
      const answer = await portal.get(path)
      if (answer.status >= 500 || /thylacine/i.test(await answer.text())) still.push(`${path} (${answer.status})`)
    }
    assert.deepEqual(still, [])
  })
  await t.test('the download', async () => {
    assert.equal((await portal.get(`${page}/versions/1/text.md`)).status, 410)
  })
})

test('after all of it everything is as it was recorded', async () => {
  assert.match(await portal.run('verify'), /Everything is as it was recorded/)
})
