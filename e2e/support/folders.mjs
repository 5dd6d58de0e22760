// Folders of guides and lists, written for a test, and the demonstration's own.

import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const DEMONSTRATION = fileURLToPath(new URL('../../demo', import.meta.url))

/** Writes files below `folder`: a map from path to content. Gives the folder. */
export async function write(folder, files) {
  for (const [path, content] of Object.entries(files)) {
    const file = join(folder, path)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, content)
  }
  return folder
}

/** The bytes of a file of the demonstration. */
export function demonstrationFile(path) {
  return readFile(join(DEMONSTRATION, path))
}

/** A CSV of rows: maps from column to cell. */
export function csv(rows) {
  const columns = Object.keys(rows[0])
  const cell = (value) => `"${String(value ?? '').replaceAll('"', '""')}"`
  return [columns.join(','), ...rows.map((row) => columns.map((column) => cell(row[column])).join(',')), ''].join('\n')
}

/** A Markdown text with front matter. JSON strings are YAML strings too, so any value is properly quoted. */
export function guide(fields, body) {
  const front = Object.entries(fields).map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`)
  return ['---', ...front, '---', '', body, ''].join('\n')
}

/** The smallest PNG: one pixel. */
export function picture() {
  const text = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='
  return Buffer.from(text, 'base64')
}
