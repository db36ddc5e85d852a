import { randomBytes } from 'node:crypto'
import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { type KeyPair, keyPairOf } from './crypto.ts'

export type ServiceName = 'web' | 'worker'

/** Everything the environment decides, checked once at the start. */
export interface Config {
  production: boolean
  /** null: a worker that listens nowhere. */
  port: number | null
  host: string
  /** What goes into QR codes and SMS; null until the port is known, then from HOST and PORT. */
  publicUrl: string | null
  dataDir: string
  databaseUrl: string | null
  redisUrl: string | null
  services: ReadonlySet<ServiceName>
  seed: 'demo' | 'none'
  /** SEED=demo was said, and not only left to its default. */
  seedIsAsked: boolean
  adminPassword: string
  /** Whether the password was made up here and must be shown once. */
  adminPasswordIsNew: boolean
  dataKey: Buffer
  dataKeyIsDemo: boolean
  /** The first is used, each next one is the fallback of the one before. */
  smsUrls: readonly string[]
  /** Push services beside the known ones: hosts, or whole origins (see notices/push.ts). */
  pushHosts: readonly string[]
  /** What push services know us by; null: derived from the DATA_KEY. */
  vapidKeys: KeyPair | null
  /** How push services reach whoever runs this: mailto: or https:. */
  vapidSubject: string | null
  logLevel: string
  /** Whose `X-Forwarded-For` is believed: addresses, networks, or names such as `loopback`. */
  trustProxy: string
  /** How long a process that is asked to stop still answers, so that a balancer sees it leave. */
  drainSec: number
}

/** A variable that cannot be used; the message is a sentence that names it. */
export class BadConfig extends Error {
  override name = 'BadConfig'
}

const PORT_DEFAULT = 3000
/** Half of the ten seconds in which a process stops. */
const DRAIN_MAX_SEC = 5
const DEMO_DATA_KEY = Buffer.from('dawr-demo-key-not-for-production')
const DATA_KEY_BYTES = 32
const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']

type Env = Record<string, string | undefined>

const urlWith = (name: string, value: string, schemes: readonly string[]): string => {
  const scheme = schemes.find((one) => value.startsWith(`${one}:`))
  if (!scheme || !URL.canParse(value))
    throw new BadConfig(`${name} must be a URL that starts with ${schemes.join(': or ')}:.`)
  return value
}

const portFrom = (value: string): number => {
  const port = Number(value)
  if (!/^\d+$/.test(value) || port > 65_535)
    throw new BadConfig(`PORT must be a whole number from 0 to 65535, not “${value}”.`)
  return port
}

const servicesFrom = (value: string): ReadonlySet<ServiceName> => {
  const names = value.split(',').map((name) => name.trim())
  for (const name of names)
    if (name !== 'web' && name !== 'worker')
      throw new BadConfig(`SERVICES must be web, worker or both with a comma, not “${value}”.`)
  return new Set(names as ServiceName[])
}

const dataKeyFrom = (value: string): Buffer => {
  const key = Buffer.from(value, 'base64')
  if (key.length !== DATA_KEY_BYTES)
    throw new BadConfig('DATA_KEY must be 32 bytes in base64: openssl rand -base64 32 makes one.')
  return key
}

const proxiesFrom = (value: string): string => {
  const names = value.split(',').map((name) => name.trim())
  for (const name of names) {
    const [address = '', bits] = name.split('/')
    const isNetwork = isIP(address) !== 0 && (bits === undefined || /^\d{1,3}$/.test(bits))
    if (!isNetwork && !['loopback', 'linklocal', 'uniquelocal'].includes(name))
      throw new BadConfig(
        `TRUST_PROXY must list addresses, networks (10.0.0.0/8), loopback or uniquelocal, not “${name}”.`,
      )
  }
  return names.join(',')
}

const pushHostsFrom = (value: string): string[] =>
  value.split(',').map((one) => {
    const name = one.trim()
    const isOrigin = /^https?:/.test(name) && URL.canParse(name) && new URL(name).origin === name
    if (!isOrigin && !/^(\*\.)?[a-z\d-]+(\.[a-z\d-]+)+$/.test(name))
      throw new BadConfig(
        `PUSH_HOSTS must list hosts (push.example, *.push.example) or origins (http://10.0.0.5:8080), not “${name}”.`,
      )
    return name
  })

const vapidKeysFrom = (value: string): KeyPair => {
  try {
    return keyPairOf(Buffer.from(value, 'base64url'))
  } catch {
    throw new BadConfig('VAPID_PRIVATE_KEY must be a private key on P-256, 32 bytes in base64url.')
  }
}

const drainFrom = (value: string): number => {
  const drainSec = Number(value)
  if (!Number.isInteger(drainSec) || drainSec < 0 || drainSec > DRAIN_MAX_SEC)
    throw new BadConfig(`DRAIN_SEC must be 0 to ${DRAIN_MAX_SEC}, not “${value}”.`)
  return drainSec
}

/** Reads the environment. @throws BadConfig with a sentence for the first variable that is wrong */
export const readConfig = (env: Env): Readonly<Config> => {
  const of = (name: string): string | null => env[name]?.trim() || null
  const production = of('NODE_ENV') === 'production'
  const databaseUrl = of('DATABASE_URL')
  const redisUrl = of('REDIS_URL')
  const publicUrl = of('PUBLIC_URL')
  const port = of('PORT')
  const services = servicesFrom(of('SERVICES') ?? 'web,worker')
  const seed = of('SEED') ?? (production ? 'none' : 'demo')
  if (seed !== 'demo' && seed !== 'none')
    throw new BadConfig(`SEED must be demo or none, not “${seed}”.`)
  const logLevel = of('LOG_LEVEL') ?? 'info'
  if (!logLevels.includes(logLevel))
    throw new BadConfig(`LOG_LEVEL must be one of ${logLevels.join(', ')}, not “${logLevel}”.`)
  const dataKey = of('DATA_KEY')
  if (production && !dataKey)
    throw new BadConfig('DATA_KEY is required in production: 32 bytes in base64.')
  if (services.size < 2 && !databaseUrl)
    throw new BadConfig(
      'SERVICES may be split over processes only with DATABASE_URL: SQLite serves one process.',
    )
  if (services.size < 2 && !redisUrl)
    throw new BadConfig(
      'SERVICES may be split over processes only with REDIS_URL, over which they talk.',
    )
  if (!services.has('web') && !publicUrl)
    throw new BadConfig(
      'PUBLIC_URL is required for a process without web: it cannot know the address in its messages.',
    )
  // Without others there is nobody who could take over.
  const mayHaveOthers = databaseUrl !== null && redisUrl !== null && services.has('web')
  const drainSec = of('DRAIN_SEC')
  const pushHosts = of('PUSH_HOSTS')
  const vapidKey = of('VAPID_PRIVATE_KEY')
  const vapidSubject = of('VAPID_SUBJECT')
  const adminPassword = of('ADMIN_PASSWORD')
  if (adminPassword && adminPassword.length < 8)
    throw new BadConfig('ADMIN_PASSWORD must have at least 8 characters.')
  return Object.freeze({
    production,
    port: port ? portFrom(port) : services.has('web') ? PORT_DEFAULT : null,
    host: of('HOST') ?? '127.0.0.1',
    publicUrl: publicUrl && urlWith('PUBLIC_URL', publicUrl, ['http', 'https']).replace(/\/+$/, ''),
    dataDir: resolve(of('DATA_DIR') ?? './data'),
    databaseUrl: databaseUrl && urlWith('DATABASE_URL', databaseUrl, ['postgres', 'postgresql']),
    redisUrl: redisUrl && urlWith('REDIS_URL', redisUrl, ['redis', 'rediss']),
    services,
    seed,
    seedIsAsked: of('SEED') === 'demo',
    adminPassword: adminPassword ?? randomBytes(12).toString('base64url'),
    adminPasswordIsNew: !adminPassword,
    dataKey: dataKey ? dataKeyFrom(dataKey) : DEMO_DATA_KEY,
    dataKeyIsDemo: !dataKey,
    smsUrls: (of('SMS_URL') ?? 'file:')
      .split(',')
      .map((url) => urlWith('SMS_URL', url.trim(), ['file', 'smpp', 'smpps', 'https', 'http'])),
    pushHosts: pushHosts ? pushHostsFrom(pushHosts) : [],
    vapidKeys: vapidKey ? vapidKeysFrom(vapidKey) : null,
    vapidSubject: vapidSubject && urlWith('VAPID_SUBJECT', vapidSubject, ['mailto', 'https']),
    logLevel,
    trustProxy: proxiesFrom(of('TRUST_PROXY') ?? 'loopback'),
    drainSec: drainSec ? drainFrom(drainSec) : mayHaveOthers ? DRAIN_MAX_SEC : 0,
  })
}
