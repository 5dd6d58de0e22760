// The portal's icon, a plain letter on a blue square, in the formats that browsers ask for.

import { crc32, deflateSync } from 'node:zlib'

const BLUE = [0x00, 0x5e, 0xb8, 0xff]
const WHITE = [0xff, 0xff, 0xff, 0xff]

// The strokes of the letter E in a square of 24: left, top, right, bottom.
const STROKES = [
  [7, 5, 10, 19],
  [7, 5, 17, 8],
  [7, 10.5, 16, 13.5],
  [7, 16, 17, 19]
]

export function svg() {
  const strokes = STROKES.map(([l, t, r, b]) => `M${l} ${t}H${r}V${b}H${l}Z`).join('')
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path fill="#005eb8" d="M0 0H24V24H0Z"/><path fill="#fff" d="${strokes}"/></svg>\n`
}

export function png(size) {
  const rows = []
  for (let y = 0; y < size; y++) {
    rows.push(0)
    for (let x = 0; x < size; x++) {
      rows.push(...(isLetter(((x + 0.5) * 24) / size, ((y + 0.5) * 24) / size) ? WHITE : BLUE))
    }
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(size, 0)
  header.writeUInt32BE(size, 4)
  header.set([8, 6, 0, 0, 0], 8) // 8 bits, red, green, blue and alpha
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.from(rows), { level: 9 })),
    chunk('IEND', Buffer.alloc(0))
  ])
}

// An ICO file around one PNG.
export function ico(size) {
  const image = png(size)
  const header = Buffer.alloc(22)
  header.writeUInt16LE(1, 2) // an icon
  header.writeUInt16LE(1, 4) // one image
  header.set([size, size], 6)
  header.writeUInt16LE(1, 10)
  header.writeUInt16LE(32, 12)
  header.writeUInt32LE(image.length, 14)
  header.writeUInt32LE(header.length, 18)
  return Buffer.concat([header, image])
}

function isLetter(x, y) {
  return STROKES.some(([l, t, r, b]) => x >= l && x < r && y >= t && y < b)
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const frame = Buffer.alloc(body.length + 8)
  frame.writeUInt32BE(data.length, 0)
  frame.set(body, 4)
  frame.writeUInt32BE(crc32(body) >>> 0, body.length + 4)
  return frame
}
