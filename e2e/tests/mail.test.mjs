// Letters to a mail server that is spoken to in secret: with a certificate that is trusted, and with one that is not.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { TLSSocket, createSecureContext, createServer as createTlsServer } from 'node:tls'
import { promisify } from 'node:util'

import { write } from '../support/folders.mjs'
import { Portal, temporary, until } from '../support/program.mjs'

/** A certificate for this machine that nobody else has signed. */
async function certificate(t) {
  const folder = await temporary(t)
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-addext', 'basicConstraints=CA:FALSE']
  // Whoever answers is no authority: certificates of authorities are refused there.
  const made = ['req', '-x509', '-config', '/dev/null', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2']
  await promisify(execFile)('openssl', [...made, '-keyout', key, '-out', cert, ...subject])
  return { path: cert, key: await readFile(key), cert: await readFile(cert) }
}

/** Speaks SMTP on one connection; letters that arrive are put into `letters`, with whether they came in secret. */
function converse(socket, { letters, secure, isSecret }) {
  let [waiting, isLetter] = ['', false]
  const say = (line) => socket.write(`${line}\r\n`)
  socket.on('error', () => {})
  socket.on('data', (bytes) => {
    waiting += bytes
    for (let end; (end = waiting.indexOf(isLetter ? '\r\n.\r\n' : '\r\n')) >= 0; ) {
      const line = waiting.slice(0, end)
      waiting = waiting.slice(end + (isLetter ? 5 : 2))
      if (isLetter) {
        isLetter = false
        letters.push({ text: line, isSecret })
        say('250 taken')
      } else if (/^EHLO/i.test(line)) {
        socket.write(isSecret ? '250 localhost\r\n' : '250-localhost\r\n250 STARTTLS\r\n')
      } else if (/^STARTTLS/i.test(line)) {
        say('220 go on')
        socket.removeAllListeners('data')
        const inner = new TLSSocket(socket, { isServer: true, secureContext: secure })
        converse(inner, { letters, secure, isSecret: true })
        return
      } else if (/^DATA/i.test(line)) {
        isLetter = true
        say('354 go on')
      } else {
        say('250 fine')
      }
    }
  })
  return say
}

/** A mail server that begins in plain words and offers STARTTLS, or one that speaks in secret from the start. */
async function mailServer(t, certificate, fromTheStart) {
  const letters = []
  const secure = createSecureContext(certificate)
  const greet = (socket, isSecret) => converse(socket, { letters, secure, isSecret })('220 localhost')
  const server = fromTheStart
    ? createTlsServer(certificate, (socket) => greet(socket, true))
    : createServer((socket) => greet(socket, false))
  server.on('tlsClientError', () => {})
  await new Promise((resolve) => server.listen(0, 'localhost', resolve))
  t.after(() => server.close())
  return { letters, port: server.address().port }
}

/** A portal that sends its letters to `mail`, trusting the certificates in `trusted`; somebody asks for a link. */
async function asksForALink(t, mail, trusted) {
  const portal = await Portal.empty(t)
  const folder = await temporary(t)
  await write(folder, { 'ours.csv': 'code,name,source\nDEMO-A,A Hospital,Invented\n' })
  await portal.run('import', 'organisations', join(folder, 'ours.csv'), '--list-date', '2026-01-01')
  const account = ['account', 'add', 'ann@example.org', '--name', 'Ann', '--organisation', 'DEMO-A']
  await portal.run(...account, '--role', 'contributor')
  const before = process.env.SSL_CERT_FILE
  process.env.SSL_CERT_FILE = trusted
  try {
    await portal.start('serve', '--listen', '127.0.0.1:0', '--mail', mail)
  } finally {
    if (before === undefined) delete process.env.SSL_CERT_FILE
    else process.env.SSL_CERT_FILE = before
  }
  const answer = await fetch(`${portal.origin}/sign-in`, {
    method: 'POST',
    headers: { origin: portal.origin },
    body: new URLSearchParams({ mail: 'ann@example.org', how: 'link' })
  })
  assert.equal(answer.status, 200)
  return portal
}

test('a letter goes out in secret, by STARTTLS and from the start', async (t) => {
  const trusted = await certificate(t)
  for (const fromTheStart of [false, true]) {
    const server = await mailServer(t, trusted, fromTheStart)
    const scheme = fromTheStart ? 'smtps' : 'smtp'
    const ending = fromTheStart ? '' : '?tls=required'
    const portal = await asksForALink(t, `${scheme}://localhost:${server.port}${ending}`, trusted.path)
    await until('the letter arrives', () => server.letters.length > 0, 15_000)
    assert.match(server.letters[0].text, /Subject: Sign in/)
    assert.ok(server.letters.every((letter) => letter.isSecret))
    await portal.stop()
  }
})

test('a letter does not go to a server whose certificate is not trusted', async (t) => {
  const [trusted, other] = [await certificate(t), await certificate(t)]
  const server = await mailServer(t, other, false)
  const portal = await asksForALink(t, `smtp://localhost:${server.port}?tls=required`, trusted.path)
  await until('the failure is told', () => /certificate|unknown issuer/i.test(portal.log), 15_000)
  assert.deepEqual(server.letters, [])
  await portal.stop()
})
