// Checking answers: the reviewer of one organisation looks at those of another, which replies, and both agree.

import { strict as assert } from 'node:assert'
import { after, test } from 'node:test'
import { findNothing, fitsTheScreen } from '../support/accessibility.mjs'
import { being, follow } from '../support/browser.mjs'
import { Portal } from '../support/program.mjs'

const portal = await Portal.demonstration({ after })

const words = (page) => page.getByRole('main').innerText()

const HERE = '/checks/demo-2026/DEMO-OV'

const fits = async (page, addresses) => {
  for (const address of addresses) {
    const response = await page.goto(address)
    assert.equal(response.status(), 200, address)
    await fitsTheScreen(page)
    await page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)))
    await findNothing(page)
  }
}

for (const width of [1280, 320]) {
  test(`the pages of whoever checks fit ${width} pixels and break no rule`, () =>
    being(portal, 'Sam Reid', (page) => fits(page, ['/checks', HERE, `${HERE}/sections/leadership`, `${HERE}/agree`]), { width }))
  test(`the pages of the office and of a plan fit ${width} pixels and break no rule`, async () => {
    await being(portal, 'Nora Bell', (page) => fits(page, ['/checks', `${HERE}/checkers`, '/results']), { width })
    await being(portal, 'Lena Marsh', (page) => fits(page, [`${HERE}/reply`, '/organisations/DEMO-OV/improvement']), { width })
  })
}

test('what is found is replied to and agreed on', async () => {
  await being(portal, 'Sam Reid', async (page) => {
    await page.goto('/me')
    await follow(page, page.getByRole('link', { name: 'Checks of what others answered' }))
    await follow(page, page.getByRole('link', { name: /Oxley Vale/ }))
    await follow(page, page.getByRole('link', { name: 'Leadership' }))
    assert.match(await words(page), /They answered: /)
    const first = page.getByRole('group').filter({ has: page.getByLabel('Not looked at') }).first()
    await first.getByLabel('Disagree completely').check()
    await follow(page, page.getByRole('button', { name: 'Save' }))
    assert.match(await words(page), /Say what you saw, since you found something else/)
    assert.ok(await first.getByLabel('Disagree completely').isChecked())
    await page.getByLabel('What you saw', { exact: true }).first().fill('Nobody of the board could name it')
    await follow(page, page.getByRole('button', { name: 'Save' }))
    assert.equal(new URL(page.url()).pathname, HERE)
    await follow(page, page.getByRole('button', { name: 'Ask the organisation to reply' }))
    assert.match(await words(page), /Waits for the organisation’s reply/)
  })
  await being(portal, 'Lena Marsh', async (page) => {
    await page.goto('/assessments/demo-2026/DEMO-OV')
    await follow(page, page.getByRole('link', { name: 'What others found who checked these answers' }))
    await follow(page, page.getByRole('button', { name: 'Reply to what was found' }))
    await page.getByLabel('We stand by our answer').check()
    await page.getByLabel('Your reply').fill('The minutes of May name her')
    await follow(page, page.getByRole('button', { name: 'Send the reply' }))
    assert.match(await words(page), /Waits for what is agreed/)
  })
  await being(portal, 'Sam Reid', async (page) => {
    await page.goto(HERE)
    await follow(page, page.getByRole('button', { name: 'Say what was agreed' }))
    assert.match(await words(page), /The minutes of May name her/)
    await page.getByLabel('Neither agree or disagree').check()
    await follow(page, page.getByRole('button', { name: 'Agree and finish' }))
    assert.match(await words(page), /Checked and agreed/)
  })
})

test('a step is planned from the weakest section, and is done', () =>
  being(portal, 'Owen Hale', async (page) => {
    await page.goto('/maturity/demo-2025/organisations/DEMO-HF')
    await follow(page, page.getByRole('link', { name: 'Plan what to do about it' }))
    await follow(page, page.getByRole('button', { name: 'Plan it' }))
    assert.match(await words(page), /Say what is to be done/)
    await page.getByLabel('What is to be done').fill('Ask those who became strong how')
    await page.getByLabel('Who does it').selectOption({ label: 'Grace Obi' })
    await page.getByLabel('By when').fill('2036-03-31')
    await follow(page, page.getByRole('button', { name: 'Plan it' }))
    assert.match(await words(page), /Ask those who became strong how\s+Grace Obi, by 31 March 2036/)
    await follow(page, page.getByRole('button', { name: 'It is done' }))
    assert.match(await words(page), /Grace Obi, done, as said on/)
  }))
