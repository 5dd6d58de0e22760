// Answering an assessment: section by section, what was answered last time, a file, and the page to sign on.

import { strict as assert } from 'node:assert'
import { after, test } from 'node:test'
import { findNothing, fitsTheScreen } from '../support/accessibility.mjs'
import { being, follow, visiting } from '../support/browser.mjs'
import { Portal } from '../support/program.mjs'

const portal = await Portal.demonstration({ after })

const words = (page) => page.getByRole('main').innerText()

const HERE = '/assessments/demo-2026/DEMO-MC'

for (const width of [1280, 320]) {
  test(`the pages of an assessment fit ${width} pixels and break no rule`, () =>
    being(
      portal,
      'Priya Anand',
      async (page) => {
        for (const address of ['/assessments', HERE, `${HERE}/sections/leadership`, `${HERE}/file`, `${HERE}/evidence/leadership-1`]) {
          const response = await page.goto(address)
          assert.equal(response.status(), 200, address)
          await fitsTheScreen(page)
          await page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)))
          await findNothing(page)
        }
      },
      { width }
    ))
}

for (const [script, section] of [
  [true, 'Leadership'],
  [false, 'Resourcing']
]) {
  test(`a section is answered, what is wrong is said and nothing typed is lost, ${script ? 'with' : 'without'} JavaScript`, () =>
    being(
      portal,
      'Priya Anand',
      async (page) => {
        await page.goto('/me')
        await follow(page, page.getByRole('link', { name: 'Assessments that your organisation answers' }))
        await follow(page, page.getByRole('link', { name: 'Digital maturity, autumn 2026' }))
        await follow(page, page.getByRole('link', { name: section }))
        assert.match(await words(page), /Last time: /)
        const first = page.getByRole('group').filter({ has: page.getByLabel('Does not apply: say why below') }).first()
        await first.getByLabel('Does not apply: say why below').check()
        await follow(page, page.getByRole('button', { name: 'Save' }))
        assert.ok((await page.title()).startsWith(`Error: ${section}`))
        assert.match(await words(page), /Say why this does not apply to you/)
        assert.ok(await first.getByLabel('Does not apply: say why below').isChecked())
        await page.getByLabel('Why it does not apply', { exact: true }).first().fill('Another trust leads this for us')
        await follow(page, page.getByRole('button', { name: 'Save' }))
        assert.equal(new URL(page.url()).pathname, HERE)
        assert.match(await words(page), /[12] of 13 sections are answered/)
      },
      { script }
    ))
}

test('nobody who is not signed in reads an assessment', () =>
  visiting(portal, async (page) => {
    await page.goto(HERE)
    assert.match(new URL(page.url()).pathname, /sign-in/)
  }))

