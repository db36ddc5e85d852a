import t, { type Test } from 'tap'
import { clockHour } from '../../bench/faults/clock.ts'
import { frozenLock } from '../../bench/faults/frozen.ts'
import { kills } from '../../bench/faults/kill.ts'
import { printerGone, printerOutOfPaper } from '../../bench/faults/printer.ts'
import { redisAway } from '../../bench/faults/redis.ts'
import { type Fault, inTurn, runFault, usualOptions } from '../../bench/faults/run.ts'
import { smsTwice } from '../../bench/faults/sms.ts'
import { socketsCut } from '../../bench/faults/sockets.ts'

/** A short form of `npm run faults`; docs/faults.md has the long one, with its figures. */
const isHarmless = async (t: Test, fault: Fault, killCount: number): Promise<void> => {
  const row = await runFault(fault, { ...usualOptions, kills: killCount, seconds: 2 })
  t.ok(row.acknowledged > 20, `for this to mean anything: ${row.acknowledged} acknowledged`)
  t.strictSame(row.findings, [], 'nothing is lost, doubled or wrong')
  t.not(row.firstMs, null, 'writes were acknowledged after each blow')
  t.not(row.caughtUpMs, null, 'slips, messages and screens caught up')
}

t.setTimeout(600_000)

t.test('a site of several processes keeps every word through what can happen to it', (t) =>
  isHarmless(
    t,
    inTurn('everything in turn', [
      clockHour,
      socketsCut,
      printerOutOfPaper,
      printerGone,
      redisAway,
      kills['kill-web'],
      kills['kill-worker'],
      kills['kill-redis'],
      kills['kill-postgres'],
      frozenLock,
    ]),
    2,
  ),
)

t.test('a site sends nobody a message twice while its SMS provider answers twice', (t) =>
  isHarmless(t, smsTwice, 0),
)

t.test('the one process on SQLite, killed again and again, keeps every word', (t) =>
  isHarmless(t, kills['kill-embedded'], 15),
)
