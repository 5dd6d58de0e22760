// Attached files that are not what they seem: refused in plain words, or served so that nothing in them runs.

import { strict as assert } from 'node:assert'
import { readdirSync, readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { visiting } from '../support/browser.mjs'
import { csv, picture, write } from '../support/folders.mjs'
import { Portal, temporary } from '../support/program.mjs'
import { collection, payloads, vectorTest } from '../support/vectors.mjs'

const portal = await Portal.empty({ after })
const folder = await temporary({ after })
const TRUST = { code: 'FILES', name: 'A trust', source: 'a test', listed_on: '2020-01-01' }

before(async () => {
  await write(folder, { 'list.csv': csv([TRUST]) })
  await portal.run('import', 'organisations', `${folder}/list.csv`)
  await portal.serve()
})

/** Imports one guide with these files; gives what was said, and the addresses of the files that were taken. */
async function attach(title, files) {
  const links = Object.keys(files).map((name) => `- [${title}](<${encodeURIComponent(name)}>)`)
  const place = `${folder}/${title}`
  await write(place, { ...files, 'guide.md': `# ${title}\n\n${links.join('\n')}\n` })
  const said = await portal.run('import', 'blueprints', place, '--organisation', 'FILES')
  const path = /^new: guide\.md → (\S+)$/m.exec(said)[1]
  const page = await portal.text(path)
  const addresses = [...page.matchAll(/href="([^"]+\/files\/[^"]+)"/g)].map((match) => match[1])
  return { said, path, addresses: new Map(addresses.map((to) => [decodeURIComponent(to.split('/').at(-1)), to])) }
}

/** Fails unless the file at `path` is a download in which nothing runs. */
async function isHarmless(path, expected) {
  const answer = await portal.get(path)
  assert.equal(answer.status, 200, path)
  assert.match(answer.headers.get('content-disposition'), /^attachment;/, path)
  assert.equal(answer.headers.get('x-content-type-options'), 'nosniff', path)
  assert.match(answer.headers.get('content-security-policy'), /default-src 'none'; sandbox/, path)
  assert.doesNotMatch(answer.headers.get('content-type'), /html|javascript/, path)
  assert.deepEqual(Buffer.from(await answer.arrayBuffer()), Buffer.from(expected), path)
}

vectorTest('each hostile file is refused in a sentence, or is a harmless download', async () => {
  const names = readdirSync(collection('files')).filter((name) => !name.endsWith('.md'))
  const files = Object.fromEntries(names.map((name) => [name, readFileSync(collection('files', name))]))
  const { said, addresses } = await attach('hostile files', files)
  for (const name of names) {
    const refused = said.split('\n').find((line) => line.startsWith(`refused: ${name}: `))
    if (refused) {
      assert.match(refused, /^refused: \S+: .{10,120} \(linked from guide\.md\)$/)
    } else {
      await isHarmless(addresses.get(name), files[name])
    }
  }
  for (const name of ['empty.pdf', 'truncated.pdf', 'html-named.png', 'png-bomb-5000.png', 'gif-html-polyglot.gif', 'utf16.csv']) {
    assert.match(said, new RegExp(`^refused: ${name}: `, 'm'))
  }
})

vectorTest('archives under the name of a document are downloads, and nothing unpacks them', async () => {
  const archives = ['zip-10MiB.zip', 'zip-500-entries.zip', 'zip-slip.zip']
  const files = Object.fromEntries(archives.map((name) => [`${name}.docx`, readFileSync(collection('files', name))]))
  const { addresses } = await attach('archives', files)
  for (const [name, path] of addresses) await isHarmless(path, files[name])
  assert.equal(addresses.size, 3)
})

vectorTest('hostile file names reach no other file', async (t) => {
  const names = JSON.parse(readFileSync(collection('files', 'file-names.json'), 'utf8'))
  const paths = payloads('path-traversal').map(({ payload }) => payload.replaceAll('{FILE}', 'etc/passwd'))
  // A zero byte would have the whole text refused.
  const links = [...names, ...paths].filter((name) => !name.includes('\0'))
  const able = names.filter((name) => !/[/\0]/.test(name) && name !== '.')
  const place = await write(await temporary(t), {
    ...Object.fromEntries(able.map((name) => [name, '%PDF-1.7\n%%EOF\n'])),
    'guide.md': `# Names\n\n${links.map((name) => `- [a](<${name.replace(/[<>\\]/g, '\\$&')}>) [b](${encodeURI(name)})`).join('\n')}\n`
  })
  const said = await portal.run('import', 'blueprints', place, '--organisation', 'FILES', '--source', 'names')
  const page = await portal.text('/blueprints/names')
  const taken = new Set([...page.matchAll(/href="([^"]+\/files\/[^"]+)"/g)].map((match) => match[1]))
  for (const path of taken) await isHarmless(path, '%PDF-1.7\n%%EOF\n')
  assert.deepEqual([...taken].map((path) => decodeURIComponent(path.split('/').at(-1))), ['😀.pdf'])
  for (const [, path] of page.matchAll(/href="([^"]+)"/g)) {
    assert.equal(new URL(path, portal.origin).origin, portal.origin, path)
  }
  assert.match(said, /leaves the folder/)
})

test('a drawing that holds a script is a download, and runs nowhere', async () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" onload="window.__xss=1"><script>alert(1)</script></svg>'
  const { path, addresses } = await attach('drawing', { 'drawing.svg': svg })
  const answer = await portal.get(addresses.get('drawing.svg'))
  assert.match(answer.headers.get('content-disposition'), /^attachment;/)
  assert.match(answer.headers.get('content-security-policy'), /default-src 'none'; sandbox/)
  await visiting(portal, async (page) => {
    await page.goto(path)
    const link = page.locator('#files + ul').getByRole('link', { name: 'drawing.svg' })
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
    assert.equal(download.suggestedFilename(), 'drawing.svg')
    assert.equal(await page.evaluate(() => window.__xss), undefined)
  })
})

test('a picture is shown with its description, and one without says so', async (t) => {
  const place = await write(await temporary(t), {
    'plan.png': picture(),
    'guide.md': '# Pictures\n\n![A plan of the ward](plan.png)\n\n![](plan.png)\n\n![Elsewhere](https://example.org/x.png)\n'
  })
  await portal.run('import', 'blueprints', place, '--organisation', 'FILES', '--source', 'pictures')
  await visiting(portal, async (page) => {
    await page.goto('/blueprints/pictures')
    const pictures = page.locator('.app-prose img')
    assert.deepEqual(await pictures.evaluateAll((all) => all.map((one) => one.alt)), ['A plan of the ward', 'Picture without a description'])
    await pictures.first().scrollIntoViewIfNeeded()
    assert.ok(await pictures.first().evaluate((one) => one.decode().then(() => one.naturalWidth > 0)))
    assert.equal(await page.getByRole('link', { name: 'Picture: Elsewhere' }).getAttribute('href'), 'https://example.org/x.png')
    const answer = await portal.get(await pictures.first().getAttribute('src'))
    assert.equal(answer.headers.get('content-type'), 'image/png')
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff')
    assert.match(answer.headers.get('content-security-policy'), /sandbox/)
  })
})

test('after all of it everything is as it was recorded', async () => {
  assert.match(await portal.run('verify'), /Everything is as it was recorded/)
})
