import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { bringRequirements } from '../tools/requirements.ts'
import { durableWriteMs } from './disk.ts'
import { notes, type Row, table } from './figures.ts'
import { callRows } from './rows/call.ts'
import { historyRows } from './rows/history.ts'
import { issueRows } from './rows/issue.ts'
import { lobbyRows } from './rows/lobby.ts'
import { memoryRows } from './rows/memory.ts'
import { noticeRows } from './rows/notices.ts'
import { printRows } from './rows/print.ts'
import { processRows } from './rows/processes.ts'
import type { Bench, Options } from './rows/run.ts'
import { startRows } from './rows/start.ts'

/**
 * `npm run bench`: what Dawr costs, as ratios against the bare libraries in the same run.
 *   -- --rows issue,call,lobby          only some of the rows (see `benches`)
 *   -- --rounds 5                       pairs of measurements of each row
 *   -- --crowds 1,1000,10000            clients that watch the lobby
 *   -- --phones 1000                    phones of the memory row
 *   -- --history 500000                 past tickets of the history rows
 *   -- --minutes 15                     the most that rows of one name may take
 *   -- --profile DIR                    CPU profiles of the server, for Chrome's developer tools
 */
const benches: Record<string, Bench> = {
  issue: issueRows,
  call: callRows,
  lobby: lobbyRows,
  memory: memoryRows,
  notices: noticeRows,
  print: printRows,
  history: historyRows,
  start: startRows,
  processes: processRows,
}

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: Object.keys(benches).join(',') },
    rounds: { type: 'string', default: '5' },
    crowds: { type: 'string', default: '1,1000' },
    phones: { type: 'string', default: '1000' },
    history: { type: 'string', default: '500000' },
    minutes: { type: 'string', default: '15' },
    profile: { type: 'string' },
  },
})

const options: Options = {
  rounds: Number(values.rounds),
  crowds: values.crowds.split(',').map(Number),
  phones: Number(values.phones),
  history: Number(values.history),
  serverFlags: values.profile ? ['--cpu-prof', `--cpu-prof-dir=${values.profile}`] : [],
}

const versionOf = (name: string): string => {
  const path = new URL(`../node_modules/${name}/package.json`, import.meta.url)
  const { version }: { version: string } = JSON.parse(readFileSync(path, 'utf8'))
  return `${name} ${version}`
}

const machine = (disk: readonly number[]): string => {
  const [cpu] = cpus()
  const libraries = ['fastify', 'socket.io', 'better-sqlite3', 'drizzle-orm'].map(versionOf)
  return [
    `${cpus().length} × ${cpu?.model ?? 'unknown processor'}, ${process.platform} ${process.arch}`,
    `node ${process.versions.node}, ${libraries.join(', ')}`,
    `a durable write of a page: ${disk.map((ms) => ms.toFixed(2)).join(' ms before, ')} ms after`,
  ].join('\n')
}

/** Measures rows of one name, in bounded time. */
const measure = async (bench: Bench): Promise<Row[]> => {
  const minutes = Number(values.minutes)
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(
    () => reject(new Error(`not done in ${minutes} minutes`)),
    minutes * 60_000,
  )
  try {
    return await Promise.race([bench(options), promise])
  } finally {
    clearTimeout(timer)
  }
}

bringRequirements('servers')
const beganAt = performance.now()
const diskBefore = durableWriteMs()
const rows: Row[] = []
for (const name of values.rows.split(',')) {
  const bench = benches[name]
  if (!bench) throw new Error(`there are no rows called ${name}: ${Object.keys(benches)}`)
  console.error(`measuring ${name} …`)
  try {
    rows.push(...(await measure(bench)))
  } catch (error) {
    // What is measured already is told all the same. Nothing is measured after it: its servers may
    // be at work still, and end with this process.
    console.error(`${name}:`, error)
    process.exitCode = 1
    break
  }
}
console.log(machine([diskBefore, durableWriteMs()]))
console.log(`\n${table(rows)}\n\n${notes(rows)}\n`)
console.log(
  `Medians of ${options.rounds} turns; ${Math.round((performance.now() - beganAt) / 1000)} s`,
)
// Whatever a row that was broken off still waits for.
if (process.exitCode) process.exit()
