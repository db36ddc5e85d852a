import { eq } from 'drizzle-orm'
import t, { type Test } from 'tap'
import { type Database, query } from '../../src/db/transact.ts'
import type { Channel } from '../../src/notices/channel.ts'
import { receiptTaker } from '../../src/notices/receipt.jobs.ts'
import { type HandSetClock, onBothEngines } from '../databases.ts'
import {
  givenCard,
  givenCentre,
  givenNotice,
  givenTicket,
  handlerFor,
  noticeOf,
  silent,
  vault,
} from './given.ts'
import { givenChannel, givenPeer } from './smpp-given.ts'
import { ACCEPT, type Manners, type SmppPeer } from './smpp-peer.ts'

const HOUR_MS = 3_600_000
const TEMPORARY = 0x64

/** A channel that stores its receipts in the database, as a worker's does. */
const givenWorker = (
  t: Test,
  peer: SmppPeer,
  db: Database,
  clock: HandSetClock,
  times = {},
): Channel => {
  const channel = givenChannel(t, peer, { clock, times })
  channel.listen?.(receiptTaker({ db, clock, vault, log: silent }))
  return channel
}

const given = async (t: Test, db: Database, clock: HandSetClock, manners: Manners = {}) => {
  await givenCentre(db)
  const peer = await givenPeer(t, manners)
  const channel = givenWorker(t, peer, db, clock)
  const send = (noticeId: string) => handlerFor(db, clock, channel).run({ noticeId })
  return { peer, channel, send }
}

/** A notice of one SMS, due at once. */
const cardNotice = async (db: Database, clock: HandSetClock, serial = 'BH0001') => {
  clock.set(clock.now() + HOUR_MS)
  const id = await givenNotice(db, 'card_ready', await givenCard(db, clock.now(), serial))
  if (id === null) throw new Error('the notice was there before')
  clock.set(clock.now() + HOUR_MS)
  return id
}

/** A notice of two SMS. */
const ticketNotice = async (db: Database, clock: HandSetClock) => {
  const id = await givenNotice(db, 'ticket_issued', await givenTicket(db, clock.now()))
  if (id === null) throw new Error('the notice was there before')
  return id
}

const partAt = (peer: SmppPeer, n: number) => {
  const part = peer.submits[n]
  if (!part) throw new Error(`there is no submit ${n}`)
  return part
}

const storedParts = (db: Database, noticeId: string) =>
  db.read(
    query((db, t) => db.select().from(t.noticeParts).where(eq(t.noticeParts.noticeId, noticeId))),
  )

await onBothEngines(
  t,
  'a receipt delivers its notice; told again, it changes nothing',
  async (t, db, clock) => {
    const { peer, send } = await given(t, db, clock)
    const id = await cardNotice(db, clock)
    await send(id)
    t.match(await noticeOf(db, id), { state: 'sent', leftThrough: 'smpp' })
    t.equal(await peer.receipt(partAt(peer, 0), { stat: 'ENROUTE' }), 0)
    t.match(await noticeOf(db, id), { state: 'sent' }, 'under way is not delivered')
    t.equal(await peer.receipt(partAt(peer, 0)), 0)
    const delivered = await noticeOf(db, id)
    t.match(delivered, { state: 'delivered', failure: null })
    clock.advance(HOUR_MS)
    for (const stat of ['DELIVRD', 'UNDELIV', 'EXPIRED'])
      t.equal(await peer.receipt(partAt(peer, 0), { stat }), 0)
    t.same(await noticeOf(db, id), delivered)
  },
)

await onBothEngines(t, 'what a phone never got is failed or expired', async (t, db, clock) => {
  const { peer, send } = await given(t, db, clock)
  for (const [n, [stat, state]] of (
    [
      ['UNDELIV', 'failed'],
      ['REJECTD', 'failed'],
      ['EXPIRED', 'expired'],
    ] as const
  ).entries()) {
    const id = await cardNotice(db, clock, `BH100${n}`)
    await send(id)
    await peer.receipt(partAt(peer, n), { stat })
    t.match(await noticeOf(db, id), { state, failure: `receipt_${state}` })
  }
})

await onBothEngines(t, 'of two parts, both must have been delivered', async (t, db, clock) => {
  const { peer, send } = await given(t, db, clock)
  const id = await ticketNotice(db, clock)
  await send(id)
  t.equal(peer.submits.length, 2)
  await peer.receipt(partAt(peer, 1))
  await peer.receipt(partAt(peer, 1))
  t.match(await noticeOf(db, id), { state: 'sent' }, 'one of them twice is not both')
  await peer.receipt(partAt(peer, 0))
  t.match(await noticeOf(db, id), { state: 'delivered' })
})

await onBothEngines(
  t,
  'a receipt of nobody is taken, and changes no notice',
  async (t, db, clock) => {
    const { peer, send } = await given(t, db, clock)
    const id = await cardNotice(db, clock)
    await send(id)
    const before = await noticeOf(db, id)
    t.equal(await peer.receipt(partAt(peer, 0), { id: 'of-nobody' }), 0)
    t.equal(await peer.reply('شكرا'), 0, 'nor does what a person answers')
    t.same(await noticeOf(db, id), before)
  },
)

await onBothEngines(
  t,
  'receipts before the answer, and twice, find their notice',
  async (t, db, clock) => {
    const { peer, send } = await given(t, db, clock, { receipts: { times: 2, before: true } })
    const id = await ticketNotice(db, clock)
    await send(id)
    t.match(await noticeOf(db, id), { state: 'delivered', parts: 2 })
    t.equal((await storedParts(db, id)).length, 2)
    t.equal(peer.submits.length, 2)
  },
)

await onBothEngines(
  t,
  'ids in hexadecimal and in decimal are the same id',
  async (t, db, clock) => {
    const { peer, send } = await given(t, db, clock, {
      idOf: (n) => ['0000A1B2', 'c3d4', '0000050001'][n] ?? '',
    })
    for (const [n, inReceipt] of ['41394', '50132', 'c351'].entries()) {
      const id = await cardNotice(db, clock, `BH200${n}`)
      await send(id)
      await peer.receipt(partAt(peer, n), { id: inReceipt })
      t.match(await noticeOf(db, id), { state: 'delivered' }, `${inReceipt} is its id`)
    }
  },
)

await onBothEngines(
  t,
  'another spelling counts only with the phone it was sent to',
  async (t, db, clock) => {
    const { peer, send } = await given(t, db, clock, { idOf: () => '16' })
    const id = await cardNotice(db, clock)
    await send(id)
    const stranger = { ...partAt(peer, 0), to: '+97339999999' }
    await peer.receipt(stranger, { id: '22' })
    t.match(await noticeOf(db, id), { state: 'sent' })
    await peer.receipt(partAt(peer, 0), { id: '22' })
    t.match(await noticeOf(db, id), { state: 'delivered' })
  },
)

await onBothEngines(
  t,
  'a receipt settles what was never answered, where it gives back our reference',
  async (t, db, clock) => {
    await givenCentre(db)
    const peer = await givenPeer(t, {
      submit: (_, n) => (n < 2 ? { answer: 'never', taken: true } : ACCEPT),
    })
    const channel = givenWorker(t, peer, db, clock, { submitMs: 50 })
    const handler = handlerFor(db, clock, channel)
    const [known, other] = [await cardNotice(db, clock, 'A1'), await cardNotice(db, clock, 'A2')]
    await handler.run({ noticeId: known })
    await handler.run({ noticeId: other })
    t.match(await noticeOf(db, known), { state: 'failed', failure: 'smpp_timeout' })
    await peer.receipt({ ...partAt(peer, 0), to: '+97339999999' }, { echo: true })
    t.match(await noticeOf(db, known), { state: 'failed' }, 'another phone is another message')
    await peer.receipt({ ...partAt(peer, 0), id: '77' }, { echo: true })
    t.match(await noticeOf(db, known), { state: 'delivered', failure: null })
    t.match(await noticeOf(db, other), { state: 'failed' }, 'and no other')
  },
)

await onBothEngines(
  t,
  'after a restart, by another worker: a receipt finds its notice',
  async (t, db, clock, reopen) => {
    const { peer, channel, send } = await given(t, db, clock)
    const id = await ticketNotice(db, clock)
    await send(id)
    await channel.close()
    const later = await reopen(clock)
    givenWorker(t, peer, later, clock)
    await peer.when(() => peer.binds.length === 2)
    await peer.receipt(partAt(peer, 0))
    await peer.receipt(partAt(peer, 1))
    t.match(await noticeOf(later, id), { state: 'delivered' })
  },
)

await onBothEngines(
  t,
  'two workers are told of the two parts at the same time',
  async (t, db, clock, reopen) => {
    const { send, peer } = await given(t, db, clock)
    const other = receiptTaker({ db: await reopen(clock), clock, vault, log: silent })
    const own = receiptTaker({ db, clock, vault, log: silent })
    for (let n = 0; n < 10; n += 1) {
      const id = await ticketNotice(db, clock)
      await send(id)
      const ids = (await storedParts(db, id)).map(({ partId }) => partId)
      const receipt = { channel: 'smpp', outcome: 'delivered', reference: null, phone: '' } as const
      await Promise.all([
        own({ ...receipt, partId: ids[0] ?? '' }),
        other({ ...receipt, partId: ids[1] ?? '' }),
      ])
      t.match(await noticeOf(db, id), { state: 'delivered' })
    }
    t.equal(peer.binds.length, 1)
  },
)

t.test('a receipt that cannot be stored is refused, so that it comes again', async (t) => {
  const peer = await givenPeer(t)
  const channel = givenChannel(t, peer)
  let broken = true
  const taken: string[] = []
  channel.listen?.(async ({ partId }) => {
    if (broken) throw new Error('database gone')
    taken.push(partId)
  })
  await peer.when(() => peer.binds.length === 1)
  const part = { to: '+97336000001', from: 'Dawr', id: '5' }
  const whole = { ...part, text: '', coding: 0, octets: 0, joined: null, reference: null }
  const receipt = { ...whole, validity: '', wantsReceipt: true }
  t.equal(await peer.receipt(receipt), TEMPORARY)
  broken = false
  t.equal(await peer.receipt(receipt), 0)
  t.same(taken, ['5'])
})
