import { existsSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Message } from '../../src/notices/channel.ts'
import { failover } from '../../src/notices/channel.ts'
import { fileChannel } from '../../src/notices/file-channel.ts'
import { openChannels } from '../../src/notices/open-channels.ts'
import { handSetClock, MORNING, temporaryFolder } from '../databases.ts'
import { fakeChannel, linesOf, silent } from './given.ts'

const clock = handSetClock()
const message = (noticeId: string, more: Partial<Message> = {}): Message => ({
  noticeId,
  to: '+97336000001',
  text: 'رقمك A-001\nhttps://dawr.test',
  parts: 1,
  at: clock.now(),
  leftThrough: null,
  partsOut: null,
  notAfter: clock.now() + 60_000,
  expiresAt: clock.now() + 3_600_000,
  leave: async () => true,
  ...more,
})

t.test('each message is one line of JSON', async (t) => {
  const path = join(temporaryFolder(t), 'below', 'sms.jsonl')
  const channel = fileChannel({ path, clock })
  t.same(await channel.send(message('n-1')), { sent: true })
  t.same(linesOf(path), [
    {
      at: new Date(MORNING).toISOString(),
      to: '+97336000001',
      text: 'رقمك A-001\nhttps://dawr.test',
      parts: 1,
      noticeId: 'n-1',
    },
  ])
})

t.test('many at once come one after the other', async (t) => {
  const path = join(temporaryFolder(t), 'sms.jsonl')
  const channel = fileChannel({ path, clock })
  const ids = Array.from({ length: 200 }, (_, n) => `n-${n}`)
  await Promise.all(ids.map((id) => channel.send(message(id))))
  t.same(
    linesOf(path).map((line) => line.noticeId),
    ids,
  )
})

t.test('a repeated message that is there already is not written again', async (t) => {
  const path = join(temporaryFolder(t), 'sms.jsonl')
  await fileChannel({ path, clock }).send(message('n-1'))
  const later = fileChannel({ path, clock })
  t.same(await later.send(message('n-1', { leftThrough: 'file' })), { sent: true })
  t.same(await later.send(message('n-10', { leftThrough: 'file' })), { sent: true })
  t.same(
    linesOf(path).map((line) => line.noticeId),
    ['n-1', 'n-10'],
  )
})

t.test('the same message twice in one write is one line', async (t) => {
  const path = join(temporaryFolder(t), 'sms.jsonl')
  const channel = fileChannel({ path, clock })
  const first = channel.send(message('n-0'))
  await Promise.all([
    first,
    channel.send(message('n-1')),
    channel.send(message('n-1', { leftThrough: 'file' })),
  ])
  t.same(
    linesOf(path).map((line) => line.noticeId),
    ['n-0', 'n-1'],
  )
})

t.test('past its time a message is somebody else’s to send', async (t) => {
  const path = join(temporaryFolder(t), 'sms.jsonl')
  const channel = fileChannel({ path, clock })
  const sent = await channel.send(message('n-1', { notAfter: clock.now() - 1 }))
  t.same(sent, { sent: false, why: 'too_late', unsure: true })
  t.same(linesOf(path), [])
})

t.test('a file that was moved away is begun again', async (t) => {
  const path = join(temporaryFolder(t), 'sms.jsonl')
  const channel = fileChannel({ path, clock })
  await channel.send(message('n-1'))
  renameSync(path, `${path}.1`)
  await channel.send(message('n-2'))
  t.same(
    linesOf(path).map((line) => line.noticeId),
    ['n-2'],
  )
})

t.test('a disk that is full is an answer, and the next try works', async (t) => {
  const path = join(temporaryFolder(t), 'sms.jsonl')
  symlinkSync('/dev/full', path)
  const channel = fileChannel({ path, clock })
  t.same(await channel.send(message('n-1')), { sent: false, why: 'ENOSPC', unsure: false })
  rmSync(path)
  t.same(await channel.send(message('n-1', { leftThrough: 'file' })), { sent: true })
  t.equal(linesOf(path).length, 1)
})

t.test('a path that cannot be written is an answer', async (t) => {
  const path = join(temporaryFolder(t), 'sms.jsonl')
  mkdirSync(path)
  const sent = await fileChannel({ path, clock }).send(message('n-1'))
  t.same(sent, { sent: false, why: 'EISDIR', unsure: false })
})

t.test('the next channel is tried when the one before surely failed', async (t) => {
  const down = fakeChannel(() => ({ sent: false, why: 'down', unsure: false }))
  const up = fakeChannel()
  t.same(await failover([down.channel, up.channel]).send(message('n-1')), { sent: true })
  t.equal(up.messages.length, 1)
})

t.test('a channel that may have sent it leaves nothing to the next', async (t) => {
  const unsure = { sent: false, why: 'timeout', unsure: true } as const
  const slow = fakeChannel(() => unsure)
  const up = fakeChannel()
  t.same(await failover([slow.channel, up.channel]).send(message('n-1')), unsure)
  t.equal(up.messages.length, 0)
})

t.test('when all fail, the first says why', async (t) => {
  const [a, b] = ['a', 'b'].map((why) => fakeChannel(() => ({ sent: false, why, unsure: false })))
  if (!a || !b) throw new Error('two channels')
  const sent = await failover([a.channel, b.channel]).send(message('n-1'))
  t.match(sent, { sent: false, why: 'a' })
})

t.test('SMS_URL file: writes into the data folder', async (t) => {
  const dataDir = temporaryFolder(t)
  await openChannels({ smsUrls: ['file:'], dataDir }, { clock, log: silent }).send(message('n-1'))
  t.ok(existsSync(join(dataDir, 'sms.jsonl')))
})

t.test('SMS_URL may name the file', async (t) => {
  const path = join(temporaryFolder(t), 'elsewhere.jsonl')
  await openChannels(
    { smsUrls: [`file://${path}`], dataDir: '/nowhere' },
    { clock, log: silent },
  ).send(message('n-1'))
  t.equal(linesOf(path).length, 1)
})
