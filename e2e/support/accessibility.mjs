// What every page owes to everyone: nothing found by axe, nothing wider than the screen, everything by keyboard.

import { strict as assert } from 'node:assert'
import { AxeBuilder } from '@axe-core/playwright'

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** Fails with every rule that the page breaks, and where. */
export async function findNothing(page) {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).setLegacyMode().analyze()
  const said = violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.html}\n  ${node.failureSummary}`))
  assert.deepEqual(said, [], page.url())
}

/** Fails when the page scrolls sideways, and names what is too wide. */
export async function fitsTheScreen(page) {
  const wide = await page.evaluate(() => {
    const width = document.documentElement.clientWidth
    if (document.documentElement.scrollWidth <= width) return []
    const sticksOut = (element) => element.getBoundingClientRect().right > width + 0.5
    const scrolls = (element) => element.closest('.app-scroll, pre')
    return [...document.querySelectorAll('body *')]
      .filter((element) => sticksOut(element) && !scrolls(element) && ![...element.children].some(sticksOut))
      .map((element) => `${element.tagName}.${element.className}: ${element.textContent.trim().slice(0, 60)}`)
  })
  assert.deepEqual(wide, [], `${page.url()} scrolls sideways`)
}

/** Moves on with the Tab key until `target` has the focus; fails when it is never reached or the focus cannot be seen. */
export async function tabTo(page, target, most = 120) {
  const name = String(target)
  const element = await target.elementHandle()
  for (let pressed = 0; pressed < most; pressed += 1) {
    await page.keyboard.press('Tab')
    if (await element.evaluate((wanted) => wanted === document.activeElement)) {
      assert.ok(await isSeen(page), `the focus on ${name} cannot be seen`)
      return
    }
  }
  assert.fail(`${name} is not reached with the Tab key`)
}

/** Whether the element with the focus shows it: by an outline, a shadow or another background. */
function isSeen(page) {
  return page.evaluate(() => {
    const shown = (element) => {
      const { outlineStyle, boxShadow, backgroundColor, borderColor } = getComputedStyle(element)
      const label = element.labels?.[0]
      const box = label ? getComputedStyle(label, '::before').boxShadow + getComputedStyle(label, '::before').borderWidth : ''
      return [outlineStyle !== 'none', boxShadow, backgroundColor, borderColor, box].join()
    }
    const element = document.activeElement
    const focused = shown(element)
    element.blur()
    const plain = shown(element)
    element.focus()
    return focused !== plain
  })
}
