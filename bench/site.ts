import { startPostgres, startRedis } from '../test/servers.ts'
import { type Child, startChild } from './child.ts'
import { postgresPid, redisPid } from './cpu.ts'
import type { DawrCalls } from './dawr.process.ts'
import type { openUndos } from './undos.ts'

export type DawrChild = Child<DawrCalls>

/** An installation of several processes on one PostgreSQL, as durable as it is run, and one Redis. */
export interface Site {
  databaseUrl: string
  redisUrl: string
  web: [DawrChild, ...DawrChild[]]
  urls: string[]
  worker: DawrChild
  postgres: number
  redis: number
}

/** @param webs how many processes answer the front door; one more works */
export const startSite = async (
  undos: ReturnType<typeof openUndos>,
  webs: number,
  serverFlags: string[] = [],
): Promise<Site> => {
  const [{ url: databaseUrl }, { url: redisUrl }] = await Promise.all([
    startPostgres(undos, { durable: true }),
    startRedis(undos),
  ])
  const start = async (
    services: string,
    flags: string[],
    more: Record<string, string> = {},
  ): Promise<DawrChild> => {
    const child = startChild<DawrCalls>('dawr.process.ts', flags, {
      DATABASE_URL: databaseUrl,
      REDIS_URL: redisUrl,
      SERVICES: services,
      ...more,
    })
    undos.teardown(child.stop)
    await child.ask('where', undefined)
    return child
  }
  // The first one makes the tables and the demo.
  const first = await start('web', serverFlags)
  const [worker, ...others] = await Promise.all([
    start('worker', [], { PUBLIC_URL: 'http://dawr.example' }),
    ...Array.from({ length: webs - 1 }, () => start('web', serverFlags)),
  ])
  const web: Site['web'] = [first, ...others]
  return {
    databaseUrl,
    redisUrl,
    web,
    urls: await Promise.all(web.map(async (one) => (await one.ask('where', undefined)).url)),
    worker,
    postgres: await postgresPid(databaseUrl),
    redis: await redisPid(redisUrl),
  }
}
