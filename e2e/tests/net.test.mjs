// The net itself: each thing that never may happen on a page is caught when it does.

import { strict as assert } from 'node:assert'
import { createServer } from 'node:http'
import { after, before, test } from 'node:test'
import { harmless } from '../support/hostile.mjs'
import { payloads, vectorTest } from '../support/vectors.mjs'

const bad = { origin: '' }
let body = ''
let headers = {}
const server = createServer((request, response) => {
  response.writeHead(request.url === '/missing' ? 404 : 200, { 'content-type': 'text/html', ...headers })
  response.end(`<!doctype html><title>x</title><main><div class="app-prose">${body}</div></main>`)
})

before(async () => {
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  bad.origin = `http://127.0.0.1:${server.address().port}`
})
after(() => server.close())

const caught = async (html, what, extra = {}) => {
  body = html
  headers = extra
  await assert.rejects(harmless(bad, '/'), what, html)
}

test('a page with nothing wrong passes', async () => {
  body = '<h2>A heading</h2><p>Text with a <a href="https://example.org/">link</a>.</p>'
  headers = {}
  assert.deepEqual(await harmless(bad, '/'), ['A heading'])
})

test('each kind of trouble is caught', async () => {
  await caught('<script>alert(1)</script>', /a dialog opened: 1/)
  await caught('<script>window.__xss = 1</script>', /window\.__xss is 1/)
  await caught('<h2>here</h2><img alt="" onerror="1">', /the attribute onerror, under “here”/)
  await caught('<p onclick="alert(2)">x</p>', /a dialog opened: 2/)
  await caught('<a href=" java\tscript:window.__xss=2">x</a>', /an address that runs in href/)
  await caught('<a href="data:text/html,x">x</a>', /an address that runs in href/)
  await caught('<p style="color: red">x</p>', /the attribute style/)
  await caught('<iframe></iframe>', /an element/)
  await caught('<img src="http://localhost:9/x.png" alt="">', /a request left the portal/)
  await caught('<img src="/missing" alt="">', /answered 404/)
  await caught('<script>throw new Error("oh")</script>', /an error on the page/)
  await caught('<p>x</p>', /a cookie was se/, { 'set-cookie': 'a=b' })
  const policy = { 'content-security-policy': "script-src 'none'" }
  await caught('<script>1</script>', /policy violated|the console says/, policy)
})

vectorTest('payloads that run where nothing stops them are caught', async () => {
  const firing = payloads('xss-html').filter((item) => item.fires)
  const missed = []
  for (const { id, payload } of firing.filter((_, at) => at % 28 === 0)) {
    body = payload
    headers = {}
    await harmless(bad, '/').then(() => missed.push(id), () => {})
  }
  assert.deepEqual(missed, [])
})
