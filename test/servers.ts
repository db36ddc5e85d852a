import { type ChildProcess, execFile, type SpawnOptions, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'

/** Whoever the server is stopped with: a tap test, or the whole run. */
export interface Owner {
  teardown(undo: () => Promise<void> | void): void
}

/** A real server on a free port of the loopback address, with a folder of its own. */
export interface Server {
  /** Stays the same over `stop`, `kill` and `start`. */
  readonly url: string
  /** Resolves when it answers again, with everything it had kept. */
  start(): Promise<void>
  /** Asks it to end, as an administrator would. */
  stop(): Promise<void>
  /** Ends it without a warning, as a loss of power would. */
  kill(): Promise<void>
}

const execute = promisify(execFile)
const READY_WITHIN_MS = 30_000
const PORT_TRIES = 5
/** What a killed server left behind (processes, their shared memory) goes away by itself. */
const START_TRIES = 100
const START_AGAIN_MS = 100

/**
 * A port nobody listens on. Below those that systems give to outgoing connections, one of which
 * could hold it just while a server is started anew.
 */
export const freePort = async (): Promise<number> => {
  for (;;) {
    const port = randomInt(10_000, 32_000)
    const probe = createServer().listen(port, '127.0.0.1')
    const isFree = await once(probe, 'listening').then(
      () => true,
      () => false,
    )
    probe.close()
    if (isFree) {
      await once(probe, 'close')
      return port
    }
  }
}

/** The newest folder of PostgreSQL's server programs, or null where none is installed. */
export const postgresPrograms = (): string | null => {
  const root = '/usr/lib/postgresql'
  const versions = existsSync(root) ? readdirSync(root) : []
  const candidates = [
    ...versions.sort((a, b) => Number(b) - Number(a)).map((version) => join(root, version, 'bin')),
    ...(process.env.PATH ?? '').split(':'),
  ]
  // Some systems have only a wrapper for the client: it is the server that counts.
  const isServer = (folder: string) =>
    existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres'))
  return candidates.find(isServer) ?? null
}

interface Launch {
  command: string
  args: string[]
  options: SpawnOptions
  /** The part of a line of its output that says it answers. */
  readyLine: string
  stopSignal: NodeJS.Signals
  /** Ends it at once, with nothing written any more. */
  killSignal: NodeJS.Signals
  /** Sent by the kernel when the test itself is killed, so that no server is left behind. */
  orphanSignal: string
}

/** Starts a program that the kernel ends with its parent, where the kernel can. */
export const spawnOwned = (
  signal: string,
  command: string,
  args: string[],
  options: SpawnOptions,
): ChildProcess => {
  const owned = ['--pdeathsig', signal, '--', command, ...args]
  return process.platform === 'linux'
    ? spawn('setpriv', owned, options)
    : spawn(command, args, options)
}

const launch = async (how: Launch): Promise<ChildProcess> => {
  const child = spawnOwned(how.orphanSignal, how.command, how.args, {
    ...how.options,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said: string[] = []
  await new Promise<void>((resolve, reject) => {
    const fail = (why: string) => {
      child.kill('SIGKILL')
      reject(new Error(`${how.command} ${why}:\n${said.slice(-20).join('\n')}`))
    }
    const timer = setTimeout(() => fail('did not get ready'), READY_WITHIN_MS)
    const exited = () => fail('ended instead of getting ready')
    child.once('error', reject)
    child.once('exit', exited)
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue
      createInterface(stream).on('line', (line) => {
        said.push(line)
        if (said.length > 100) said.shift()
        if (!line.includes(how.readyLine)) return
        clearTimeout(timer)
        child.off('exit', exited)
        resolve()
      })
    }
  })
  return child
}

const isRunning = ({ exitCode, signalCode }: ChildProcess): boolean =>
  exitCode === null && signalCode === null

const end = async (child: ChildProcess, signal: NodeJS.Signals): Promise<void> => {
  if (!isRunning(child)) return
  const exit = once(child, 'exit')
  child.kill(signal)
  await exit
}

/** Starts what `how` describes on a free port; another process may have taken the first one. */
const serve = async (
  owner: Owner,
  folder: string,
  urlOf: (port: number) => string,
  how: (port: number) => Launch,
): Promise<Server> => {
  let child: ChildProcess | null = null
  const { stopSignal, killSignal } = how(0)
  const endWith = async (signal: NodeJS.Signals) => {
    if (child) await end(child, signal)
  }
  owner.teardown(async () => {
    await endWith(stopSignal)
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 })
  })
  let port = 0
  for (let tries = 1; !child; tries++) {
    port = await freePort()
    try {
      child = await launch(how(port))
    } catch (error) {
      // Between finding a free port and binding it somebody else may have bound it.
      if (tries === PORT_TRIES) throw error
    }
  }
  return {
    url: urlOf(port),
    start: async () => {
      if (child && isRunning(child)) return
      for (let tries = 1; ; tries++) {
        try {
          child = await launch(how(port))
          return
        } catch (error) {
          if (tries === START_TRIES) throw error
          await pause(START_AGAIN_MS)
        }
      }
    },
    stop: () => endWith(stopSignal),
    kill: () => endWith(killSignal),
  }
}

/** Redis as it must be run for Dawr: every write in the append-only file, nothing evicted. */
export const startRedis = async (
  owner: Owner,
  { disk = tmpdir() }: { disk?: string } = {},
): Promise<Server> => {
  const folder = mkdtempSync(join(disk, 'dawr-redis-'))
  return serve(
    owner,
    folder,
    (port) => `redis://127.0.0.1:${port}`,
    (port) => ({
      command: 'redis-server',
      args: `--bind 127.0.0.1 --port ${port} --dir ${folder} --save
        --appendonly yes --appendfsync always --maxmemory-policy noeviction`.split(/\s+/),
      options: {},
      readyLine: 'Ready to accept connections',
      stopSignal: 'SIGTERM',
      killSignal: 'SIGKILL',
      orphanSignal: 'KILL',
    }),
  )
}

/** PostgreSQL refuses to run as root: then it runs as its own user, or as nobody. */
const unprivilegedUser = async (): Promise<{ uid: number; gid: number } | null> => {
  if (process.getuid?.() !== 0) return null
  const idOf = async (user: string, flag: string) =>
    Number((await execute('id', [flag, user])).stdout.trim())
  for (const user of ['postgres', 'nobody']) {
    try {
      return { uid: await idOf(user, '-u'), gid: await idOf(user, '-g') }
    } catch {
      // `id` fails for a user that this machine does not have.
    }
  }
  throw new Error('PostgreSQL does not run as root, and there is no user postgres or nobody.')
}

const settings = (folder: string, durable: boolean) => `
listen_addresses = '127.0.0.1'
unix_socket_directories = '${folder}'
max_connections = 200
shared_buffers = 64MB
logging_collector = off
${durable ? '' : 'fsync = off\nfull_page_writes = off'}
`

/**
 * PostgreSQL with a cluster of its own. `durable: false` spares the waits for the disk, for tests
 * that do not pull the plug.
 */
export const startPostgres = async (
  owner: Owner,
  { durable = false, disk = tmpdir() }: { durable?: boolean; disk?: string } = {},
): Promise<Server> => {
  const programs = postgresPrograms()
  if (!programs) throw new Error('PostgreSQL is missing: apt-get install postgresql')
  const user = await unprivilegedUser()
  const folder = mkdtempSync(join(disk, 'dawr-postgres-'))
  if (user) chownSync(folder, user.uid, user.gid)
  const cluster = join(folder, 'cluster')
  // The folder this runs in may be closed to the other user.
  const options = { cwd: folder, ...user }
  await execute(
    join(programs, 'initdb'),
    `-D ${cluster} -U dawr --auth=trust --encoding=UTF8 --locale=C --no-sync`.split(' '),
    options,
  )
  writeFileSync(join(cluster, 'postgresql.auto.conf'), settings(folder, durable))
  return serve(
    owner,
    folder,
    (port) => `postgres://dawr@127.0.0.1:${port}/postgres`,
    (port) => ({
      command: join(programs, 'postgres'),
      args: ['-D', cluster, '-p', String(port)],
      options,
      readyLine: 'ready to accept connections',
      // PostgreSQL's fast shutdown: it ends its sessions, and then itself.
      stopSignal: 'SIGINT',
      // Its other processes notice and end; until they have, the next start is refused.
      killSignal: 'SIGKILL',
      orphanSignal: 'QUIT',
    }),
  )
}
