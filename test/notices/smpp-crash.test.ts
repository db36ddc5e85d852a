import { join } from 'node:path'
import t from 'tap'
import { openSqlite } from '../../src/db/open-sqlite.ts'
import { query } from '../../src/db/transact.ts'
import { openChannels } from '../../src/notices/open-channels.ts'
import { handSetClock, temporaryFolder } from '../databases.ts'
import {
  givenCentre,
  givenNotice,
  givenTicket,
  handlerFor,
  linesOf,
  noticeStates,
  silent,
} from './given.ts'
import { startSender } from './sender.ts'
import { givenPeer } from './smpp-given.ts'

const CLAIM_MS = 60_000
const NOTICES = 120
const KILLS = 5

t.test(
  'killed at any moment, no person is told twice, and who may not have been is known',
  async (t) => {
    const peer = await givenPeer(t)
    const folder = temporaryFolder(t)
    const databasePath = join(folder, 'dawr.db')
    const fallback = join(folder, 'fallback.jsonl')
    const smsUrl = `${peer.url('rate=1000')},file://${fallback}`
    const clock = handSetClock()
    const db = openSqlite(databasePath, clock)
    t.teardown(() => db.close())
    await givenCentre(db)
    for (let n = 0; n < NOTICES; n += 1)
      await givenNotice(db, 'ticket_issued', await givenTicket(db, clock.now()), {
        phone: `+9733600${String(n).padStart(4, '0')}`,
      })
    for (let kill = 0; kill < KILLS; kill += 1) {
      await startSender(t, { databasePath, smsUrl }, clock.now()).killAfter(9 + kill)
      clock.advance(2 * CLAIM_MS)
    }
    const sentSoFar = (await noticeStates(db)).sent ?? 0
    t.ok(
      sentSoFar > 0 && sentSoFar < NOTICES,
      `for this test to mean anything: ${sentSoFar} so far`,
    )

    const channel = openChannels(
      { smsUrls: smsUrl.split(','), dataDir: '/nowhere' },
      { clock, log: silent },
    )
    t.teardown(() => channel.close())
    const handler = handlerFor(db, clock, channel)
    for (let owed = await handler.owed(clock.now()); owed.length > 0; ) {
      await Promise.all(owed.map((one) => handler.run(one)))
      clock.advance(CLAIM_MS)
      owed = await handler.owed(clock.now())
    }
    const { sent = 0, failed = 0, ...others } = await noticeStates(db)
    t.same(others, {}, 'each has come to an end')
    t.equal(sent + failed, NOTICES)
    t.comment(`${failed} of ${NOTICES} were under way when their process was killed`)
    const times = [...peer.timesShown()]
    t.same(
      times.filter(([, count]) => count > 1),
      [],
      'nobody was told twice',
    )
    t.same(linesOf(fallback), [], 'and what may be out was not handed to the fallback')
    t.ok(times.length >= sent, `${times.length} phones show it, ${sent} are recorded as sent`)
    const unsure = await db.read(query((db, t) => db.select().from(t.notices)))
    t.same(
      unsure.filter(({ state, failure }) => state === 'failed' && failure !== 'smpp_unanswered'),
      [],
      'what failed says that nobody knows',
    )
  },
)
