import { pino } from 'pino'
import t from 'tap'
import { failover } from '../../src/notices/channel.ts'
import { referenceOf } from '../../src/notices/reference.ts'
import { fakeChannel, PHONE } from './given.ts'
import { ARABIC_OF_TWO, givenChannel, givenPeer, message } from './smpp-given.ts'
import {
  ACCEPT,
  BAD_NUMBER,
  BAD_PASSWORD,
  type Manners,
  QUEUE_FULL,
  SYSTEM_ERROR,
  THROTTLED,
  type Treatment,
} from './smpp-peer.ts'

const TAKEN_UNANSWERED: Treatment = { answer: 'never', taken: true }
const CUT_AFTER_TAKING: Treatment = { answer: 'cut', taken: true }
const refuse = (status: number): Treatment => ({ answer: 'refuse', status })

t.test('a message goes out with all that the provider needs', async (t) => {
  const peer = await givenPeer(t)
  const channel = givenChannel(t, peer)
  t.same(await channel.send(message('n-1', { text: 'Your turn is near [A-014] €' })), {
    sent: true,
    ids: ['1000'],
  })
  t.same(peer.binds, [{ user: 'dawr', password: 'secret' }])
  t.same(peer.taken, [
    {
      to: PHONE,
      from: 'Dawr',
      text: 'Your turn is near [A-014] €',
      coding: 0,
      octets: 27,
      joined: null,
      reference: referenceOf('n-1'),
      validity: peer.taken[0]?.validity,
      wantsReceipt: true,
      id: '1000',
    },
  ])
})

t.test('Arabic of two parts is UCS-2, and whole again on the phone', async (t) => {
  const peer = await givenPeer(t)
  const channel = givenChannel(t, peer)
  const sent = await channel.send(message('n-1', { text: ARABIC_OF_TWO, parts: 2 }))
  t.same(sent, { sent: true, ids: ['1000', '1001'] })
  t.same(
    peer.taken.map(({ coding, joined }) => [coding, joined?.of, joined?.which]),
    [
      [8, 2, 1],
      [8, 2, 2],
    ],
  )
  t.same(peer.shown(), [{ to: PHONE, text: ARABIC_OF_TWO }])
})

t.test('many at once share one connection, and no more are unanswered than it may', async (t) => {
  const peer = await givenPeer(t)
  const channel = givenChannel(t, peer, { window: 4 })
  const ids = Array.from({ length: 40 }, (_, n) => `n-${n}`)
  const answers = await Promise.all(
    ids.map((id) => channel.send(message(id, { text: `بطاقتك ${id}` }))),
  )
  t.ok(answers.every(({ sent }) => sent))
  t.equal(peer.binds.length, 1)
  t.equal(peer.timesShown().size, 40)
  t.ok(peer.mostUnanswered() <= 4, `${peer.mostUnanswered()} at once`)
})

t.test('a provider that wants less is given less, and each message once', async (t) => {
  for (const status of [THROTTLED, QUEUE_FULL]) {
    const manners: Manners = { submit: (_, n) => (n === 0 ? refuse(status) : ACCEPT) }
    const peer = await givenPeer(t, manners)
    t.match(await givenChannel(t, peer).send(message('n-1')), { sent: true })
    t.equal(peer.submits.length, 2)
    t.equal(peer.taken.length, 1)
  }
})

t.test('what it refuses is surely not out; a wrong number is not tried again', async (t) => {
  const peer = await givenPeer(t, {
    submit: (_, n) => refuse(n === 0 ? SYSTEM_ERROR : BAD_NUMBER),
  })
  const channel = givenChannel(t, peer)
  const [first, second] = [await channel.send(message('n-1')), await channel.send(message('n-2'))]
  t.match(first, { sent: false, why: 'ESME_RSYSERR', unsure: false, final: false })
  t.match(second, { sent: false, why: 'ESME_RINVDSTADR', unsure: false, final: true })
})

for (const [name, treatment, why, binds] of [
  ['never answers', TAKEN_UNANSWERED, 'smpp_timeout', 1],
  ['cuts the line after taking it', CUT_AFTER_TAKING, 'smpp_closed', 2],
] as const) {
  t.test(`one that ${name} leaves it open whether it is out: never again`, async (t) => {
    const peer = await givenPeer(t, { submit: (_, n) => (n === 0 ? treatment : ACCEPT) })
    const channel = givenChannel(t, peer, { times: { submitMs: 1000 } })
    t.match(await channel.send(message('n-1')), { sent: false, why, unsure: true, final: true })
    await peer.when(() => peer.binds.length === binds)
    const again = await channel.send(message('n-1', { leftThrough: 'smpp' }))
    t.match(again, { sent: false, why: 'smpp_unanswered', unsure: true, final: true })
    t.match(await channel.send(message('n-2')), { sent: true }, 'the next one goes out')
    t.equal(peer.submits.length, 2)
  })

  t.test(`again=yes: what one that ${name} may have is sent again`, async (t) => {
    const peer = await givenPeer(t, { submit: (_, n) => (n === 0 ? treatment : ACCEPT) })
    const channel = givenChannel(t, peer, { times: { submitMs: 1000 }, again: true })
    t.match(await channel.send(message('n-1')), { sent: false, unsure: true, final: false })
    await peer.when(() => peer.binds.length === binds)
    t.match(await channel.send(message('n-1', { leftThrough: 'smpp' })), { sent: true })
    const [first, second] = peer.submits
    t.equal(first?.reference, second?.reference, 'by which the provider may know it')
  })
}

t.test('of two parts, the one that is out is not sent again, whoever goes on', async (t) => {
  const peer = await givenPeer(t, { submit: (_, n) => (n === 1 ? refuse(SYSTEM_ERROR) : ACCEPT) })
  const channel = givenChannel(t, peer)
  const text = { text: ARABIC_OF_TWO, parts: 2 }
  const first = await channel.send(message('n-1', text))
  t.match(first, { sent: false, why: 'ESME_RSYSERR', unsure: true, final: false, ids: ['1000'] })
  // Another process knows of it what was stored.
  const other = givenChannel(t, peer)
  const stored = { leftThrough: 'smpp', partsOut: ['1000'] }
  const second = await other.send(message('n-1', { ...text, ...stored }))
  t.same(second, { sent: true, ids: ['1000', '1002'] })
  t.same(
    peer.submits.map(({ joined }) => joined?.which),
    [1, 2, 2],
  )
  t.same(peer.shown(), [{ to: PHONE, text: ARABIC_OF_TWO }])
})

t.test('an answer that comes twice is one answer', async (t) => {
  const peer = await givenPeer(t, { submit: () => ({ answer: 'accept', times: 2 }) })
  const channel = givenChannel(t, peer)
  t.match(await channel.send(message('n-1')), { sent: true, ids: ['1000'] })
  t.match(await channel.send(message('n-2')), { sent: true, ids: ['1001'] })
})

t.test('a refused bind is told to the log and tried again', async (t) => {
  const lines: string[] = []
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) })
  const peer = await givenPeer(t, { bind: (n) => (n < 3 ? BAD_PASSWORD : 0) })
  const channel = givenChannel(t, peer, { log })
  t.match(await channel.send(message('n-1')), { sent: false, why: 'smpp_away', unsure: false })
  await peer.when(() => peer.binds.length === 4)
  t.match(await channel.send(message('n-1')), { sent: true })
  t.match(lines.join(''), /ESME_RINVPASWD/)
  t.notMatch(lines.join(''), /secret|36000001|بطاقتك/)
})

t.test('one that does not answer the bind, or is not there, holds nobody up', async (t) => {
  const dumb = await givenPeer(t, { bind: () => null })
  const stuck = givenChannel(t, dumb, { times: { bindMs: 50 } })
  t.match(await stuck.send(message('n-1')), { sent: false, why: 'smpp_away', unsure: false })
  const gone = await givenPeer(t)
  await gone.stop()
  const channel = givenChannel(t, gone)
  t.match(await channel.send(message('n-1')), { sent: false, why: 'smpp_away', unsure: false })
  await gone.start()
  await gone.when(() => gone.binds.length === 1)
  t.match(await channel.send(message('n-1')), { sent: true })
})

t.test('a connection that has gone dead is noticed and made anew', async (t) => {
  let alive = false
  const peer = await givenPeer(t, { alive: () => alive })
  const channel = givenChannel(t, peer, { times: { enquireMs: 20, aliveMs: 500 } })
  t.match(await channel.send(message('n-1')), { sent: true })
  await peer.when(() => peer.binds.length === 2)
  alive = true
  t.match(await channel.send(message('n-2')), { sent: true })
})

t.test('the fallback takes what surely did not go out, and nothing else', async (t) => {
  const peer = await givenPeer(t, { submit: () => CUT_AFTER_TAKING })
  const other = fakeChannel()
  const channel = failover([givenChannel(t, peer), other.channel])
  await peer.stop()
  t.same(await channel.send(message('n-1')), { sent: true })
  t.equal(other.messages.length, 1)
  await peer.start()
  await peer.when(() => peer.binds.length === 1)
  t.same(await channel.send(message('n-1', { leftThrough: 'fake' })), { sent: true })
  t.equal(other.messages.length, 2, 'what may be out there is asked for there')
  t.equal(peer.submits.length, 0)
  t.match(await channel.send(message('n-2')), { sent: false, unsure: true })
  t.match(await channel.send(message('n-2', { leftThrough: 'smpp' })), {
    sent: false,
    unsure: true,
  })
  t.equal(other.messages.length, 2)
  t.equal(peer.submits.length, 1)
  t.match(await channel.send(message('n-3', { leftThrough: 'gone' })), {
    sent: false,
    why: 'channel_gone',
    unsure: true,
    final: true,
  })
})

t.test('closing lets what is under way come to its end, and takes nothing more', async (t) => {
  let answerNow = () => {}
  const after = new Promise<void>((resolve) => {
    answerNow = resolve
  })
  const peer = await givenPeer(t, { submit: () => ({ answer: 'accept', after }) })
  const channel = givenChannel(t, peer, { times: { closeMs: 5000 } })
  const sending = channel.send(message('n-1'))
  await peer.when(() => peer.submits.length === 1)
  const closing = channel.close()
  t.match(await channel.send(message('n-2')), { sent: false, why: 'smpp_away', unsure: false })
  answerNow()
  t.match(await sending, { sent: true })
  await closing
  t.equal(peer.submits.length, 1)
})

t.test('a claim that has passed to somebody else does not go out', async (t) => {
  const peer = await givenPeer(t)
  const channel = givenChannel(t, peer)
  const late = await channel.send(message('n-1', { leave: async () => false }))
  t.match(late, { sent: false, why: 'too_late', unsure: true })
  const gone = await channel.send(
    message('n-1', { leave: () => Promise.reject(new Error('database gone')) }),
  )
  t.match(gone, { sent: false, why: 'not_recorded', unsure: false })
  t.equal(peer.submits.length, 0)
})
