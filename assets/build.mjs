// Builds dist/ from the styles, the script and the design system. Does nothing when nothing changed.
//
// All addresses inside dist/ are relative, so that it can be served below any path.

import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { ico, png, svg } from './icons.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const dist = join(here, 'dist')
const stampFile = join(here, '.stamp.json')
const frontend = join(here, 'node_modules', 'nhsuk-frontend')
const sources = ['app.mjs', 'app.scss', 'build.mjs', 'editor.mjs', 'icons.mjs', 'manifest.webmanifest', 'package-lock.json']

const hash = (data) => createHash('sha256').update(data).digest('hex')

function files(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

function hashes(paths) {
  return Object.fromEntries(paths.map((path) => [relative(here, path), hash(readFileSync(path))]))
}

function stamp() {
  const inputs = [...sources.map((name) => join(here, name)), ...files(join(here, 'styles'))]
  return JSON.stringify({ inputs: hashes(inputs), outputs: hashes(existsSync(dist) ? files(dist) : []) }, null, 2) + '\n'
}

// Writes a file, and what can be compressed also compressed.
function write(name, content) {
  const path = join(dist, name)
  const data = Buffer.from(content)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, data)
  if (/\.(css|js|mjs|svg|webmanifest|txt)$/.test(name)) {
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: data.length }
    writeFileSync(`${path}.br`, brotliCompressSync(data, { params }))
    writeFileSync(`${path}.gz`, gzipSync(data, { level: 9 }))
  }
}

// Whose work is in a file, for those who look into it.
function credit() {
  const { name, version, license, homepage } = JSON.parse(readFileSync(join(frontend, 'package.json'), 'utf8'))
  return `/*! Contains ${name} ${version}, licence ${license}, ${homepage} */\n`
}

async function styles() {
  const sass = await import('sass')
  const { css } = sass.compile(join(here, 'app.scss'), {
    charset: false,
    loadPaths: [join(here, 'node_modules')],
    quietDeps: true,
    style: 'compressed'
  })
  return css
}

// The pictures a style sheet shows, which must be files of our own for the content security policy.
function pictures(css) {
  const urls = [...css.matchAll(/url\(\s*["']?([^"')]+)["']?\s*\)/g)].map(([, url]) => url)
  const foreign = urls.filter((url) => !/^images\/[\w-]+\.svg$/.test(url))
  if (foreign.length > 0) {
    throw new Error(`app.css must show pictures from images/ only, not ${foreign.join(', ')}`)
  }
  return [...new Set(urls)]
}

async function build() {
  rmSync(dist, { recursive: true, force: true })
  const css = await styles()
  write('app.css', credit() + css)
  for (const picture of pictures(css)) {
    write(picture, readFileSync(join(frontend, 'dist', 'nhsuk', 'assets', picture)))
  }
  const script = readFileSync(join(frontend, 'dist', 'nhsuk', 'nhsuk-frontend.min.js'), 'utf8')
  write('nhsuk-frontend.min.js', credit() + script.replace(/\/\/# sourceMappingURL=.*\s*$/, ''))
  write('app.mjs', readFileSync(join(here, 'app.mjs')))
  write('editor.mjs', readFileSync(join(here, 'editor.mjs')))
  write('manifest.webmanifest', readFileSync(join(here, 'manifest.webmanifest')))
  write('icon.svg', svg())
  write('favicon.ico', ico(48))
  for (const size of [180, 192, 512]) {
    write(`icon-${size}.png`, png(size))
  }
}

if (!existsSync(join(frontend, 'package.json'))) {
  console.error('assets/node_modules is missing: run `make assets`, or `npm ci` in assets/')
  process.exit(1)
}
if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp()) {
  console.log('assets: nothing changed')
} else {
  await build()
  writeFileSync(stampFile, stamp())
  console.log(`assets: built ${files(dist).length} files in assets/dist`)
}
