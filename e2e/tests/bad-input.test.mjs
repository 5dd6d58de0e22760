// Files that are not right, through the real command: each is named with its place, and the rest is taken.

import { strict as assert } from 'node:assert'
import { open, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { csv, guide, write } from '../support/folders.mjs'
import { Portal, run, temporary } from '../support/program.mjs'

const portal = await Portal.empty({ after })
const folder = await temporary({ after })
const TRUST = { code: 'BAD-IN', name: 'A trust', source: 'a test', listed_on: '2020-01-01' }
const DEEP = 10_000

const FILES = {
  'good.md': guide({ title: 'A good guide' }, 'With a [list](list.csv), and a link to [another](more/other.md).'),
  'list.csv': 'a,b\n1,2\n',
  'more/other.md': '# Another good guide\n\nText.',
  'latin.md': Buffer.from('# Caf\xe9\n\nText.\n', 'latin1'),
  'sixteen.md': Buffer.from('\ufeff# Wide\n', 'utf16le'),
  'zero.md': '# A zero\n\nText\0.\n',
  'empty.md': ' \n',
  'broken.md': '---\ntitle: Broken\ncost: [1, 2\nkind: it-system\n---\n\nText.',
  'twice.md': '---\ntitle: One\ntitle: Two\n---\n\nText.',
  'unended.md': '+++\ntitle = "x"\n\nText.',
  'deep-quotation.md': `# Deep\n\n${'>'.repeat(DEEP)} x\n`,
  'deep-list.md': `# Deep\n\nText.\n\n${'- '.repeat(DEEP)}x\n`,
  'deep-numbers.md': `# Deep\n\n${'1. '.repeat(DEEP)}x\n`,
  'deep-pictures.md': `# Deep\n\n${'!['.repeat(DEEP)}x${'](y)'.repeat(DEEP)}\n`,
  'dates.md': guide({ title: 'Impossible dates', published: '2018-02-30', reviewed: 'someday' }, 'Text.'),
  'leaves.md': '# A link that leaves\n\nSee [this](../../../../etc/passwd) and ![that](../outside.png).',
  'attaches.md': '# Files that are not right\n\n[a](fake.pdf) [b](huge.csv) [c](missing.pdf) [d](program.exe) [e](cut.pdf)',
  'fake.pdf': 'MZ\x90\0 this is no PDF',
  'cut.pdf': '%PDF-1.7\n1 0 obj\n<<',
  'program.exe': 'MZ',
  'alone.txt': 'No guide links here.'
}

/** A file of 50 MB. */
async function huge(path, line) {
  const file = await open(path, 'w')
  const part = Buffer.from(line.repeat(Math.ceil(1_048_576 / line.length))).subarray(0, 1_048_576)
  for (let number = 0; number < 50; number += 1) await file.write(part)
  await file.close()
}

let said
let took

before(async () => {
  await write(folder, { 'list.csv': csv([TRUST]) })
  await portal.run('import', 'organisations', `${folder}/list.csv`)
  await write(join(folder, 'guides'), FILES)
  await write(folder, { 'outside.png': 'x', 'outside/secret.md': '# Secret wallaby' })
  await huge(join(folder, 'guides/huge.md'), 'A line of text that goes on and on.\n')
  await huge(join(folder, 'guides/huge.csv'), 'a,b,c\n')
  await symlink('/etc/passwd', join(folder, 'guides/passwd.md'))
  await symlink(join(folder, 'outside'), join(folder, 'guides/out'))
  await symlink('.', join(folder, 'guides/circle'))
  await symlink('round-b.md', join(folder, 'guides/round-a.md'))
  await symlink('round-a.md', join(folder, 'guides/round-b.md'))
  await symlink('nowhere.md', join(folder, 'guides/dangling.md'))
  const start = performance.now()
  said = await portal.run('import', 'blueprints', `${folder}/guides`, '--organisation', 'BAD-IN')
  took = performance.now() - start
  await portal.serve()
})

const EXPECTED = {
  'another encoding, with its line': /^refused: latin\.md: line 1: not UTF-8 text .*Latin-1/m,
  'UTF-16, with what it looks like': /^refused: sixteen\.md: line 1: .*UTF-16/m,
  'a zero byte, with its line': /^refused: zero\.md: line 3: a zero byte/m,
  'an empty file': /^refused: empty\.md: the file is empty/m,
  'front matter that is not YAML, with its line': /^refused: broken\.md: line [3-5]: the front matter is not YAML/m,
  'a field given twice, with its line': /^refused: twice\.md: line 3: /m,
  'front matter without an end': /^refused: unended\.md: line 1: the front matter .* has no end/m,
  'a text of 50 MB': /^refused: huge\.md: the file has 5\d,?\d{3} kB; a guide has at most 2,048 kB/m,
  'an attachment of 50 MB, with the guide that links to it': /^refused: huge\.csv: the file has 50 MB; .* \(linked from attaches\.md\)/m,
  'a PDF that is none': /^refused: fake\.pdf: the name says a PDF document, but it is not: .* \(linked from attaches\.md\)/m,
  'a PDF that is cut off': /^refused: cut\.pdf: .*its end is missing/m,
  'a program': /^refused: program\.exe: files of the type “\.exe” are not taken/m,
  'a link to a file that is not there': /^note: attaches\.md: links to missing\.pdf, which is not in the folder/m,
  'a link that leaves the folder': /^note: leaves\.md: the link \.\.\/\.\.\/\.\.\/\.\.\/etc\/passwd leaves the folder/m,
  'a picture outside the folder': /^note: leaves\.md: .*\.\.\/outside\.png/m,
  'a symbolic link that leaves the folder': /^refused: passwd\.md: a link that leaves the folder/m,
  'a folder that is such a link': /^refused: out: a link that leaves the folder/m,
  'a folder linked into itself': /^refused: circle: a link to a folder that is read already/m,
  'links in a circle': /^refused: round-a\.md: a link that leads nowhere, or in a circle/m,
  'a link to nothing': /^refused: dangling\.md: a link that leads nowhere/m,
  'quotations 10,000 deep, with the line': /^refused: deep-quotation\.md: line 3: .* nested deeper than 64/m,
  'lists 10,000 deep, with the line': /^refused: deep-list\.md: line 5: .* nested deeper than 64/m,
  'numbers 10,000 deep, with the line': /^refused: deep-numbers\.md: line 3: .* nested deeper than 64/m,
  'pictures 10,000 deep, with the line': /^refused: deep-pictures\.md: line 3: .* nested deeper than 64/m,
  'a day that never was': /^note: dates\.md: published: “2018-02-30” is not a date.*kept as it is written/m,
  'a date that is none': /^note: dates\.md: reviewed: “someday” is not a date/m,
  'a file that no guide links to': /^not taken: alone\.txt: no guide links to it/m
}

for (const [what, line] of Object.entries(EXPECTED)) {
  test(`the import names ${what}`, () => assert.match(said, line))
}

test('the rest is taken, soon, and can be read', async () => {
  assert.ok(took < 15_000, `the import took ${Math.round(took)} ms`)
  assert.match(said, /^5 new, 0 changed, 0 published, 0 unchanged, 1 attachments taken, \d+ refused\.$/m)
  for (const slug of ['a-good-guide', 'another-good-guide', 'impossible-dates', 'a-link-that-leaves', 'files-that-are-not-right']) {
    assert.equal((await portal.get(`/blueprints/${slug}`)).status, 200, slug)
  }
  const left = await portal.text('/blueprints/a-link-that-leaves')
  assert.doesNotMatch(left, /<a [^>]*passwd|<img/)
  assert.match(await portal.text('/blueprints/impossible-dates'), /2018-02-30/)
  assert.doesNotMatch(await portal.text('/blueprints?q=wallaby'), /Secret/)
})

test('tags nested as deep are refused, or their page is there in a moment', async (t) => {
  const own = await Portal.empty(t)
  const text = `# Tags within tags\n\n${'<details>\n\n'.repeat(3 * DEEP)}x`
  const place = await write(await temporary(t), { 'list.csv': csv([TRUST]), 'guides/tags.md': text })
  await own.run('import', 'organisations', `${place}/list.csv`)
  const output = await own.run('import', 'blueprints', `${place}/guides`, '--organisation', 'BAD-IN')
  if (/^refused: tags\.md: .*nested deeper/m.test(output)) return
  await own.serve()
  const answer = await own.get('/blueprints/tags-within-tags', { signal: AbortSignal.timeout(3_000) })
  assert.equal(answer.status, 200)
})

test('lines of a list of organisations that are not right are named, and the others taken', async () => {
  const line = (code, more) => ({ ...TRUST, code, opened: '', closed: '', ...more })
  const rows = [
    line('ONE-A'),
    line('ONE-A', { name: 'Another trust' }),
    line('ONE-B', { opened: '2018-02-30' }),
    line('ONE-C', { opened: '2018-01-01', closed: '2017-01-01' }),
    line('ONE-D', { name: '' }),
    line('one e'),
    line('ONE-F')
  ]
  await write(folder, { 'bad.csv': csv(rows) })
  const output = await portal.run('import', 'organisations', `${folder}/bad.csv`)
  for (const [number, words] of [
    [3, /ONE-A: the code already stands on line 2/],
    [4, /ONE-B: .*2018-02-30/],
    [5, /ONE-C: it closed on 2017-01-01, before it opened/],
    [6, /ONE-D: it has no name/],
    [7, /one e: its code is not one/]
  ]) {
    assert.match(output, new RegExp(`^refused: line ${number}, ${words.source}`, 'm'))
  }
  assert.match(output, /5 refused, 2 new/)
  assert.equal((await portal.get('/organisations/ONE-F')).status, 200)
})

test('a list or a folder that cannot be read at all is said in one line, and nothing is written', async () => {
  await write(folder, { 'wide.csv': Buffer.from('\ufeffcode,name,source\n', 'utf16le'), 'none.csv': '', 'other.csv': 'code,place\nX,y\n' })
  const importing = (...args) => run('import', ...args, '--data', portal.data)
  for (const [args, words] of [
    [['organisations', `${folder}/wide.csv`], /UTF-16/],
    [['organisations', `${folder}/none.csv`], /the file is empty/],
    [['organisations', `${folder}/other.csv`], /line 1: the header has no column “name”/],
    [['organisations', `${folder}/absent.csv`], /cannot read .*absent\.csv/],
    [['blueprints', `${folder}/absent`, '--organisation', 'BAD-IN'], /is not a folder|cannot read/],
    [['blueprints', `${folder}/guides`, '--organisation', 'NOBODY'], /no organisation has the code NOBODY/]
  ]) {
    const { code, stderr } = await importing(...args)
    assert.equal(code, 1, args.join(' '))
    assert.match(stderr, words)
    assert.equal(stderr.trim().split('\n').length, 1, stderr)
  }
})

test('after all of it everything is as it was recorded', async () => {
  assert.match(await portal.run('verify'), /Everything is as it was recorded/)
})
