// Payloads as names: of guides, organisations, sources, files and what is searched for.

import { strict as assert } from 'node:assert'
import { after } from 'node:test'
import { csv, guide, write } from '../support/folders.mjs'
import { harmless } from '../support/hostile.mjs'
import { Portal, temporary, until } from '../support/program.mjs'
import { joined, packs, payloads, vectorTest } from '../support/vectors.mjs'

const ALL = [...payloads('xss-html'), ...payloads('markdown')]
const fires = (item) => item.fires ?? item.kind === 'markdown'
const FIRING = ALL.filter(fires)
const EVERY_FIRING = joined(FIRING)

const portal = await Portal.empty({ after })

/** Visits pages; fails with the addresses of those that do harm, and the ids of the payloads `inside` knows of. */
async function allHarmless(paths, inside = () => []) {
  const harmful = []
  for (const path of paths) {
    await harmless(portal, path).catch((error) => harmful.push(`${path} (${inside(path).map(({ id }) => id)}): ${error.message}`))
  }
  assert.deepEqual(harmful, [])
}

/** The addresses of as many pages of a list as hold `count` entries. */
const pages = (path, count, size) => Array.from({ length: Math.ceil(count / size) }, (_, at) => `${path}page=${at + 1}`)

/** The addresses an import gave, by the path of the file. */
const addresses = (said) => new Map([...said.matchAll(/^new: (.*) → (\/blueprints\/\S+)$/gm)].map(([, path, to]) => [path, to]))

vectorTest('names that would like to be programs do nothing', async (t) => {
  const folder = await temporary(t)
  const trust = { code: 'XSS', name: 'A trust', source: 'a test', listed_on: '2020-01-01' }
  await write(folder, { 'list.csv': csv([trust]) })
  await portal.run('import', 'organisations', `${folder}/list.csv`)
  await portal.serve()
  const take = (name, source) =>
    portal.run('import', 'blueprints', `${folder}/${name}`, '--organisation', 'XSS', '--source', source)

  await t.test('titles and summaries, in lists and on pages', async () => {
    const firing = packs(FIRING, 200)
    const all = [...firing, ...packs(ALL.filter((item) => !fires(item)), 200)]
    const text = (group) => guide({ title: joined(group), summary: joined(group) }, 'Text.')
    await write(folder, Object.fromEntries(all.map((group, at) => [`titles/${at}.md`, text(group)])))
    const said = await take('titles', 'titles')
    assert.match(said, new RegExp(`^${all.length} new, .* 0 refused\\.$`, 'm'))
    await allHarmless(pages('/blueprints?', all.length, 20))
    const own = new Map(firing.map((group, at) => [addresses(said).get(`${at}.md`), group]))
    await allHarmless(own.keys(), (path) => own.get(path))
  })

  await t.test('what is searched for', async () => {
    const some = packs(FIRING, 200).filter((_, at) => at % 3 === 0)
    const asked = new Map(some.map((group) => [`/blueprints?q=${encodeURIComponent(joined(group))}`, group]))
    await allHarmless(asked.keys(), (path) => asked.get(path))
    const one = encodeURIComponent(FIRING[0].payload)
    const names = ['kind', 'system', 'organisation', 'as-at', 'year']
    await allHarmless([...names.map((name) => `/blueprints?${name}=${one}`), `/organisations?q=${one}&kind=${one}&open=${one}`])
  })

  await t.test('names, addresses and sources of organisations', async () => {
    const row = (group, at) => ({
      code: `X${at}`,
      name: joined(group).slice(0, 200),
      address: EVERY_FIRING,
      postcode: joined(group),
      local_grouping: joined(group),
      listed_on: '2020-01-01',
      source: EVERY_FIRING
    })
    const rows = packs(ALL, 200).map(row)
    await write(folder, { 'hostile.csv': csv(rows) })
    const said = await portal.run('import', 'organisations', `${folder}/hostile.csv`)
    assert.match(said, new RegExp(`0 refused, ${rows.length} new`))
    await allHarmless([...pages('/organisations?', rows.length, 50), '/organisations/X0', '/organisations/X1'])
  })

  await t.test('entries of an index', async () => {
    const row = (group) => ({
      title: joined(group),
      held_at: EVERY_FIRING,
      users: EVERY_FIRING,
      organisation: joined(group),
      care_setting: joined(group),
      project_type: joined(group),
      source: EVERY_FIRING,
      published: '2020'
    })
    const rows = packs(FIRING, 200).map(row)
    await write(folder, { 'index.csv': csv(rows) })
    const said = await portal.run('import', 'index', `${folder}/index.csv`, '--source', EVERY_FIRING)
    assert.match(said, new RegExp(`^${rows.length} taken`, 'm'))
    const list = '/blueprints?year=2020'
    const links = /class="app-result__title"><a href="([^"]+)"/g
    const found = await until('the index is found', async () => {
      const all = [...(await portal.text(list)).matchAll(links)]
      return all.length > 1 && all
    })
    await allHarmless([...pages(`${list}&`, rows.length, 20), found[0][1], found[1][1]])
  })

  await t.test('file names, and the source of a folder', async (t) => {
    // A file name has no slash and at most 255 bytes, and a backslash in a link counts as a slash.
    const able = ({ payload }) => !/[/\\\0-\x1f]/.test(payload) && Buffer.byteLength(payload) < 240 && !payload.startsWith('.')
    const names = [...new Set(ALL.filter(able).map(({ payload }) => payload))]
    t.diagnostic(`${names.length} payloads can be file names`)
    assert.ok(names.length > 40)
    const links = names.map((name) => `- [file](<${encodeURIComponent(name)}.txt>)`)
    const files = names.map((name) => [`files/${name}.txt`, 'text\n'])
    const guides = names.slice(0, 8).map((name) => [`files/sub ${name}/${name}.md`, 'A text without a title.'])
    await write(folder, { ...Object.fromEntries([...files, ...guides]), 'files/all.md': `# Named files\n\n${links.join('\n')}\n` })
    const said = await take('files', EVERY_FIRING)
    assert.match(said.trimEnd().split('\n').at(-1), new RegExp(` ${names.length} attachments taken, 0 refused`))
    await allHarmless(addresses(said).values())
    const page = await portal.text('/blueprints/named-files')
    const offered = new Set(page.match(/\/blueprints\/named-files\/versions\/1\/files\/[^"]+/g))
    assert.equal(offered.size, names.length)
    for (const path of offered) {
      const answer = await portal.get(path)
      assert.equal(answer.status, 200, path)
      assert.match(answer.headers.get('content-disposition'), /^attachment; filename="[\w.-]+"; filename\*=UTF-8''[\w.*%-]+$/, path)
    }
  })

  await t.test('the reason of a removal, and who agreed', async () => {
    const hash = /class="app-hash">([0-9a-f]{64})</.exec(await portal.text('/blueprints/named-files'))[1]
    const [one, other] = FIRING.map(({ payload }) => payload)
    await portal.run('remove', `texts/${hash}`, '--asked-by', one, '--agreed-by', other, '--why', EVERY_FIRING)
    await allHarmless(['/removals'])
  })
})
