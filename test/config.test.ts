import t from 'tap'
import { readConfig } from '../src/config.ts'

const DATA_KEY = Buffer.alloc(32, 7).toString('base64')

t.test('nothing set: one process, SQLite, the demo, this machine only', async (t) => {
  const config = readConfig({})
  t.match(config, {
    production: false,
    port: 3000,
    host: '127.0.0.1',
    publicUrl: null,
    databaseUrl: null,
    redisUrl: null,
    seed: 'demo',
    adminPasswordIsNew: true,
    dataKeyIsDemo: true,
    smsUrls: ['file:'],
    logLevel: 'info',
    drainSec: 0,
  })
  t.strictSame([...config.services], ['web', 'worker'])
  t.match(config.dataDir, /\/data$/)
  t.ok(Object.isFrozen(config))
})

t.test('a made-up password is another one each time, and long', async (t) => {
  const [one, other] = [readConfig({}), readConfig({})]
  t.not(one.adminPassword, other.adminPassword)
  t.ok(one.adminPassword.length >= 16)
})

t.test('everything set', async (t) => {
  const config = readConfig({
    NODE_ENV: 'production',
    PORT: '0',
    HOST: '0.0.0.0',
    PUBLIC_URL: 'https://dawr.example/',
    DATA_DIR: '/var/lib/dawr',
    DATABASE_URL: 'postgres://dawr@db/dawr',
    REDIS_URL: 'redis://redis:6379',
    SERVICES: 'worker',
    ADMIN_PASSWORD: 'correct horse',
    DATA_KEY,
    SMS_URL: 'smpp://user:secret@host:2775, file:',
    LOG_LEVEL: 'warn',
    PUSH_HOSTS: 'push.example, *.push.example,http://10.0.0.5:8080',
    VAPID_PRIVATE_KEY: Buffer.alloc(32, 7).toString('base64url'),
    VAPID_SUBJECT: 'mailto:it@dawr.example',
  })
  t.match(config, {
    production: true,
    port: 0,
    host: '0.0.0.0',
    publicUrl: 'https://dawr.example',
    dataDir: '/var/lib/dawr',
    databaseUrl: 'postgres://dawr@db/dawr',
    redisUrl: 'redis://redis:6379',
    seed: 'none',
    adminPassword: 'correct horse',
    adminPasswordIsNew: false,
    dataKeyIsDemo: false,
    smsUrls: ['smpp://user:secret@host:2775', 'file:'],
    logLevel: 'warn',
    pushHosts: ['push.example', '*.push.example', 'http://10.0.0.5:8080'],
    vapidKeys: { privateKey: Buffer.alloc(32, 7).toString('base64url') },
    vapidSubject: 'mailto:it@dawr.example',
  })
  t.strictSame([...config.services], ['worker'])
  t.equal(config.dataKey.length, 32)
})

t.test('an empty variable is one that is not set', async (t) => {
  t.match(readConfig({ PORT: '', DATABASE_URL: ' ', SERVICES: '' }), {
    port: 3000,
    databaseUrl: null,
  })
})

t.test('a process that others can take over from lets them, unless told otherwise', async (t) => {
  const shared = { DATABASE_URL: 'postgres://db/dawr', REDIS_URL: 'redis://redis' }
  t.match(readConfig(shared), { drainSec: 5 })
  t.match(readConfig({ ...shared, DRAIN_SEC: '0' }), { drainSec: 0 })
  t.match(
    readConfig({ ...shared, SERVICES: 'worker', PUBLIC_URL: 'http://dawr.example' }),
    { drainSec: 0 },
    'nobody is sent to a worker',
  )
})

t.test('a wrong variable stops the start with a sentence that names it', async (t) => {
  const wrong: [name: string, env: Record<string, string>][] = [
    ['PORT', { PORT: 'http' }],
    ['PORT', { PORT: '65536' }],
    ['PORT', { PORT: '-1' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'dawr.example' }],
    ['DATABASE_URL', { DATABASE_URL: 'mysql://db/dawr' }],
    ['REDIS_URL', { REDIS_URL: 'localhost:6379' }],
    ['SERVICES', { SERVICES: 'web,jobs' }],
    ['SERVICES', { SERVICES: 'web' }],
    ['REDIS_URL', { SERVICES: 'web', DATABASE_URL: 'postgres://db/dawr' }],
    ['SEED', { SEED: 'yes' }],
    ['ADMIN_PASSWORD', { ADMIN_PASSWORD: 'short' }],
    ['DATA_KEY', { DATA_KEY: 'c2hvcnQ=' }],
    ['DATA_KEY', { NODE_ENV: 'production' }],
    ['SMS_URL', { SMS_URL: 'file:,carrier-pigeon:' }],
    ['PUSH_HOSTS', { PUSH_HOSTS: 'push.example/path' }],
    ['PUSH_HOSTS', { PUSH_HOSTS: 'https://push.example/path' }],
    ['PUSH_HOSTS', { PUSH_HOSTS: '*' }],
    ['VAPID_PRIVATE_KEY', { VAPID_PRIVATE_KEY: 'c2hvcnQ' }],
    ['VAPID_SUBJECT', { VAPID_SUBJECT: 'it@dawr.example' }],
    ['LOG_LEVEL', { LOG_LEVEL: 'loud' }],
    ['DRAIN_SEC', { DRAIN_SEC: '6' }],
    ['DRAIN_SEC', { DRAIN_SEC: 'long' }],
  ]
  for (const [name, env] of wrong) {
    t.throws(
      () => readConfig(env),
      { name: 'BadConfig', message: new RegExp(`${name}.*\\.$`) },
      JSON.stringify(env),
    )
  }
})
