import t from 'tap'
import type { Database } from '../../src/db/transact.ts'
import { insertDevice } from '../../src/devices/device.store.ts'
import {
  type Claimed,
  claimNextPrint,
  printsOwed,
  renewClaim,
} from '../../src/prints/claim.store.ts'
import { newestPrint, storePrinted, storeTrouble } from '../../src/prints/print.store.ts'
import { type HandSetClock, onBothEngines } from '../databases.ts'
import { type BuiltCentre, buildAuthor, buildCentre, issue } from '../factories.ts'

const CLAIM_MS = 60_000
const PAUSE_MS = 2000
const HOUR_MS = 3_600_000

/** A centre with kiosks that print, and how many tickets each has given out. */
const given = async (db: Database, clock: HandSetClock, presses: Record<string, number>) => {
  const centre = await buildCentre(db)
  const tickets: Record<string, string[]> = {}
  for (const [deviceId, count] of Object.entries(presses)) {
    const printer = `tcp://127.0.0.1/${deviceId}`
    await db.write(centre.id, (command) =>
      insertDevice(command, buildAuthor(), {
        id: deviceId,
        centreId: centre.id,
        kind: 'kiosk',
        name: deviceId,
        tokenHash: deviceId,
        printer,
      }),
    )
    const mine = []
    for (let n = 0; n < count; n++) {
      clock.advance(1)
      const { row } = await issue(db, centre.id, {
        device: { id: deviceId, hasPrinter: true, printsHere: false },
      })
      mine.push(row.id)
    }
    tickets[deviceId] = mine
  }
  return { centre, tickets }
}

const claimAt = (db: Database, clock: HandSetClock, deviceId: string, dueBy = clock.now()) =>
  db.amend(() =>
    claimNextPrint({ deviceId, now: clock.now(), dueBy, until: clock.now() + CLAIM_MS }),
  )

const claimedAt = async (db: Database, clock: HandSetClock, deviceId: string): Promise<Claimed> => {
  const claimed = await claimAt(db, clock, deviceId)
  if (!claimed) throw new Error('there was nothing to print')
  return claimed
}

const printed = (db: Database, centre: BuiltCentre, claimed: Claimed) =>
  db.write(centre.id, (command) => storePrinted(command, claimed))

const troubled = (db: Database, centre: BuiltCentre, { print }: Claimed) =>
  db.write(centre.id, (command) =>
    storeTrouble(command, print, { reason: 'paper_out', mayHavePrinted: false }, (attempts) =>
      attempts < 3 ? PAUSE_MS : null,
    ),
  )

const stateOf = async (db: Database, ticketId = '') => (await db.read(newestPrint({ ticketId })))[0]

await onBothEngines(
  t,
  'a device prints one slip at a time, oldest first, and holds up no other',
  async (t, db, clock) => {
    const { centre, tickets } = await given(db, clock, { hall: 2, door: 1 })
    const first = await claimedAt(db, clock, 'hall')
    t.equal(first.print.ticketId, tickets.hall?.[0])
    t.equal(await claimAt(db, clock, 'hall'), undefined, 'its printer is taken')
    t.match(await claimAt(db, clock, 'door'), { printer: 'tcp://127.0.0.1/door' })
    t.equal(await printed(db, centre, first), true)
    t.match(await claimAt(db, clock, 'hall'), { print: { ticketId: tickets.hall?.[1] } })
  },
)

await onBothEngines(
  t,
  'of many that claim at once one gets the slip',
  async (t, db, clock, reopen) => {
    await given(db, clock, { hall: 3 })
    // SQLite has one process; on PostgreSQL a second one claims against the first.
    const others = db.engine === 'postgres' ? [db, await reopen(clock)] : [db]
    const claims = await Promise.all(
      others.flatMap((one) => Array.from({ length: 8 }, () => claimAt(one, clock, 'hall'))),
    )
    t.equal(claims.filter((claim) => claim !== undefined).length, 1)
  },
)

await onBothEngines(
  t,
  'a claim that is over is taken over as a copy, and its late outcome counts for nothing',
  async (t, db, clock) => {
    const { centre, tickets } = await given(db, clock, { hall: 1 })
    const slow = await claimedAt(db, clock, 'hall')
    clock.advance(CLAIM_MS)
    const next = await claimedAt(db, clock, 'hall')
    t.match(next.print, { copy: true, attempts: 2 })
    t.equal(await printed(db, centre, slow), false)
    t.match(await stateOf(db, tickets.hall?.[0]), { state: 'printing', attempts: 2 })
    t.equal(await printed(db, centre, next), true)
    t.match(await stateOf(db, tickets.hall?.[0]), { state: 'printed' })
  },
)

await onBothEngines(
  t,
  'a printer in trouble is told to all who wait for it, and to them only',
  async (t, db, clock) => {
    const { centre, tickets } = await given(db, clock, { hall: 3, door: 1 })
    await troubled(db, centre, await claimedAt(db, clock, 'hall'))
    for (const ticketId of tickets.hall ?? [])
      t.match(await stateOf(db, ticketId), {
        state: 'queued',
        failure: 'paper_out',
        attempts: 1,
        copy: false,
      })
    t.match(await stateOf(db, tickets.door?.[0]), { state: 'queued', failure: null, attempts: 0 })
    t.equal(await claimAt(db, clock, 'hall'), undefined, 'after a pause')
    clock.advance(PAUSE_MS)
    await troubled(db, centre, await claimedAt(db, clock, 'hall'))
    clock.advance(PAUSE_MS)
    await troubled(db, centre, await claimedAt(db, clock, 'hall'))
    for (const ticketId of tickets.hall ?? [])
      t.match(await stateOf(db, ticketId), { state: 'failed', attempts: 3 })
  },
)

await onBothEngines(
  t,
  'a printer that prints again takes what waited for the end of a pause',
  async (t, db, clock) => {
    const { centre, tickets } = await given(db, clock, { hall: 2 })
    await troubled(db, centre, await claimedAt(db, clock, 'hall'))
    t.equal(await claimAt(db, clock, 'hall'), undefined)
    t.match(await claimAt(db, clock, 'hall', Number.MAX_SAFE_INTEGER), {
      print: { ticketId: tickets.hall?.[0] },
    })
  },
)

await onBothEngines(t, 'a clock that is put back holds up no slip', async (t, db, clock) => {
  const { centre } = await given(db, clock, { k1: 2, k2: 1 })
  const first = await claimedAt(db, clock, 'k1')
  await troubled(db, centre, first)
  await claimedAt(db, clock, 'k2')
  clock.advance(-HOUR_MS)
  const owed = await db.read(printsOwed(clock.now()))
  t.equal(owed.length, 3, 'those that were put off, and one that was claimed, by the other time')
  t.match((await claimedAt(db, clock, 'k1')).print, { id: first.print.id, attempts: 2 })
  t.match((await claimedAt(db, clock, 'k2')).print, { copy: true }, 'it may be on paper')
  t.equal(await claimAt(db, clock, 'k1'), undefined, 'and claims are good again')
})

await onBothEngines(t, 'a claim that is renewed is kept, and no other', async (t, db, clock) => {
  await given(db, clock, { k1: 2 })
  const { print } = await claimedAt(db, clock, 'k1')
  const renewed = () => db.amend(() => renewClaim(print, clock.now() + CLAIM_MS))
  clock.advance(CLAIM_MS - 1)
  await renewed()
  clock.advance(CLAIM_MS - 1)
  t.equal(await claimAt(db, clock, 'k1'), undefined, 'the slip is still being printed')
  clock.advance(2)
  const taken = await claimedAt(db, clock, 'k1')
  t.match(taken.print, { id: print.id, attempts: 2, copy: true }, 'its process said no more')
  await renewed()
  t.match(await stateOf(db, print.ticketId), { dueAt: taken.print.dueAt }, 'too late to renew')
})
