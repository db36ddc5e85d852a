import { readFileSync } from 'node:fs'
import pg from 'pg'
import { createClient } from 'redis'
import { type Child, startChild } from './child.ts'
import type { KioskCalls } from './clients/kiosks.process.ts'
import type { LoadCalls } from './clients/load.process.ts'
import type { SocketCalls } from './clients/sockets.process.ts'
import { digits } from './figures.ts'
import { DEMO_CENTRE, SERVICES } from './hall.ts'
import { openMeter } from './meter.ts'
import { pairKiosk } from './rows/kiosk.ts'
import { adminAt } from './rows/sign-in.ts'
import { type Site, startSite } from './site.ts'
import { callAt, issueAt, type Load } from './site-work.ts'
import { openUndos } from './undos.ts'

/**
 * `node tools/run.mjs bench/unit-costs.ts`: what one ticket, call, view, message, slip and process
 * costs an installation on PostgreSQL and Redis, for planning how large it must be.
 */
const CENTRES = 4
const ROUNDS = 3
const WATCHING = 500
const CALLS = 10
/** Phones that follow their own tickets in one hall, and the calls there, one a second. */
const PHONES = 500
const CALLS_BEHIND = 20
const CALL_EVERY_MS = 1000
const WARM_UP_PHONES = 50
const NOTICES = 2000
const SLIPS = 100
const VISITS_A_WAVE = 32
const WAVES = 30
const KIB = 1024

interface Cost {
  what: string
  figure: number
  unit: string
}

const undos = openUndos()

/** Processor time of each part of the installation for one piece of work. */
const spentOn = (what: string, meter: ReturnType<typeof openMeter>): Cost[] => {
  const { web, worker, PostgreSQL, Redis } = meter.each()
  return Object.entries({ web, worker, PostgreSQL, Redis }).map(([part, figure]) => ({
    what: `${what}: ${part}`,
    figure,
    unit: 'ms of processor',
  }))
}

/** The same work again and again at one web process, after a round that does not count. */
const working = async (
  what: string,
  prepare: typeof issueAt,
  site: Site,
  load: Load,
  centres: string[],
): Promise<Cost[]> => {
  const measure = await prepare(site, load, centres)
  const spread = { webs: 1, isByCentre: false }
  await measure(spread, openMeter(site, load).meter)
  const spent = openMeter(site, load)
  for (let round = 0; round < ROUNDS; round++) await measure(spread, spent.meter)
  return spentOn(what, spent)
}

/** What the views of a call cost beyond the call: so many screens are told of it. */
const viewing = async (site: Site, load: Load, callMs: number): Promise<Cost[]> => {
  const [web] = site.web
  const sockets = startChild<SocketCalls>('clients/sockets.process.ts')
  undos.teardown(sockets.stop)
  await web.ask('openCounters', { count: CALLS })
  await web.ask('wait', { count: CALLS })
  const watches = new Array<object>(WATCHING).fill({ board: DEMO_CENTRE })
  const url = `${site.urls[0]}/live`
  await sockets.ask('connect', { name: 'lobby', crowd: { url, event: 'board', watches } })
  const spent = openMeter(site, load)
  for (const { counter, cookie } of await web.ask('signIn', undefined)) {
    await sockets.ask('listen', { name: 'lobby', event: 'board' })
    await spent.meter(1, async () => {
      const posts = [{ url: `${site.urls[0]}/api/counters/${counter}/next`, headers: { cookie } }]
      await load.ask('wave', { posts, connections: 1 })
      await sockets.ask('told', undefined)
    })
  }
  await sockets.ask('disconnect', { name: 'lobby' })
  const figure = (spent.each().web - callMs) / WATCHING
  return [{ what: 'send one view to one screen: web', figure, unit: 'ms of processor' }]
}

/**
 * What phones cost that follow their own tickets: a call moves whoever waits behind it, and the wait
 * is played for as long as one phone looks.
 */
const following = async (site: Site, load: Load, centre: string): Promise<Cost[]> => {
  const [web] = site.web
  const sockets = startChild<SocketCalls>('clients/sockets.process.ts')
  undos.teardown(sockets.stop)
  await web.ask('openCounters', { count: CALLS_BEHIND, centre })
  const tickets = await web.ask('wait', { count: PHONES, centre })
  const url = `${site.urls[0]}/live`
  /** @returns processor time of the web process, and views, while so many phones follow a hall that calls */
  const followed = async (phones: number): Promise<{ ms: number; views: number }> => {
    const name = `${phones} phones`
    const watches = tickets.slice(-phones).map(({ id, secret }) => ({ ticket: id, secret }))
    if (phones > 0) await sockets.ask('connect', { name, crowd: { url, event: 'ticket', watches } })
    const sessions = await web.ask('signIn', { centre })
    await new Promise((resolve) => setTimeout(resolve, CALL_EVERY_MS))
    await sockets.ask('count', { name, event: 'ticket' })
    const spent = openMeter(site, load)
    await spent.meter(1, async () => {
      for (const { counter, cookie } of sessions) {
        const posts = [{ url: `${site.urls[0]}/api/counters/${counter}/next`, headers: { cookie } }]
        await load.ask('wave', { posts, connections: 1 })
        await new Promise((resolve) => setTimeout(resolve, CALL_EVERY_MS))
      }
    })
    const views = await sockets.ask('counted', undefined)
    if (phones > 0) await sockets.ask('disconnect', { name })
    await web.ask('serveAll', { centre })
    return { ms: spent.each().web, views }
  }
  // What is compiled at the first of them is no cost of any.
  await followed(WARM_UP_PHONES)
  const nobody = await followed(0)
  const one = await followed(1)
  const all = await followed(PHONES - 3 * CALLS_BEHIND)
  const followers = PHONES - 3 * CALLS_BEHIND
  return [
    {
      what: `one phone that follows a hall of ${PHONES} which calls once a second: web`,
      figure: (one.ms - nobody.ms) / CALLS_BEHIND,
      unit: 'ms of processor a second',
    },
    {
      what: `${followers} phones that follow it: web`,
      figure: (all.ms - nobody.ms) / CALLS_BEHIND,
      unit: 'ms of processor a second',
    },
    {
      what: 'views to each of them',
      figure: all.views / followers / CALLS_BEHIND,
      unit: 'a second',
    },
  ]
}

/** What serving and finishing cost, as everybody at the counters does it once. */
const moving = async (site: Site, load: Load, centre: string): Promise<Cost[]> => {
  const [web] = site.web
  await web.ask('openCounters', { count: VISITS_A_WAVE, centre })
  const spent = openMeter(site, load)
  for (let round = 0; round < ROUNDS; round++) {
    await web.ask('wait', { count: VISITS_A_WAVE, centre })
    await web.ask('callAll', { centre })
    const sessions = await web.ask('signIn', { centre })
    for (const move of ['serve', 'finish'])
      await spent.meter(sessions.length, () =>
        load.ask('wave', {
          connections: VISITS_A_WAVE,
          posts: sessions.map(({ counter, cookie }) => ({
            url: `${site.urls[0]}/api/counters/${counter}/${move}`,
            headers: { cookie },
          })),
        }),
      )
  }
  return spentOn('another move (serve, finish)', spent)
}

const messaging = async (site: Site, load: Load): Promise<Cost[]> => {
  const [web] = site.web
  const spent = openMeter(site, load)
  const tickets = await web.ask('wait', { count: NOTICES })
  await spent.meter(NOTICES, () => web.ask('sendNotices', { tickets }))
  return spentOn('write and send a message', spent)
}

const printing = async (site: Site, load: Load): Promise<Cost[]> => {
  const admin = await adminAt(await site.web[0].ask('where', undefined))
  const kiosks = startChild<KioskCalls>('clients/kiosks.process.ts')
  undos.teardown(kiosks.stop)
  const tokens: string[] = []
  for (const printer of await kiosks.ask('openPrinters', { count: 4 }))
    tokens.push(await pairKiosk(admin, { printer }))
  const url = `${admin.url}/api/centres/${DEMO_CENTRE}/tickets`
  const press = (amount: number) =>
    kiosks.ask('pressAll', { url, tokens, services: SERVICES, amount, everyMs: 50 })
  await press(20)
  const spent = openMeter(site, load)
  await spent.meter(SLIPS, () => press(SLIPS))
  return spentOn('issue a ticket with its slip', spent)
}

/** What whole visits leave behind: issued, called, served, finished. */
const keeping = async (site: Site, client: pg.Client, centre: string): Promise<Cost[]> => {
  const [web] = site.web
  const sizes = async () => {
    await client.query('checkpoint')
    const { rows } = await client.query<{ disk: string; wal: string }>(
      `select pg_database_size(current_database()) as disk,
        pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') as wal`,
    )
    return { disk: Number(rows[0]?.disk), wal: Number(rows[0]?.wal) }
  }
  await web.ask('openCounters', { count: VISITS_A_WAVE, centre })
  const before = await sizes()
  for (let wave = 0; wave < WAVES; wave++) {
    await web.ask('wait', { count: VISITS_A_WAVE, centre })
    await web.ask('callAll', { centre })
    await web.ask('serveAll', { centre })
  }
  const after = await sizes()
  const visits = VISITS_A_WAVE * WAVES
  return [
    {
      what: 'a visit (issued, called, served) on disk',
      figure: (after.disk - before.disk) / visits / KIB,
      unit: 'KiB',
    },
    {
      what: 'a visit in the write-ahead log',
      figure: (after.wal - before.wal) / visits / KIB,
      unit: 'KiB',
    },
  ]
}

/** A figure in KiB of `/proc/<pid>/status`. */
const kibOf = (pid: number, name: string): number => {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? Number.NaN)
}

const holding = async (site: Site, client: pg.Client): Promise<Cost[]> => {
  const [web] = site.web
  const { rows } = await client.query<{ pid: number; count: number }>(
    `select pid, count(*) over ()::int as count from pg_stat_activity
      where backend_type = 'client backend' and pid <> pg_backend_pid()`,
  )
  const backends = rows.map(({ pid }) => kibOf(pid, 'RssAnon'))
  const backendKib = backends.reduce((sum, kib) => sum + kib, 0) / backends.length
  return [
    {
      what: 'a web process after this load, resident',
      figure: kibOf(web.pid, 'VmRSS') / KIB,
      unit: 'MiB',
    },
    {
      what: 'a worker process after this load, resident',
      figure: kibOf(site.worker.pid, 'VmRSS') / KIB,
      unit: 'MiB',
    },
    {
      what: 'connections to PostgreSQL of a web and a worker process together (most: 28)',
      figure: backends.length,
      unit: '',
    },
    {
      what: 'a connection to PostgreSQL, its own memory there',
      figure: backendKib / KIB,
      unit: 'MiB',
    },
  ]
}

/** Jobs that wait while no worker is there, and what the connections of a process take. */
const queueing = async (site: Site): Promise<Cost[]> => {
  const [web] = site.web
  const redis = createClient({ url: site.redisUrl })
  await redis.connect()
  const used = async () =>
    Number(/used_memory:(\d+)/.exec(await redis.info('memory'))?.[1] ?? Number.NaN)
  const together = await used()
  await site.worker.stop()
  const withoutWorker = await used()
  const tickets = await web.ask('wait', { count: NOTICES })
  const before = await used()
  await web.ask('queueNotices', { tickets })
  while ((await redis.lLen('dawr:send_notice:wait')) < NOTICES)
    await new Promise((resolve) => setTimeout(resolve, 50))
  const after = await used()
  redis.destroy()
  return [
    { what: 'a waiting job in Redis', figure: (after - before) / NOTICES / KIB, unit: 'KiB' },
    {
      what: 'the connections of a worker process in Redis',
      figure: (together - withoutWorker) / KIB,
      unit: 'KiB',
    },
  ]
}

const measureAll = async (): Promise<Cost[]> => {
  const site = await startSite(undos, 1)
  const load: Child<LoadCalls> = startChild<LoadCalls>('clients/load.process.ts')
  undos.teardown(load.stop)
  const client = new pg.Client({ connectionString: site.databaseUrl })
  await client.connect()
  undos.teardown(() => client.end())
  // The halls of calls are the worker's, which opened their counters; these three are the web process'.
  const [toMove, toFollow, toKeep, ...centres] = await site.web[0].ask('addCentres', {
    count: 3 + CENTRES,
  })
  if (!toMove || !toFollow || !toKeep) throw new Error('there are too few centres')
  const costs = [
    ...(await working('issue a ticket', issueAt, site, load, centres)),
    ...(await working('call next', callAt, site, load, centres)),
  ]
  const callMs = costs.find(({ what }) => what === 'call next: web')?.figure ?? Number.NaN
  costs.push(...(await moving(site, load, toMove)))
  costs.push(...(await viewing(site, load, callMs)))
  costs.push(...(await following(site, load, toFollow)))
  costs.push(...(await messaging(site, load)), ...(await printing(site, load)))
  costs.push(...(await keeping(site, client, toKeep)), ...(await holding(site, client)))
  return [...costs, ...(await queueing(site))]
}

try {
  const costs = await measureAll()
  console.log('| what | cost |\n| --- | --- |')
  for (const { what, figure, unit } of costs) console.log(`| ${what} | ${digits(figure)} ${unit} |`)
} finally {
  await undos.undoAll()
}
