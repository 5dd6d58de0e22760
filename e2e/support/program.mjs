// The program under test: its commands, and portals that are really served, each in a folder of its own.

import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const READY = /(?:Ready after|Serving on)\b.*?(http:\/\/[\d.]+:\d+)/

/** The program's path, from the environment. */
export function program() {
  if (!process.env.EXEMPLAR) {
    throw new Error('Say where the program is: EXEMPLAR=/path/to/exemplar node --test ...')
  }
  return process.env.EXEMPLAR
}

/** Runs one command to its end: its exit code and what it said. */
export async function run(...args) {
  const child = spawn(program(), args, { env: { ...process.env, EXEMPLAR_LOG: 'warn' } })
  const said = { stdout: '', stderr: '' }
  for (const name of Object.keys(said)) {
    child[name].setEncoding('utf8').on('data', (text) => (said[name] += text))
  }
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve))
  return { code, ...said, output: said.stdout + said.stderr }
}

/** A folder that goes away with the test. */
export async function temporary(t) {
  const folder = await mkdtemp(join(tmpdir(), 'exemplar-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** Asks until the answer is truthy, and gives it; fails with what was waited for. */
export async function until(what, ask, within = 5_000) {
  const end = performance.now() + within
  for (;;) {
    const answer = await ask()
    if (answer) return answer
    if (performance.now() > end) throw new Error(`${what}: not within ${within} ms`)
    await pause(20)
  }
}

/** A portal in a data directory of its own. */
export class Portal {
  constructor(data) {
    this.data = data
  }

  /** The demonstration, served, its guides to be found. */
  static async demonstration(t) {
    const portal = await Portal.empty(t)
    await portal.start('demo', '--port', '0')
    await until('the guides are found', async () => /Search [1-9]\d* guides/.test(await portal.text('/')))
    return portal
  }

  /** A portal with nothing in it, not served yet. It goes away with the test. */
  static async empty(t) {
    const portal = new Portal(await mkdtemp(join(tmpdir(), 'exemplar-data-')))
    t.after(() => portal.end())
    return portal
  }

  /** Serves it on a free port. */
  serve() {
    return this.start('serve', '--listen', '127.0.0.1:0')
  }

  async start(command, ...args) {
    this.log = ''
    const child = spawn(program(), [command, '--data', this.data, ...args])
    this.child = child
    process.once('exit', () => child.kill('SIGKILL'))
    this.closed = new Promise((resolve) => child.on('close', resolve))
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => (this.log += text))
    }
    const ready = () => {
      if (child.exitCode !== null) throw new Error(`exemplar ${command} ended:\n${this.log}`)
      return READY.exec(this.log)
    }
    this.origin = (await until(`exemplar ${command} is ready`, ready, 30_000))[1]
    return this
  }

  /** Stops the server as an operator would. Trouble in its log fails the test. */
  async stop() {
    const child = this.child
    if (!child) return
    this.child = undefined
    child.kill('SIGTERM')
    // What is running is given 8 seconds.
    const late = setTimeout(() => child.kill('SIGKILL'), 10_000)
    const code = await this.closed
    clearTimeout(late)
    const trouble = this.log.split('\n').filter((line) => /\bERROR\b|panicked/.test(line))
    if (code !== 0 || trouble.length > 0) {
      const end = code === null ? 'did not end when told to' : `ended with ${code}`
      throw new Error(`the server ${end}:\n${trouble.join('\n')}`)
    }
  }

  async end() {
    try {
      await this.stop()
    } finally {
      await rm(this.data, { recursive: true, force: true })
    }
  }

  /** Runs a command on its data directory; fails unless it succeeds. Gives all it said. */
  async run(...args) {
    const done = await run(...args, '--data', this.data)
    if (done.code !== 0) throw new Error(`exemplar ${args.join(' ')} ended with ${done.code}:\n${done.output}`)
    return done.output
  }

  /** The answer to a GET, redirects not followed. */
  get(path, options) {
    return fetch(new URL(path, this.origin), { redirect: 'manual', ...options })
  }

  /** The text of an answer. */
  async text(path) {
    return (await this.get(path)).text()
  }
}
