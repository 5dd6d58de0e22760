// A real browser, and pages in it that fail the test when anything happens on them that never may.

import { strict as assert } from 'node:assert'
import { after, test } from 'node:test'
import { chromium } from 'playwright-core'

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium'
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync'
]

let launched

/** The one browser of a test file. */
export function browser() {
  launched ??= chromium.launch({ executablePath: CHROMIUM, headless: true, args: FLAGS })
  return launched
}

after(async () => (await launched)?.close())

// A window for each way of reading, used again by the next test that reads so.
const windows = new Map()

async function windowOf(origin, script, width) {
  const key = `${origin} ${script} ${width}`
  if (windows.has(key)) return windows.get(key)
  const context = await (await browser()).newContext({
    baseURL: origin,
    javaScriptEnabled: script,
    locale: 'en-GB',
    viewport: { width, height: 900 }
  })
  context.setDefaultTimeout(5_000)
  const opened = { context, problems: await watch(context, origin), page: await context.newPage() }
  windows.set(key, opened)
  return opened
}

/** Runs `visit` with a page of `portal`; afterwards nothing that never may happen has happened on it. */
export async function visiting(portal, visit, { script = true, width = 1280 } = {}) {
  const { context, page, problems } = await windowOf(portal.origin, script, width)
  problems.length = 0
  try {
    const value = await visit(page, { script, problems })
    const cookies = await context.cookies()
    problems.push(...cookies.map((cookie) => `a cookie was set: ${cookie.name}`))
    assert.deepEqual(problems, [], `on ${page.url()}`)
    return value
  } catch (error) {
    // The next test gets a new window.
    windows.delete(`${portal.origin} ${script} ${width}`)
    await context.close()
    throw error
  }
}

/** Runs `visit` as one of the demonstration's people, in a window of their own. */
export async function being(portal, who, visit, { script = true, width = 1280 } = {}) {
  const context = await (await browser()).newContext({
    baseURL: portal.origin,
    javaScriptEnabled: script,
    locale: 'en-GB',
    viewport: { width, height: 900 }
  })
  context.setDefaultTimeout(5_000)
  try {
    const problems = await watch(context, portal.origin, { signedIn: true })
    const page = await context.newPage()
    await page.goto('/demo')
    await follow(page, page.getByRole('button', { name: `Be ${who}` }))
    const value = await visit(page, { problems })
    assert.deepEqual(problems, [], `on ${page.url()}`)
    return value
  } finally {
    await context.close()
  }
}

/** One test with JavaScript and one without. */
export function both(name, portal, visit, options = {}) {
  for (const script of [true, false]) {
    test(`${name}, ${script ? 'with' : 'without'} JavaScript`, () => visiting(portal, visit, { ...options, script }))
  }
}

/** Clicks on what leads to another page, or presses `key` in it, and waits until that page is there. */
export async function follow(page, target, key) {
  await Promise.all([page.waitForEvent('load'), key ? target.press(key) : target.click()])
}

/** Collects everything on the pages of `context` that is never right. */
export async function watch(context, origin, { signedIn = false } = {}) {
  const problems = []
  const note = (problem) => problems.push(problem)
  await context.exposeBinding('__violation', ({ page }, what) => note(`policy violated on ${page.url()}: ${what}`))
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      window.__violation(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`)
    })
  })
  context.on('dialog', (dialog) => {
    note(`a dialog opened: ${dialog.message()}`)
    dialog.dismiss()
  })
  context.on('weberror', (error) => note(`an error on the page: ${error.error()}`))
  context.on('console', (message) => {
    // A page that is not there says so here too; files that are not there are noted below.
    const isStatus = message.text().startsWith('Failed to load resource: the server responded')
    if (message.type() === 'error' && !isStatus) note(`the console says: ${message.text()}`)
  })
  context.on('request', (request) => {
    const { protocol, origin: asked } = new URL(request.url())
    if (protocol !== 'data:' && asked !== origin) note(`a request left the portal: ${request.url()}`)
  })
  context.on('response', (response) => {
    if (!signedIn && response.headers()['set-cookie']) note(`a cookie was sent with ${response.url()}`)
    if (response.status() >= 400 && !response.request().isNavigationRequest()) {
      note(`${response.url()} answered ${response.status()}`)
    }
  })
  return problems
}
