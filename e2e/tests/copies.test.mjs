// Keeping many copies safe and in step: forty pages behind, a safety notice that two organisations have not answered, a
// concern, a document attached, and who copied what from whom.

import { strict as assert } from 'node:assert'
import { after, test } from 'node:test'
import { findNothing, fitsTheScreen } from '../support/accessibility.mjs'
import { being, follow, visiting } from '../support/browser.mjs'
import { Portal } from '../support/program.mjs'

const portal = await Portal.demonstration({ after })

const SOURCE = '/blueprints/electronic-prescribing-and-medicines-administration-on-inpatient-wards'

const press = (page, name) => follow(page, page.getByRole('button', { name, exact: typeof name === 'string' }))
const open = (page, name) => follow(page, page.getByRole('link', { name }).first())
const lede = (page) => page.locator('main .nhsuk-lede-text').innerText()

const looked = async (page) => {
  await findNothing(page)
  await fitsTheScreen(page)
}

test('a safety correction waits at two organisations, and its source sees that nobody has answered', async () => {
  for (const width of [1280, 320]) {
    await being(
      portal,
      'Lena Marsh',
      async (page) => {
        await page.goto('/me')
        await page.getByText('Safety notices to answer').waitFor()
        await looked(page)
        await page.locator('main a[href^="/notices/"]').first().click()
        await page.getByRole('heading', { name: /^Safety notice/ }).waitFor()
        await looked(page)
        await press(page, 'Answer the notice')
        assert.match(await page.title(), /^Error: /)
        await looked(page)
      },
      { width }
    )
    await being(
      portal,
      'Owen Hale',
      async (page) => {
        await page.goto(`${SOURCE}/notices`)
        await page.getByText('0 of 2 answered, 0 late.').waitFor()
        await looked(page)
      },
      { width }
    )
    await being(
      portal,
      'Nora Bell',
      async (page) => {
        await page.goto('/office/safety')
        await page.getByText('0 of 2 answered, 0 late.').waitFor()
        await looked(page)
      },
      { width }
    )
  }
})

test('anyone reports a concern, and is told where incidents with patients are reported', async () => {
  await visiting(
    portal,
    async (page) => {
      await page.goto(SOURCE)
      await open(page, /Report a safety concern/)
      await page.getByText('Learn from patient safety events (LFPSE)').first().waitFor()
      await looked(page)
      await press(page, 'Report it')
      assert.match(await page.title(), /^Error: /)
      await looked(page)
      await page.getByLabel('What could go wrong?').fill('The pack on paper has last year\u2019s chart')
      await page.getByLabel('Your name').fill('Rae Dun')
      await page.getByLabel('Email address to answer to').fill('rae@example.org')
      await press(page, 'Report it')
      await page.getByRole('heading', { name: 'Thank you: it came' }).waitFor()
      await looked(page)
    },
    { width: 320 }
  )
  await being(portal, 'Femi Cole', async (page) => {
    await page.goto('/me')
    await open(page, /A concern about Electronic prescribing/)
    await looked(page)
    await page.getByLabel('Answer it', { exact: true }).check()
    await page.getByLabel('Your answer to whoever reported it').fill('We have printed it anew')
    await press(page, 'Answer')
    await page.getByText('We have printed it anew').waitFor()
    await looked(page)
  })
})

test('who copied it from whom is a picture and its table', async () => {
  for (const width of [1280, 320]) {
    await visiting(
      portal,
      async (page) => {
        await page.goto(SOURCE)
        await open(page, 'Who copied it from whom')
        assert.match(await lede(page), /^2 copies: 2 behind/)
        await page.getByRole('img', { name: /Who copied it from whom/ }).waitFor()
        await looked(page)
      },
      { width }
    )
  }
})

test('forty pages behind are brought up to date by a new user in minutes', async () => {
  await being(portal, 'Ravi Stone', async (page) => {
    const start = Date.now()
    await page.goto('/me')
    await open(page, /^All copies of DEMO-NB on one page/)
    assert.match(await lede(page), /wait in 40 of 40 copies\.$/)
    await looked(page)
    await press(page, /^See the \d+ changes that fit, in 40 copies/)
    await looked(page)
    await press(page, 'Use them in the copies that are ticked')
    const left = Number((await lede(page)).split(' ')[0])
    assert.ok(left > 5 && left < 20, `${left} left`)
    for (let pages = 0; pages < 20; pages += 1) {
      const next = page.getByRole('button', { name: 'Look at the others one by one' })
      if ((await next.count()) === 0) break
      await follow(page, next)
      while (/updates\/[0-9a-f]{32}$/.test(page.url())) {
        await page.getByLabel('Use it', { exact: true }).check()
        await press(page, 'Save and go to the next')
      }
      await open(page, 'All our copies')
    }
    assert.equal(await lede(page), 'All 40 copies are up to date.')
    await looked(page)
    assert.ok(Date.now() - start < 600_000)
  })
})

test('documents copied elsewhere are attached to their likeliest source', async () => {
  for (const width of [1280, 320]) {
    await being(
      portal,
      'Ravi Stone',
      async (page) => {
        await page.goto('/organisations/DEMO-NB/attach')
        await looked(page)
        const text = await (await page.request.get('/blueprints/single-sign-on-for-staff/versions/1/text.md')).text()
        const ours = text.includes('\n---\n') ? text.split('\n---\n').slice(1).join('\n---\n') : text
        await page.locator('input[type=file]').setInputFiles([
          { name: 'sign-on.md', mimeType: 'text/markdown', buffer: Buffer.from(ours) },
          { name: 'notes.md', mimeType: 'text/markdown', buffer: Buffer.from('Nothing like anything.') }
        ])
        await press(page, 'Find their sources')
        await page.getByText('Nothing here is like').first().waitFor()
        await page.getByText(/% alike/).first().waitFor()
        await looked(page)
        await press(page, 'Attach what is chosen')
        await page.getByText('1 copy attached').waitFor()
        await looked(page)
      },
      { width }
    )
  }
})
