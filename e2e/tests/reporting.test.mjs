// A round of reports in the demonstration: two of nine dates moved, two people sign, what was approved is public and frozen.

import { strict as assert } from 'node:assert'
import { after, test } from 'node:test'
import { findNothing, fitsTheScreen } from '../support/accessibility.mjs'
import { being, follow, visiting } from '../support/browser.mjs'
import { Portal } from '../support/program.mjs'

const portal = await Portal.demonstration({ after })

const PROGRAMME = '/programmes/demo-nine-milestones'

const words = (page) => page.getByRole('main').innerText()

const opened = async (page) => {
  await page.goto('/me')
  await follow(page, page.getByRole('link', { name: /report of Marlcombe/ }))
}

test('a trust where two of nine dates moved reports, and another of its people approves', async () => {
  let pressed = 0
  await being(portal, 'Tom Ferris', async (page) => {
    await opened(page)
    assert.match(await words(page), /Nothing has changed/)
    await findNothing(page)
    await page.getByLabel(/What did the pairing with Harbourfell/).fill('Their configuration of community letters.')
    for (const [title, date, reason, note] of [
      ['A device for everyone', '2027-03-31', 'The supplier', 'The second delivery slipped again.'],
      ['Care plans shared', '2027-08', 'Staff', 'The lead for plans left.']
    ]) {
      await page.locator('summary', { hasText: title }).click()
      const part = page.locator('details', { hasText: title })
      await part.getByLabel('Now expected').fill(date)
      await part.getByLabel('Why did it move?').selectOption({ label: reason })
      await part.getByLabel('What happened, in a sentence').fill(note)
      pressed += 4
    }
    await fitsTheScreen(page)
    await follow(page, page.getByRole('button', { name: 'Save, and look at it' }))
    assert.match(await words(page), /The second delivery slipped again/)
    await findNothing(page)
    await follow(page, page.getByRole('button', { name: 'Sign it, and pass it on' }))
    assert.match(await words(page), /It waits for a second person/)
    assert.equal(await page.getByRole('button', { name: /Approve it/ }).count(), 0)
  })
  assert.ok(pressed <= 8, 'eight fields for two dates')
  await being(portal, 'Priya Anand', async (page) => {
    await opened(page)
    await follow(page, page.getByRole('button', { name: 'Approve it: it becomes public' }))
    assert.match(await words(page), /signed by two people/)
    await findNothing(page)
  })
  await visiting(portal, async (page) => {
    await page.goto('/organisations/DEMO-MC/milestones')
    assert.match(await words(page), /The second delivery slipped again\./)
    assert.match(await words(page), /in its report for/)
    await page.goto(`${PROGRAMME}/reports`)
    assert.match(await words(page), /Marlcombe/)
  })
})

test('the office opens a named part again, and what was approved stays', async () => {
  await being(portal, 'Nora Bell', async (page) => {
    await page.goto(`${PROGRAMME}/reports`)
    await follow(page, page.getByRole('link', { name: /Marlcombe/ }))
    await follow(page, page.getByRole('link', { name: /open parts of it again/ }))
    await findNothing(page)
    await page.getByLabel('How sure they are to deliver').check()
    await page.getByLabel('Why').fill('The board met since.')
    await follow(page, page.getByRole('button', { name: 'Open them again' }))
    assert.match(await words(page), /The second delivery slipped again\./)
  })
  await being(portal, 'Tom Ferris', async (page) => {
    await opened(page)
    assert.match(await words(page), /The board met since\./)
    assert.doesNotMatch(await words(page), /Dates that moved/)
  })
})

for (const width of [1280, 320]) {
  test(`pages of reports and confidence fit ${width} pixels and break no rule`, () =>
    visiting(
      portal,
      async (page) => {
        for (const address of [`${PROGRAMME}/reports`, `${PROGRAMME}/confidence`, '/organisations/DEMO-MC/milestones']) {
          assert.equal((await page.goto(address)).status(), 200, address)
          await fitsTheScreen(page)
          await findNothing(page)
        }
      },
      { width }
    ))
}
