// Every kind of page, on a small screen and on a wide one.

import { strict as assert } from 'node:assert'
import { after, before, test } from 'node:test'
import { fitsTheScreen, findNothing } from '../support/accessibility.mjs'
import { visiting } from '../support/browser.mjs'
import { guide, picture, write } from '../support/folders.mjs'
import { Portal, temporary } from '../support/program.mjs'

const portal = await Portal.demonstration({ after })
const folder = await temporary({ after })

const LONG = 'Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch'

const EVERYTHING = `# Everything a text may hold

## Summary

Text with **strong**, *emphasis*, ~~struck~~, \`code\`, H<sub>2</sub>O, x<sup>2</sup>, <kbd>Esc</kbd>, <abbr title="National
Health Service">NHS</abbr>, a [link](https://example.org/), a note[^1] and one very long word: ${LONG}.

[^1]: The note.

> A quotation
>
> > in a quotation

## Steps

### A step with facts

- Who: a nurse
- How long: a day
- Needs: time

1. One
   - within
     - within
2. Two

- [x] done
- [ ] to do

#### A heading below

\`\`\`
A line of code that is much longer than a narrow screen can show without being scrolled sideways or wrapped.
\`\`\`

| A | wide | table | with | many | columns | and | ${LONG} |
| - | ---- | ----- | ---- | ---- | ------- | --- | --- |
| 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 |

![A plan of the ward](plan.png)

![](plan.png)

<script>shown as text</script>

---

The [plan](plan.png) again.`

const text = (body, elapsed) => guide({ title: 'Everything a text may hold', elapsed, tags: [LONG], odd_field: LONG }, body)

const PAGES = {
  'the front page': '/',
  'the list of guides': '/blueprints',
  'results of a search': '/blueprints?q=EPMA&care-setting=Acute',
  'results for a word typed wrong': '/blueprints?q=wirless',
  'no results': `/blueprints?q=${LONG}`,
  'the guides of an earlier day': '/blueprints?as-at=2025-06-30',
  'a guide': '/blueprints/wi-fi-for-staff-and-public-on-hospital-sites',
  'a guide on a page': '/blueprints/crew-sign-in-on-a-page',
  'a guide with everything': '/blueprints/everything-a-text-may-hold',
  'an earlier version': '/blueprints/everything-a-text-may-hold/versions/1',
  'a comparison': '/blueprints/everything-a-text-may-hold/compare?from=1&to=2',
  'an entry of an index': '/blueprints/epma-in-the-community',
  'the list of organisations': '/organisations',
  'no organisation': '/organisations?q=zzyzxqq',
  'an open organisation': '/organisations/DEMO-ST',
  'a closed organisation': '/organisations/DEMO-OM',
  'an organisation on an earlier day': '/organisations/RXA?as-at=2016-01-01',
  'about the portal': '/about',
  'the accessibility statement': '/accessibility',
  cookies: '/cookies',
  privacy: '/privacy',
  'removed content': '/removals',
  'a page that is not there': '/no-such-page',
  'a day before anything was known': '/organisations/R0A?as-at=1999-01-01',
  'a day that is none': '/organisations/R0A?as-at=2018-02-30'
}

before(async () => {
  const take = () => portal.run('import', 'blueprints', folder, '--organisation', 'DEMO-ST', '--source', LONG)
  await write(folder, { 'plan.png': picture(), 'everything.md': text(EVERYTHING, '1 month') })
  await take()
  const changed = EVERYTHING.replace('Text with', 'Words with').replace('> A quotation', '> Another').replace('1. One\n', '')
  await write(folder, { 'everything.md': text(changed, '2 months') })
  assert.match(await take(), /0 new, 1 changed/)
})

for (const width of [320, 1280]) {
  for (const [name, path] of Object.entries(PAGES)) {
    test(`${name}, ${width} pixels wide`, () => {
      return visiting(
        portal,
        async (page) => {
          await page.goto(path)
          await fitsTheScreen(page)
          assert.match(await page.title(), /^\S.* - Exemplar$/)
          assert.equal(await page.locator('h1').count(), 1)
          assert.equal(await page.locator('html').getAttribute('lang'), 'en-GB')
          await findNothing(page)
        },
        { width }
      )
    })
  }
}

test('no page is too wide for a small screen without JavaScript', () => {
  return visiting(
    portal,
    async (page) => {
      for (const path of Object.values(PAGES)) {
        await page.goto(path)
        await fitsTheScreen(page)
      }
    },
    { script: false, width: 320 }
  )
})

test('pages that differ have titles that differ', async () => {
  const titles = []
  for (const path of Object.values(PAGES)) {
    titles.push(/<title>([^<]*)</.exec(await portal.text(path))[1])
  }
  const twice = titles.filter((title, place) => titles.indexOf(title) !== place)
  // Lists of one part share a name when their words do not differ.
  assert.deepEqual([...new Set(twice)].sort(), ['Everything a text may hold - Exemplar', 'Guides - Exemplar', 'Organisations - Exemplar'])
})

test('every part of a page that is left open with everything inside finds nothing either', () => {
  return visiting(portal, async (page) => {
    for (const path of ['/blueprints', '/organisations/DEMO-OM']) {
      await page.goto(path)
      await page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)))
      await findNothing(page)
    }
  })
})
