import t from 'tap'
import { oneMore } from '../../src/cards/asking.ts'
import type { App } from '../../src/http.ts'
import { onBothEngines } from '../databases.ts'
import { buildCentre } from '../factories.ts'
import { buildAccessApp, givenMember, paired, signedIn } from './app.ts'

const HOUR_MS = 3_600_000
const WEEK_MS = 7 * 24 * HOUR_MS

/** Asks for a citizen's cards; the addresses differ, so that only the citizen is counted. */
let addresses = 0
const ask = (app: App, citizenId: string, headers: Record<string, string> = {}) => {
  const at = ++addresses
  return app.inject({
    method: 'POST',
    url: '/api/card-status',
    payload: { citizenId, proof: 'x' },
    remoteAddress: `203.0.${at >> 8}.${at & 255}`,
    headers,
  })
}
const statuses = async (asked: Promise<{ statusCode: number }>[]) =>
  (await Promise.all(asked)).map(({ statusCode }) => statusCode).sort()
const times = (n: number, once: () => Promise<{ statusCode: number }>) =>
  Array.from({ length: n }, once)

await onBothEngines(
  t,
  'a citizen id is asked for 5 times an hour by all processes together',
  async (t, db, clock, reopen) => {
    const one = await buildAccessApp(t, db, clock)
    const two = await buildAccessApp(t, await reopen(clock), clock)
    t.same(
      await statuses([
        ...times(4, () => ask(one, '900100001')),
        ...times(4, () => ask(two, '900100001')),
      ]),
      [200, 200, 200, 200, 200, 429, 429, 429],
    )
    const refused = await ask(one, '٩٠٠١٠٠٠٠١', { 'accept-language': 'ar' })
    t.equal(refused.statusCode, 429, 'in any digits')
    t.match(refused.json(), { code: 'too_many_requests', details: { seconds: 3600 } })
    t.equal((await ask(two, '900100002')).statusCode, 200, 'another one is another')
    const begunAgain = await buildAccessApp(t, db, clock)
    t.equal((await ask(begunAgain, '900100001')).statusCode, 429, 'after another start as well')

    const centre = await buildCentre(db)
    await givenMember(db, { username: 'admin', roles: ['admin'] })
    await givenMember(db, { username: 'clerk', roles: ['clerk'] })
    const admin = await signedIn(one, 'admin')
    const tokenOf = async (kind: 'kiosk' | 'lobby') =>
      (await paired(one, admin, centre.id, kind)).token
    const kiosk = { authorization: `Bearer ${await tokenOf('kiosk')}` }
    t.same(
      await statuses(times(7, () => ask(one, '900100001', kiosk))),
      Array(7).fill(200),
      'a kiosk is inside',
    )
    const lobby = { authorization: `Bearer ${await tokenOf('lobby')}` }
    t.equal((await ask(one, '900100001', lobby)).statusCode, 429, 'a screen has nothing to ask')
    const clerk = await signedIn(one, 'clerk')
    t.equal(
      (await ask(one, '900100001', clerk)).statusCode,
      429,
      'nor has a clerk who is not of the post section',
    )

    clock.set(clock.now() + HOUR_MS)
    t.equal((await ask(two, '900100001')).statusCode, 200, 'and an hour later again')
  },
)

await onBothEngines(t, 'and 20 times a week, however patiently', async (t, db, clock) => {
  const app = await buildAccessApp(t, db, clock)
  const aWeekOf = async (): Promise<number> => {
    let through = 0
    const end = clock.now() + WEEK_MS
    for (; clock.now() < end; clock.set(clock.now() + 4 * HOUR_MS))
      if ((await ask(app, '900100001')).statusCode === 200) through++
    return through
  }
  t.equal(await aWeekOf(), 20)
  t.equal(await aWeekOf(), 20, 'and in the next week again')
})

t.test('a clock that was put back locks nobody out for longer', async (t) => {
  const from = 10 * WEEK_MS
  const known = { hourFrom: from, hourCount: 5, weekFrom: from, weekCount: 20 }
  t.match(oneMore(known, from + 1), { waitSec: WEEK_MS / 1000 })
  t.match(oneMore(known, from - 1), { kept: { hourFrom: from - 1, hourCount: 1, weekCount: 1 } })
})
