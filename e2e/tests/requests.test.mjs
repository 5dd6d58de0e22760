// Hostile addresses, parameters and headers: the answer is an ordinary one, and nothing changes.

import { strict as assert } from 'node:assert'
import { after, before, test } from 'node:test'
import { write } from '../support/folders.mjs'
import { Portal } from '../support/program.mjs'
import { groups, joined, packs, payloads, vectorTest } from '../support/vectors.mjs'
import { ask, header, onTheLine } from '../support/wire.mjs'

const portal = await Portal.demonstration({ after })

const CANARY = 'canary-6c1d0f2e-in-the-data-directory'
const GUIDE = '/blueprints/wi-fi-for-staff-and-public-on-hospital-sites'

// What a file that is not ours to give begins with or holds.
const SECRETS = [CANARY, 'root:x:0:0:', '[fonts]', '[boot loader]', 'SQLite format 3', '127.0.0.1\tlocalhost']

const KNOWN = new Set(
  `cache-control connection content-disposition content-encoding content-length content-security-policy content-type
   cross-origin-opener-policy cross-origin-resource-policy date etag location permissions-policy referrer-policy
   transfer-encoding vary x-content-type-options allow`.split(/\s+/)
)

/** What is wrong with an answer. */
function wrong({ status, headers, body }) {
  const found = []
  if (!(status >= 200 && status < 500)) found.push(`status ${status}`)
  found.push(...SECRETS.filter((secret) => body.includes(secret)).map((secret) => `holds ${secret}`))
  for (const [name, value] of headers) {
    if (!KNOWN.has(name)) found.push(`header ${name}`)
    if (name === 'location' && new URL(value, portal.origin).origin !== portal.origin) found.push(`leads to ${value}`)
    if (name === 'location' && !/^\/(?![/\\])/.test(value)) found.push(`leads to ${value}`)
  }
  return found
}

/** Asks for every path, a few at a time; fails with the payload of each answer that is wrong. */
async function allOrdinary(requests) {
  const problems = []
  for (const group of groups(requests, 8)) {
    const answers = group.map(async ({ id, path, headers }) => {
      const found = wrong(await ask(portal.origin, path, headers))
      if (found.length > 0) problems.push(`${id} ${path}: ${found.join(', ')}`)
    })
    await Promise.all(answers)
  }
  assert.deepEqual(problems, [])
}

/** A payload percent-encoded, and as it is where its own spelling is the point of it. */
function spellings(kind, payload) {
  const encoded = encodeURIComponent(payload)
  return /sql|template/.test(kind) ? [encoded] : [...new Set([onTheLine(payload), encoded])]
}

const SEGMENTS = [
  (text) => `/${text}`,
  (text) => `/blueprints/${text}`,
  (text) => `/organisations/${text}`,
  (text) => `/assets/1/${text}`,
  (text) => `${GUIDE}/versions/${text}`,
  (text) => `${GUIDE}/versions/1/files/${text}`
]

// A day or a number that is none is refused before the rest is looked at: those stand alone.
const QUESTIONS = [
  (text) => `/blueprints?page=${text}&kind=${text}&organisation=${text}&system=${text}`,
  (text) => `/blueprints?as-at=${text}`,
  (text) => `/organisations?q=${text}&kind=${text}&region=${text}&open=${text}&page=${text}`,
  (text) => `/organisations/R1A?as-at=${text}`,
  (text) => `/organisations/R1A?recorded-by=${text}`,
  (text) => `${GUIDE}/compare?from=${text}&to=1`,
  (text) => `${GUIDE}/compare?from=1&to=${text}`
]

const HEADERS = ['referer', 'accept', 'accept-encoding', 'accept-language', 'if-none-match', 'cookie', 'user-agent', 'x-forwarded-host', 'x-forwarded-proto', 'x-original-url', 'authorization', 'range']

const count = async (path) => /(\d+) (?:guides|organisations)/.exec((await portal.text(path)).match(/<h2[^>]*>\d[^<]*/)[0])[1]
const counts = async () => [await count('/blueprints'), await count('/organisations')]
let first

before(async () => {
  await write(portal.data, { 'canary.txt': CANARY, 'files/canary.txt': CANARY })
  first = await counts()
  assert.deepEqual(first.map((n) => n > 0), [true, true])
})

for (const kind of ['path-traversal', 'sql-injection', 'template-injection', 'crlf', 'open-redirect']) {
  vectorTest(`${kind} in addresses, parameters and headers`, async (t) => {
    const all = payloads(kind).map(({ id, payload }) => ({ id, payload: payload.replaceAll('{FILE}', 'etc/passwd') }))
    await t.test('as a part of the path', () =>
      allOrdinary(all.flatMap(({ id, payload }) =>
        spellings(kind, payload).flatMap((text) => SEGMENTS.map((segment) => ({ id, path: segment(text) })))
      ))
    )
    await t.test('as a value', () =>
      allOrdinary(all.flatMap(({ id, payload }) =>
        QUESTIONS.map((question) => ({ id, path: question(encodeURIComponent(payload)) }))
      ))
    )
    await t.test('as words to search for', () => {
      // Several at a time: a search takes longer than everything else here.
      const id = (group) => group.map((item) => item.id).join()
      return allOrdinary(packs(all, 200).map((group) => ({ id: id(group), path: `/blueprints?q=${encodeURIComponent(joined(group))}` })))
    })
    await t.test('as a value as it is, and as a name', () =>
      allOrdinary(all.flatMap(({ id, payload }) =>
        [`/organisations/R1A?as-at=${onTheLine(payload)}`, `/about?${onTheLine(payload)}`].map((path) => ({ id, path }))
      ))
    )
    await t.test('as headers', () =>
      allOrdinary(all.flatMap(({ id, payload }) => {
        const value = onTheLine(payload)
        return [
          { id, path: '/organisations/R0A', headers: Object.fromEntries(HEADERS.map((name) => [name, value])) },
          { id, path: '/organisations/r1a', headers: { host: value } }
        ]
      }))
    )
  })
}

vectorTest('nothing was changed by any of it', async () => {
  assert.deepEqual(await counts(), first)
  assert.match(await portal.run('verify'), /Everything is as it was recorded/)
})

test('a path that climbs reaches no file, however it is spelled', async () => {
  const up = ['..', '%2e%2e', '%2E.', '..%2f..', '..%5c..', '....//', '%252e%252e', '..;', '%c0%ae%c0%ae']
  const roots = [`${GUIDE}/versions/1/files`, '/assets/1', '/blueprints', '/organisations', '']
  await allOrdinary(up.flatMap((step) => roots.flatMap((root) => [1, 3, 8].flatMap((times) =>
    ['etc/passwd', 'canary.txt', 'exemplar.sqlite', 'files/canary.txt'].map((target) => ({ id: step, path: `${root}/${`${step}/`.repeat(times)}${target}` }))
  ))))
})

test('a redirect stays in the portal, whatever the code in small letters holds', async () => {
  for (const code of ['//example.org', '%2f%2fexample.org', '/%5cexample.org', '%5c%5cexample.org', 'r1a%0d%0aset-cookie:a=b', 'r1a%00', '..%2f..%2f', '%E2%80%AE', 'ß', '%C5%BF']) {
    const answer = await ask(portal.origin, `/organisations/${onTheLine(code)}`)
    assert.deepEqual(wrong(answer), [], code)
    for (const to of header(answer, 'location')) {
      const next = await ask(portal.origin, to)
      assert.ok(next.status === 200 || next.status === 404, `${code} leads to ${to}, which answers ${next.status}`)
    }
  }
})

test('addresses answer reading and nothing else', async () => {
  for (const path of ['/', '/blueprints', GUIDE, `${GUIDE}/versions/1/text.md`, '/organisations', '/organisations/R1A', '/removals', '/about']) {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      assert.equal((await portal.get(path, { method, body: 'x=1' })).status, 405, `${method} ${path}`)
    }
    const head = await portal.get(path, { method: 'HEAD' })
    assert.deepEqual([head.status, await head.text()], [200, ''], `HEAD ${path}`)
  }
})
