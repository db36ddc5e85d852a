import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { buildAll } from '../../tools/builds.ts'
import { costRow, median } from '../figures.ts'
import { fillHistory } from '../history.ts'
import type { Bench } from './run.ts'

/** A year of a centre: a thousand visits on each of its 250 days. */
const YEAR = { tickets: 250_000, cards: 100_000 }
const POLL_MS = 5
/** After this long nothing of the start is under way any more. */
const AT_REST_MS = 3000
const MOST = 3
const KIB_A_MIB = 1024

const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  if (address === null || typeof address === 'string') throw new Error('a port has no number')
  return address.port
}

const isReady = async (port: number): Promise<boolean> => {
  try {
    return (await fetch(`http://127.0.0.1:${port}/health/ready`)).ok
  } catch {
    // Nobody listens yet.
    return false
  }
}

interface Started {
  child: ChildProcess
  readyMs: number
}

/** Starts a server as a process of its own and waits until it says that it is ready. */
const start = async (script: string[], dataDir: string): Promise<Started> => {
  const port = await freePort()
  const beganAt = performance.now()
  const child = spawn(process.execPath, script, {
    env: { ...process.env, PORT: String(port), DATA_DIR: dataDir, LOG_LEVEL: 'silent' },
    stdio: 'ignore',
  })
  while (!(await isReady(port))) await pause(POLL_MS)
  return { child, readyMs: performance.now() - beganAt }
}

const stop = async ({ child }: Started): Promise<void> => {
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}

/** The resident set of a process in MiB, as Linux counts it. */
const residentMib = ({ child }: Started): number => {
  const [, kib = '0'] =
    /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8')) ?? []
  return Number(kib) / KIB_A_MIB
}

interface Figures {
  readyMs: number[]
  restMib: number[]
}

const measure = async (figures: Figures, script: string[], dataDir: string): Promise<void> => {
  const started = await start(script, dataDir)
  figures.readyMs.push(started.readyMs)
  await pause(AT_REST_MS)
  figures.restMib.push(residentMib(started))
  await stop(started)
}

/** From the start of the process to ready, with a year of data, and what it then holds of memory. */
export const startRows: Bench = async ({ rounds }) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'dawr-bench-'))
  const dawr = ['tools/run.mjs', 'dist/server/server.js'].map((path) => resolve(path))
  const bare = [resolve('bench/bare/start.process.ts')]
  const [ours, theirs]: [Figures, Figures] = [
    { readyMs: [], restMib: [] },
    { readyMs: [], restMib: [] },
  ]
  await buildAll()
  try {
    await stop(await start(dawr, dataDir))
    fillHistory(join(dataDir, 'dawr.db'), { centre: 'isa-town', now: Date.now(), ...YEAR })
    await stop(await start(bare, dataDir))
    for (let round = 0; round < rounds; round++) {
      await measure(ours, dawr, dataDir)
      await measure(theirs, bare, dataDir)
    }
    const row = (what: string, key: keyof Figures, unit: string) =>
      costRow(what, median(ours[key]), median(theirs[key]), unit, MOST)
    return [
      row('start → ready, with a year of data', 'readyMs', 'ms'),
      row('memory at rest, with a year of data', 'restMib', 'MiB'),
    ]
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}
