// Text that would like to be a program: put into every place a guide has, and looked for on the page.

import { strict as assert } from 'node:assert'
import { being, visiting } from './browser.mjs'
import { guide } from './folders.mjs'

// Ends whatever block of raw HTML a payload has left open, so that the next payload stands by itself.
const CLOSED = '--> ]]> ?> </script></style></pre></textarea></title></xmp> !>'

const line = (payload) => payload.replace(/\s*[\r\n]+\s*/g, ' ')

/** Every place of the text that can hold `payload`, under a heading with its id. */
function places({ id, payload }) {
  const flat = line(payload)
  const target = flat.replace(/[<>]/g, '')
  return [
    `## ${id}`,
    payload,
    CLOSED,
    `Text before ${flat} and after.`,
    CLOSED,
    `- ${flat}\n- Who: ${flat}`,
    CLOSED,
    `> ${flat}`,
    CLOSED,
    `| a | b |\n| - | - |\n| ${flat} | ${flat.replaceAll('|', '\\|')} |`,
    CLOSED,
    `### ${flat}\n\n- Who: ${flat}\n- Needs: ${flat}`,
    CLOSED,
    `[${flat}](https://example.org/) [${flat}](pixel.png) [text](${flat}) [text](<${target}>) [text](pixel.png "${flat}")`,
    CLOSED,
    `![${flat}](pixel.png) ![${flat}](https://example.org/x.png) ![text](${flat}) ![text](<${target}>)`,
    CLOSED,
    `<${flat}> [ref ${id}] \`${flat}\` ~~${flat}~~ <abbr title="${flat}">short</abbr> <sub>${flat}</sub>`,
    CLOSED,
    `[ref ${id}]: <${target}> "${flat.replaceAll('"', "'")}"`,
    `Noted[^${id}].\n\n[^${id}]: ${flat}`,
    CLOSED,
    `<details><summary>${flat}</summary>\n\n${flat}\n\n</details>`,
    CLOSED,
    `~~~${flat}\n${payload}\n~~~`,
    CLOSED,
    `{{v${id}}} [text]({{v${id}}})`
  ].join('\n\n')
}

/** A guide with all `group` in its front matter and in its text. */
export function hostileGuide(title, group) {
  const all = group.map(({ payload }) => payload)
  const fields = {
    title,
    summary: all.join(' '),
    care_settings: all,
    project_types: all,
    systems: all,
    question: all,
    cost: { low: 1, high: 2, basis: all.join(' ') },
    elapsed: all.join(' '),
    how_well: all.join(' '),
    runs_today: all.join(' '),
    people: all.map((payload) => ({ name: payload, role: payload, about: payload })),
    published: all[0],
    variables: Object.fromEntries(group.map(({ id, payload }) => [`v${id}`, { label: payload, default: payload }])),
    ...Object.fromEntries(group.map(({ id, payload }) => [`x-${id}`, payload])),
    ...Object.fromEntries(all.map((payload) => [`x ${line(payload)}`, 'value']))
  }
  return guide(fields, group.map(places).join('\n\n'))
}

/** Opens `path`, touches everything on it, and fails when anything ran, loaded or could. */
export async function harmless(portal, path, who) {
  const visit = async (page, { problems }) => {
    const answer = await page.goto(path)
    assert.ok(answer.status() < 500, `${path} answered ${answer.status()}`)
    await touched(page, problems)
    return page.locator('main h2').allTextContents()
  }
  return who ? being(portal, who, visit) : visiting(portal, visit)
}

/** Touches everything on the page that is open, and notes what ran, loaded or could. */
export async function touched(page, problems) {
  problems.push(...(await page.evaluate(findings)))
  await page.evaluate(touchEverything)
  problems.push(...(await page.evaluate(findings)))
}

/** What stands on the page and never may, each with the last heading before it. Runs in the page. */
function findings() {
  const found = window.__xss === undefined ? [] : [`window.__xss is ${window.__xss}`]
  const script = /^(javascript|vbscript|data:text\/html|data:image\/svg)/i
  const inText = 'script, style, iframe, frame, object, embed, applet, base, link, meta, svg, math, form, input, button'
  let heading = 'before any heading'
  for (const element of document.querySelectorAll('*')) {
    if (/^H[1-6]$/.test(element.tagName)) heading = element.textContent
    const note = (what) => found.push(`${what}, under “${heading}”: ${element.outerHTML.slice(0, 200)}`)
    for (const { name, value } of element.attributes) {
      if (/^on/i.test(name)) note(`the attribute ${name}`)
      if (name === 'style' || name === 'srcdoc') note(`the attribute ${name}`)
      // Browsers pass over control characters and spaces in an address.
      if (!/^(value|alt|title|content|aria-label)$/.test(name) && script.test(value.replace(/[\u0000-\u0020]/g, ''))) {
        note(`an address that runs in ${name}`)
      }
    }
    if (element.matches(inText) && element.closest('.app-prose, .app-words, .app-facts, .app-results')) note('an element')
  }
  return found
}

/** Sends every element of the content the events people send. Runs in the page. */
async function touchEverything() {
  const leaves = (event) => {
    const link = event.target.closest?.('a[href]')
    if (link && /^(https?|mailto|tel):$/.test(link.protocol)) event.preventDefault()
  }
  document.addEventListener('click', leaves, true)
  document.addEventListener('submit', (event) => event.preventDefault(), true)
  const mouse = ['pointerover', 'pointerenter', 'mouseover', 'mouseenter', 'mousemove', 'mousedown', 'mouseup', 'click']
  const others = ['focus', 'focusin', 'input', 'change', 'toggle', 'load', 'error', 'animationstart', 'transitionend']
  for (const element of document.querySelectorAll('main, main *')) {
    for (const type of mouse) element.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true }))
    for (const type of others) element.dispatchEvent(new Event(type, { bubbles: false, cancelable: true }))
  }
  await new Promise((resolve) => setTimeout(resolve))
}
