// The people who run a guide are asked: in public, for a call, and whether it is still true.

import { strict as assert } from 'node:assert'
import { after, test } from 'node:test'
import { findNothing, fitsTheScreen } from '../support/accessibility.mjs'
import { being, follow, visiting } from '../support/browser.mjs'
import { harmless } from '../support/hostile.mjs'
import { Portal } from '../support/program.mjs'
import { packs, payloads, vectorTest } from '../support/vectors.mjs'

const portal = await Portal.demonstration({ after })

const PRESCRIBING = '/blueprints/electronic-prescribing-and-medicines-administration-on-inpatient-wards'
const EPIC = '/blueprints/deploying-epic-in-an-acute-trust'
const WIFI = '/blueprints/wi-fi-for-staff-and-public-on-hospital-sites'

const press = (page, name) => follow(page, page.getByRole('button', { name, exact: true }))
const open = (page, name) => follow(page, page.getByRole('link', { name }))

for (const script of [true, false]) {
  const way = script ? 'with' : 'without'
  const question = `Who trained the night staff, asked ${way} JavaScript?`
  const answer = `Two nurses, answered ${way} JavaScript.`

  test(`a question is asked, answered in public and read by everyone, ${way} JavaScript`, async () => {
    await being(
      portal,
      'Priya Anand',
      async (page) => {
        await page.goto(PRESCRIBING)
        await follow(page, page.locator('main').getByRole('button', { name: 'Ask a question' }))
        await press(page, 'Ask in public')
        await page.getByRole('alert').waitFor()
        assert.match(await page.title(), /^Error: /)
        if (script) await findNothing(page)
        await page.getByLabel('Your question').fill(question)
        await press(page, 'Ask in public')
        await page.getByText(question).waitFor()
      },
      { script }
    )
    await being(
      portal,
      'Owen Hale',
      async (page) => {
        await page.goto('/me')
        await follow(page, page.getByRole('link', { name: 'A question to your organisation' }).last())
        await page.getByText(question).waitFor()
        await page.getByLabel('Your answer').fill(answer)
        await press(page, 'Answer in public')
      },
      { script }
    )
    await visiting(
      portal,
      async (page) => {
        await page.goto(PRESCRIBING)
        for (const words of [question, answer]) await page.getByText(words).waitFor()
      },
      { script }
    )
    const letters = await portal.text('/demo/letters')
    assert.match(letters, /A question about/)
    assert.match(letters, /is answered/)
    assert.ok(!letters.includes(question), 'a letter holds no words that may have to be removed')
  })

  test(`a call is asked for, agreed to and counted, ${way} JavaScript`, async () => {
    let request
    await being(
      portal,
      'Ines Duarte',
      async (page) => {
        await page.goto(PRESCRIBING)
        await open(page, /^Ask for one/)
        await page.getByRole('radio', { name: 'A visit' }).check()
        await page.getByLabel('Why do you ask?').fill('We sign our copy')
        await page.getByLabel('When would it suit you?').fill('Any Friday')
        await press(page, 'Send the request')
        request = new URL(page.url()).pathname
        await page.getByText('Waits for an answer').waitFor()
        if (script) await findNothing(page)
      },
      { script }
    )
    await being(portal, 'Tom Ferris', async (page) => assert.equal((await page.goto(request)).status(), 404))
    await being(
      portal,
      'Owen Hale',
      async (page) => {
        await page.goto('/me')
        await follow(page, page.getByRole('link', { name: 'A request to you' }).last())
        await page.getByRole('radio', { name: 'Agreed' }).check()
        await page.getByLabel('Which dates suit you').fill('The first Friday of next month')
        await press(page, 'Send the answer')
      },
      { script }
    )
    await being(portal, 'Ines Duarte', async (page) => {
      await page.goto(request)
      await page.getByText('The first Friday of next month').waitFor()
    })
    await visiting(portal, async (page) => {
      await page.goto(PRESCRIBING)
      await page.getByText(/^Asked \d+ times, answered in \d+ days?\.$/).waitFor()
      assert.equal(await page.getByText('@example.org').count(), 0)
    })
  })
}

test('those who live with a guide say whether it is still true', async () => {
  await being(portal, 'Priya Anand', async (page) => {
    await page.goto(WIFI)
    await open(page, 'Say whether it is still true where you are')
    await page.getByRole('radio', { name: 'No longer true here' }).check()
    await press(page, 'Say so')
    await page.getByRole('alert').waitFor()
    await page.getByLabel('In a sentence').fill('We have a fourth network now')
    await press(page, 'Say so')
    await page.getByText('We have a fourth network now').waitFor()
  })
  await visiting(portal, async (page) => {
    await page.goto(WIFI)
    await page.getByText(/Still true, said by 1 organisation, .* no longer true at 1 organisation\.$/).waitFor()
  })
})

const PAGES = {
  'Priya Anand': [`${EPIC}/ask`, `${EPIC}/request`, `${PRESCRIBING}/request`, `${WIFI}/still-true`, '/me'],
  'Owen Hale': [PRESCRIBING, `${PRESCRIBING}/questions`, `${PRESCRIBING}/be-asked`, '/me'],
  'Sam Reid': [WIFI, `${WIFI}/be-asked`]
}

for (const [who, paths] of Object.entries(PAGES)) {
  for (const width of [320, 1280]) {
    test(`nothing is found on the pages of ${who} who asks or is asked, ${width} pixels wide`, () =>
      being(
        portal,
        who,
        async (page) => {
          for (const path of paths) {
            assert.equal((await page.goto(path)).status(), 200, path)
            await findNothing(page)
            await fitsTheScreen(page)
          }
        },
        { width }
      ))
  }
}

vectorTest('every payload is asked as a question and stands there as words', async () => {
  const names = ['xss-html', 'markdown', 'template-injection', 'sql-injection', 'crlf', 'csv-formula']
  const all = packs(names.flatMap(payloads), 1_900).map((group) => group.map(({ payload }) => payload).join(' '))
  // One person asks at most twenty questions a day.
  for (const [who, from, to] of [['Tom Ferris', 0, 16], ['Sam Reid', 16, all.length]]) {
    await being(portal, who, async (page) => {
      for (const words of all.slice(from, to)) {
        await page.goto(`${EPIC}/ask`)
        await page.getByLabel('Your question').fill(words)
        await press(page, 'Ask in public')
        assert.equal(new URL(page.url()).pathname, `${EPIC}/questions`, await page.locator('main').innerText())
      }
    })
  }
  for (const path of [EPIC, `${EPIC}/questions`]) await harmless(portal, path)
  const shown = await portal.text(`${EPIC}/questions`)
  assert.equal(shown.match(/id="question-/g).length, all.length)
})
