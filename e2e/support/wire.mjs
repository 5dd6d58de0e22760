// Requests exactly as they are written: no client tidies the path or refuses a header.

import { connect } from 'node:net'

/** Sends one GET for `path` as it stands; gives status, headers (names in small letters, in order) and body. */
export async function ask(origin, path, headers = {}) {
  const { hostname, port } = new URL(origin)
  const lines = { host: `${hostname}:${port}`, connection: 'close', ...headers }
  const head = Object.entries(lines).map(([name, value]) => `${name}: ${value}\r\n`)
  const answer = await send(hostname, port, `GET ${path} HTTP/1.1\r\n${head.join('')}\r\n`)
  const end = answer.indexOf('\r\n\r\n')
  const [first, ...rest] = answer.slice(0, end).split('\r\n')
  const pairs = rest.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()])
  return { status: Number(first.split(' ')[1]), headers: pairs, body: answer.slice(end + 4) }
}

function send(host, port, text) {
  return new Promise((resolve, reject) => {
    const parts = []
    const socket = connect(Number(port), host, () => socket.write(Buffer.from(text, 'utf8')))
    socket.on('data', (part) => parts.push(part))
    socket.on('error', reject)
    socket.on('close', () => resolve(Buffer.concat(parts).toString('latin1')))
  })
}

/** What may not stand in the first line of a request as it is: spaces, control characters and what is not ASCII. */
export function onTheLine(text) {
  return text.replace(/[^\x21-\x7e]/g, encodeURIComponent)
}

/** The header values an answer has, by name. */
export function header(answer, name) {
  return answer.headers.filter(([known]) => known === name).map(([, value]) => value)
}
