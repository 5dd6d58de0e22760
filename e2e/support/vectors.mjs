// Collections of hostile input, from a folder outside the repository.

import { strict as assert } from 'node:assert'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

const FOLDER = process.env.EXEMPLAR_VECTORS

/** The path of a collection. */
export function collection(...parts) {
  return join(FOLDER ?? '', 'security', ...parts)
}

/** The payloads of a collection of lines: objects with `id` and `payload`. */
export function payloads(name) {
  if (absent()) return []
  const lines = readFileSync(collection(`${name}.jsonl`), 'utf8').split('\n')
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line))
}

/** Why there are no collections; undefined when there are. */
export function absent() {
  if (!FOLDER) return 'EXEMPLAR_VECTORS does not say where the collections of hostile input are'
  if (!existsSync(collection())) return `there is no folder ${collection()}`
  return undefined
}

/** A test that needs the collections: passed over without them, and a failure where they are required. */
export function vectorTest(name, run) {
  const reason = absent()
  if (reason && process.env.EXEMPLAR_VECTORS_REQUIRED === '1') {
    test(name, () => assert.fail(reason))
  } else {
    test(name, { skip: reason ?? false }, run)
  }
}

/** `items` in groups of at most `size`. */
export function groups(items, size) {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size))
}

/** `items` in groups whose payloads, joined by spaces, have at most `longest` characters; one that is longer stands alone. */
export function packs(items, longest) {
  const packed = []
  let room = 0
  for (const item of items) {
    if (packed.length === 0 || room < item.payload.length + 1) {
      packed.push([])
      room = longest
    }
    packed.at(-1).push(item)
    room -= item.payload.length + 1
  }
  return packed
}

/** The payloads of a group in one line. */
export function joined(group) {
  return group.map(({ payload }) => payload.replace(/\s*[\r\n]+\s*/g, ' ')).join(' ')
}
