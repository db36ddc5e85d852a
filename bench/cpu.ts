import { readdirSync, readFileSync } from 'node:fs'
import pg from 'pg'
import { createClient } from 'redis'

/** Ticks of the kernel's accounts in a millisecond: 100 a second everywhere Linux runs node. */
const MS_A_TICK = 10

interface Account {
  pid: number
  parent: number
  ticks: number
  ticksOfEnded: number
}

/** What the kernel has written down of a process; undefined when it is gone. */
const accountOf = (pid: number): Account | undefined => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name before the bracket may hold anything, blanks too.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const [parent = 0, user = 0, system = 0, endedUser = 0, endedSystem = 0] = [
      1, 11, 12, 13, 14,
    ].map((at) => Number(fields[at]))
    return { pid, parent, ticks: user + system, ticksOfEnded: endedUser + endedSystem }
  } catch {
    // It has ended meanwhile.
    return undefined
  }
}

/** Processor time of a process and of those it has started, in ms. Linux only. */
export const cpuMsOf = (pid: number): number => {
  const family = readdirSync('/proc')
    .flatMap((name) => (/^\d+$/.test(name) ? (accountOf(Number(name)) ?? []) : []))
    .filter((one) => one.pid === pid || one.parent === pid)
  const ended = family.find((one) => one.pid === pid)?.ticksOfEnded ?? 0
  return family.reduce((sum, { ticks }) => sum + ticks, ended) * MS_A_TICK
}

/** The process that all sessions of a PostgreSQL on this machine belong to. */
export const postgresPid = async (url: string): Promise<number> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  const parent = accountOf(rows[0]?.pid ?? 0)?.parent
  await client.end()
  if (!parent) throw new Error('PostgreSQL does not run on this machine')
  return parent
}

/** The process of a Redis on this machine. */
export const redisPid = async (url: string): Promise<number> => {
  const client = createClient({ url })
  await client.connect()
  const [, pid] = /process_id:(\d+)/.exec(await client.info('server')) ?? []
  client.destroy()
  return Number(pid)
}
