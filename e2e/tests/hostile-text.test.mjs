// Every payload in every place of a guide's text and front matter: nothing of it runs on the page.

import { strict as assert } from 'node:assert'
import { after } from 'node:test'
import { csv, picture, write } from '../support/folders.mjs'
import { harmless, hostileGuide } from '../support/hostile.mjs'
import { Portal, temporary } from '../support/program.mjs'
import { groups, payloads, vectorTest } from '../support/vectors.mjs'

const ALL = [...payloads('xss-html'), ...payloads('markdown')]
const GROUPS = groups(ALL, 25)

const portal = await Portal.empty({ after })

/** Imports guides that hold the payloads; gives what the program said. */
async function take(folder, files) {
  await write(folder, { 'list.csv': csv([{ code: 'XSS', name: 'A trust', source: 'a test', listed_on: '2020-01-01' }]) })
  await portal.run('import', 'organisations', `${folder}/list.csv`)
  await write(folder, { 'guides/pixel.png': picture(), ...files })
  return portal.run('import', 'blueprints', `${folder}/guides`, '--organisation', 'XSS')
}

/** Fails with the ids of the payloads that do harm when each stands alone. */
async function nameCulprits(t, path, group, error) {
  const folder = await temporary(t)
  const files = group.map((item) => [`guides/alone-${item.id}.md`, hostileGuide(`alone ${item.id}`, [item])])
  await take(folder, Object.fromEntries(files))
  const culprits = []
  for (const { id } of group) {
    await harmless(portal, `/blueprints/alone-${id}`).catch(() => culprits.push(id))
  }
  throw new Error(`${path}, payloads ${culprits.join(', ') || 'only together'}: ${error.message}`)
}

vectorTest('every payload in every place of a guide', async (t) => {
  const folder = await temporary(t)
  await portal.serve()
  const files = (word) => GROUPS.map((group, at) => [`guides/${at}.md`, hostileGuide(`Group ${at}`, group).replaceAll('Text before', word)])

  await t.test('is imported, with nothing refused', async () => {
    const said = await take(folder, Object.fromEntries(files('Text before')))
    assert.match(said, new RegExp(`^${GROUPS.length} new, .* 0 refused\\.$`, 'm'))
  })
  for (const [at, group] of GROUPS.entries()) {
    await t.test(`does nothing on the page of group ${at}`, async () => {
      const path = `/blueprints/group-${at}`
      const headings = await harmless(portal, path).catch((error) => nameCulprits(t, path, group, error))
      const swallowed = group.filter(({ id }) => !headings.includes(id))
      assert.deepEqual(swallowed.map(({ id }) => id), [], 'stand inside another payload')
    })
  }
  await t.test('does nothing in lists and filters', async () => {
    for (const path of ['/', '/blueprints', '/blueprints?q=group', '/blueprints?q=script+alert', '/organisations/XSS']) {
      await harmless(portal, path)
    }
  })
  await t.test('does nothing in a comparison', async () => {
    const said = await take(folder, Object.fromEntries(files('Words before')))
    assert.match(said, new RegExp(`, ${GROUPS.length} changed,`))
    for (const at of GROUPS.keys()) {
      const path = `/blueprints/group-${at}/compare?from=1&to=2`
      await harmless(portal, path).catch((error) => nameCulprits(t, path, GROUPS[at], error))
    }
  })
})
