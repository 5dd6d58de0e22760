// Payloads typed into forms, and hostile files sent with them, by people who are signed in.

import { strict as assert } from 'node:assert'
import { readFileSync } from 'node:fs'
import { after } from 'node:test'
import { being, follow, visiting } from '../support/browser.mjs'
import { harmless, touched } from '../support/hostile.mjs'
import { Portal } from '../support/program.mjs'
import { collection, joined, packs, payloads, vectorTest } from '../support/vectors.mjs'

const ALL = [...payloads('xss-html'), ...payloads('markdown'), ...payloads('template-injection')]
const FIRING = ALL.filter((item) => item.fires ?? item.kind !== 'html')

const portal = await Portal.demonstration({ after })
const HERE = '/blueprints/wi-fi-for-staff-and-public-on-hospital-sites-demo-mc'

const press = (page, name) => follow(page, page.getByRole('button', { name, exact: true }))

/** Sets a field without the time that typing takes. */
const set = (page, label, value) => page.getByLabel(label, { exact: true }).evaluate((field, words) => (field.value = words), value)

vectorTest('texts that would like to be programs are refused with their place, or do nothing', () =>
  being(portal, 'Priya Anand', async (page, { problems }) => {
    let [refused, taken] = [0, 0]
    for (const group of packs(ALL, 6000)) {
      const text = group.map(({ id, payload }) => `## ${id}\n\n${payload}\n`).join('\n')
      await page.goto(`${HERE}/edit`)
      await set(page, 'The text', text)
      await press(page, 'Check how it looks')
      await touched(page, problems)
      await page.goto(`${HERE}/edit`)
      await set(page, 'The text', text)
      await press(page, 'Save the draft')
      const isDraft = new URL(page.url()).pathname === `${HERE}/draft`
      if (isDraft) taken += 1
      else {
        refused += 1
        // The reason stands beside the field, and everything typed is still in it.
        await page.getByRole('alert').waitFor()
        assert.ok((await page.getByLabel('The text', { exact: true }).inputValue()).includes(group[0].id))
      }
      await touched(page, problems)
      assert.deepEqual(problems, [], group.map(({ id }) => id).join(' '))
    }
    assert.ok(refused > 0 && refused + taken === packs(ALL, 6000).length, `${refused} refused, ${taken} taken`)
  })
)

vectorTest('names, facts, steps and comments that would like to be programs do nothing', () =>
  being(portal, 'Priya Anand', async (page, { problems }) => {
    await page.goto(`${HERE}/edit`)
    await set(page, 'The text', '# Plain\n\n## Steps\n\n### One\n\nx\n')
    await press(page, 'Save the draft')
    for (const group of packs(FIRING, 180).filter((_, at) => at % 12 === 0)) {
      const words = joined(group)
      const ids = group.map(({ id }) => id).join(' ')
      await page.goto(`${HERE}/facts`)
      for (const label of ['Summary', 'Systems and standards in use', 'How long it took', 'Who runs it today', 'People to ask']) {
        await set(page, label, words)
      }
      await press(page, 'Save the facts')
      await touched(page, problems)
      await page.goto(`${HERE}/steps/1`)
      for (const label of ['What is done?', 'Who does it?', 'What does it need?']) await set(page, label, words)
      await press(page, 'Save this step')
      await touched(page, problems)
      await page.goto(`${HERE}/comments`)
      await set(page, 'Your comment', words)
      await press(page, 'Add the comment')
      await touched(page, problems)
      await page.goto(`${HERE}/previews`)
      await set(page, 'For whom is it?', words.slice(0, 110))
      await press(page, 'Make a link')
      const address = await page.locator('.app-address a').getAttribute('href')
      await touched(page, problems)
      await harmless(portal, new URL(address).pathname)
      await page.goto(`${HERE}/previews`)
      await follow(page, page.getByRole('button', { name: /^Take back/ }).first())
      assert.deepEqual(problems, [], ids)
    }
  })
)

vectorTest('hostile files are refused in a sentence, or kept as something to download', () =>
  being(portal, 'Priya Anand', async (page, { problems }) => {
    const expected = {
      'empty.pdf': /its first bytes|its end is missing|empty/,
      'truncated.pdf': /its end is missing/,
      'html-named.png': /the file.s name says a PNG picture, but it is not/i,
      'png-bomb-5000.png': /pixels/,
      'invalid-utf8.md': /not UTF-8/,
      'nul-in-text.md': /zero byte/,
      'utf16.csv': /not UTF-8/,
      'zip-10MiB.zip': /not taken/,
      'zip-slip.zip': /not taken/,
      'zip-500-entries.zip': /not taken/,
      'svg-onload.svg': null,
      'svg-event.svg': null,
      'formula.csv': null,
      'gif-html-polyglot.gif': /GIF picture, but it is not/
    }
    for (const [name, why] of Object.entries(expected)) {
      await page.goto(`${HERE}/files`)
      const buffer = readFileSync(collection('files', name))
      await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/html', buffer })
      await page.getByLabel('What is it? Of a picture: what does it show?').fill(`The file ${name}`)
      await press(page, 'Add it')
      await touched(page, problems)
      if (why) assert.match(await page.getByRole('alert').innerText(), why, name)
      else await page.getByRole('link', { name: name.replace(/_/g, '-') }).waitFor()
    }
    // As a Word document none of them is taken.
    for (const name of Object.keys(expected)) {
      await page.goto('/write/from-word')
      await page.locator('input[type=file]').setInputFiles({ name: `${name}.docx`, mimeType: 'text/html', buffer: readFileSync(collection('files', name)) })
      await page.getByLabel('IT system').check()
      await press(page, 'Begin')
      await page.getByRole('alert').waitFor()
    }
    for (const name of ['svg-onload.svg', 'svg-event.svg', 'formula.csv']) {
      const answer = await page.request.get(`${HERE}/draft/files/${name}`)
      const headers = answer.headers()
      assert.match(headers['content-disposition'], /^attachment/, name)
      assert.match(headers['content-security-policy'], /sandbox/, name)
      assert.equal(headers['x-content-type-options'], 'nosniff', name)
    }
    assert.deepEqual(problems, [])
  })
)

vectorTest('searches and addresses that would like to be programs do nothing for people who are signed in', () =>
  being(portal, 'Priya Anand', async (page, { problems }) => {
    for (const group of packs(FIRING, 200).filter((_, at) => at % 15 === 0)) {
      const words = encodeURIComponent(joined(group))
      for (const path of [`/blueprints?q=${words}`, `${HERE}/comments?section=${words}`, `${HERE}/files?section=${words}`]) {
        await page.goto(path)
        await touched(page, problems)
      }
      assert.deepEqual(problems, [], group.map(({ id }) => id).join(' '))
    }
    for (const { payload } of payloads('open-redirect')) {
      await visiting(portal, async (reader) => {
        await reader.goto(`/sign-in?next=${encodeURIComponent(payload)}`)
        const next = await reader.locator('input[name=next]').getAttribute('value')
        assert.match(next, /^\/(?![/\\])/, payload)
      })
    }
  })
)
