import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Caller, signIn } from '../../test/callers.ts'
import { freePort, type Owner, type Server, startPostgres, startRedis } from '../../test/servers.ts'
import { type Process, type StartOptions, startProcess } from '../../test/whole/process.ts'
import { type Kiosk, startKiosk } from './papers.ts'
import { type Looker, lookAtPostgres, lookAtSqlite } from './truth.ts'

/** A process of the server that can be ended and started again in the same place. */
export interface Part {
  readonly name: string
  /** The running process. */
  process(): Process
  /** Ends it with SIGKILL, and resolves when it is gone. */
  kill(): Promise<void>
  /** Resolves when it is ready. */
  start(): Promise<void>
}

export interface Site {
  urls: readonly string[]
  dataDir: string
  /** The disk that can be filled without harm to the machine, where there is one. */
  smallDisk: string | null
  /** Those that answer people, and those that work behind them; embedded, one is both. */
  web: readonly Part[]
  workers: readonly Part[]
  redis: Server | null
  postgres: Server | null
  printers: readonly Kiosk[]
  kiosks: readonly string[]
  supervisor: Caller
  looker: Looker
  /** The ids of the notices of all messages that went out. */
  messages(): string[]
}

export interface SiteOptions {
  /** More for the environment of every process. */
  env?: Record<string, string>
  /** Flags for Node. */
  flags?: readonly string[]
  /** Whether the processes can be sent messages. */
  ipc?: boolean
  workers?: number
  /** Where the data go; a folder of its own otherwise. */
  dataDir?: string
  /** A disk for PostgreSQL or Redis alone. */
  disks?: { postgres?: string; redis?: string }
  /** Done to the database once it is filled, before anybody comes in. */
  prepare?: string
}

const part = (owner: Owner, name: string, env: Record<string, string>, how: StartOptions): Part => {
  let running: Process | null = null
  // By its name PostgreSQL knows whose session is whose.
  const own = { ...env, PGAPPNAME: name }
  const process = () => {
    if (!running) throw new Error(`${name} was never started`)
    return running
  }
  return {
    name,
    process,
    kill: async () => {
      process().child.kill('SIGKILL')
      await process().ended
    },
    start: async () => {
      running = startProcess(owner, own, how)
      await running.ready
    },
  }
}

const ownFolder = (owner: Owner): string => {
  const folder = mkdtempSync(join(tmpdir(), 'dawr-faults-'))
  owner.teardown(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }))
  return folder
}

/** The notices in the SMS file; a line that was torn by a kill was not sent. */
const messagesIn = (dataDir: string): string[] => {
  const read = () => {
    try {
      return readFileSync(join(dataDir, 'sms.jsonl'), 'utf8')
    } catch {
      // No message has gone out yet.
      return ''
    }
  }
  return read()
    .split('\n')
    .flatMap((line) => {
      try {
        return [String(JSON.parse(line).noticeId)]
      } catch {
        return []
      }
    })
}

const PRINTERS = 2

/** Printers, the kiosks that print at them, and who looks after it all. */
const furnish = async (owner: Owner, url: string, looker: Looker, prepare: string | undefined) => {
  if (prepare) await looker.run(prepare)
  const admin = await signIn({ url }, 'admin')
  const printers: Kiosk[] = []
  const kiosks: string[] = []
  for (let n = 1; n <= PRINTERS; n++) {
    const printer = await startKiosk(owner)
    const device = { kind: 'kiosk', name: `kiosk ${n}`, printer: printer.url }
    const paired = await admin.post('/api/centres/isa-town/devices', device)
    if (paired.status !== 201) throw new Error(`no kiosk: ${paired.status}`)
    printers.push(printer)
    kiosks.push(paired.body.token)
  }
  return { printers, kiosks, supervisor: await signIn({ url }, 'supervisor') }
}

/** Two processes for the web and those that work, on a PostgreSQL and a Redis of their own. */
export const startCluster = async (owner: Owner, options: SiteOptions = {}): Promise<Site> => {
  const { flags = [], ipc = false, workers = 1, dataDir = ownFolder(owner), disks = {} } = options
  const how = { flags, ipc }
  const [postgres, redis] = await Promise.all([
    startPostgres(owner, { durable: true, ...(disks.postgres && { disk: disks.postgres }) }),
    startRedis(owner, disks.redis ? { disk: disks.redis } : {}),
  ])
  const ports = [await freePort(), await freePort()]
  const urls = ports.map((port) => `http://127.0.0.1:${port}`)
  const env = {
    DATABASE_URL: postgres.url,
    REDIS_URL: redis.url,
    DATA_DIR: dataDir,
    PUBLIC_URL: 'http://dawr.example',
    ...options.env,
  }
  const web = ports.map((port, n) =>
    part(owner, `web ${n + 1}`, { ...env, SERVICES: 'web', PORT: `${port}` }, how),
  )
  const working = Array.from({ length: workers }, (_, n) =>
    part(owner, `worker ${n + 1}`, { ...env, SERVICES: 'worker', PORT: '' }, how),
  )
  await Promise.all([...web, ...working].map((one) => one.start()))
  const looker = lookAtPostgres(postgres.url)
  const furniture = await furnish(owner, urls[0] ?? '', looker, options.prepare)
  const messages = () => messagesIn(dataDir)
  const smallDisk = disks.postgres ?? disks.redis ?? null
  return {
    urls,
    dataDir,
    smallDisk,
    web,
    workers: working,
    redis,
    postgres,
    looker,
    messages,
    ...furniture,
  }
}

/** One process with everything in it, on SQLite. */
export const startEmbedded = async (owner: Owner, options: SiteOptions = {}): Promise<Site> => {
  const { flags = [], ipc = false, dataDir = ownFolder(owner) } = options
  const port = await freePort()
  const urls = [`http://127.0.0.1:${port}`]
  const env = { DATA_DIR: dataDir, PORT: `${port}`, ...options.env }
  const all = [part(owner, 'the one process', env, { flags, ipc })]
  await Promise.all(all.map((one) => one.start()))
  const looker = lookAtSqlite(join(dataDir, 'dawr.db'))
  const furniture = await furnish(owner, urls[0] ?? '', looker, options.prepare)
  return {
    urls,
    dataDir,
    smallDisk: options.dataDir ?? null,
    web: all,
    workers: all,
    redis: null,
    postgres: null,
    looker,
    messages: () => messagesIn(dataDir),
    ...furniture,
  }
}
