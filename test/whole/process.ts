import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { ADMIN_PASSWORD } from '../callers.ts'
import { type Owner, spawnOwned } from '../servers.ts'

const ROOT = join(import.meta.dirname, '../..')
const SERVER = join(ROOT, 'dist/server/server.js')
/** As `tools/run.mjs` does: a start need not compile what another one has. */
const COMPILED = join(ROOT, 'node_modules/.cache/node')

/** A real process of the server as it is built to be run. */
export interface Process {
  child: ChildProcess
  /** Everything it has written so far, line by line, both streams. */
  said: string[]
  /** Where it listens; empty for a process without `web`. Rejects when it ends instead. */
  ready: Promise<string>
  /** Its exit code, null when a signal ended it. */
  ended: Promise<number | null>
}

const cleanEnv = (env: Record<string, string>): NodeJS.ProcessEnv => {
  const { PATH, HOME, TMPDIR } = process.env
  const NODE_COMPILE_CACHE = COMPILED
  return { PATH, HOME, TMPDIR, NODE_COMPILE_CACHE, PORT: '0', ADMIN_PASSWORD, SEED: 'demo', ...env }
}

/** The address in the line that says it is ready; undefined for any other line. */
const urlIn = (line: string): string | undefined => {
  if (!line.includes('"msg":"ready"')) return undefined
  const { url } = JSON.parse(line)
  return typeof url === 'string' ? url : ''
}

export interface StartOptions {
  /** Flags for Node. */
  flags?: readonly string[]
  /** Whether it can be sent messages. */
  ipc?: boolean
}

/** Starts the server as a process of its own, killed with the test. */
export const startProcess = (
  owner: Owner,
  env: Record<string, string>,
  { flags = [], ipc = false }: StartOptions = {},
): Process => {
  const child = spawnOwned('KILL', process.execPath, [...flags, SERVER], {
    env: cleanEnv(env),
    stdio: ['ignore', 'pipe', 'pipe', ...(ipc ? (['ipc'] as const) : [])],
  })
  const said: string[] = []
  const ended = once(child, 'close').then(([code]): number | null => code)
  owner.teardown(async () => {
    child.kill('SIGKILL')
    await ended
  })
  const ready = new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue
      createInterface(stream).on('line', (line) => {
        said.push(line)
        const url = urlIn(line)
        if (url !== undefined) resolve(url)
      })
    }
    ended.then((code) => reject(new Error(`ended with ${code}:\n${said.slice(-20).join('\n')}`)))
  })
  // Whoever only waits for the end is not told twice.
  ready.catch(() => undefined)
  return { child, said, ready, ended }
}

export const kill = async ({ child, ended }: Process): Promise<void> => {
  child.kill('SIGKILL')
  await ended
}
