import type { Logger } from 'pino'
import type { Test } from 'tap'
import type { Clock } from '../../src/deps.ts'
import type { Channel, Message } from '../../src/notices/channel.ts'
import { type SmppConfig, smppChannel } from '../../src/notices/smpp-channel.ts'
import { type LinkTimes, linkTimes } from '../../src/notices/smpp-link.ts'
import { MORNING } from '../databases.ts'
import { PHONE, silent } from './given.ts'
import { type Manners, type SmppPeer, smppPeer } from './smpp-peer.ts'

/** Two SMS, with the link as it is in real messages. */
export const ARABIC_OF_TWO =
  'رقمك A-014: تجديد البطاقة، مركز مدينة عيسى\nhttps://dawr.gov.bh/t/019aa3f2-7c11-7d3e-9b52-3f0c6f1f2a10#hX2kq0r9TqWm3b7sZcVd1A'

export const standing: Clock = { now: () => MORNING }

export const message = (noticeId: string, more: Partial<Message> = {}): Message => ({
  noticeId,
  to: PHONE,
  text: 'بطاقتك جاهزة',
  parts: 1,
  at: MORNING,
  leftThrough: null,
  partsOut: null,
  notAfter: MORNING + 45_000,
  expiresAt: MORNING + 4 * 3_600_000,
  leave: async () => true,
  ...more,
})

/** A provider that is gone with its test. */
export const givenPeer = async (t: Test, manners: Manners = {}): Promise<SmppPeer> => {
  const peer = await smppPeer(manners)
  t.teardown(() => peer.close())
  return peer
}

/** A channel to it, closed with the test. */
export const givenChannel = (
  t: Test,
  { host, port }: SmppPeer,
  {
    times = {},
    log = silent,
    clock = standing,
    ...more
  }: Partial<SmppConfig> & { times?: Partial<LinkTimes>; log?: Logger; clock?: Clock } = {},
): Channel => {
  const channel = smppChannel(
    {
      name: 'smpp',
      host,
      port,
      tls: false,
      user: 'dawr',
      password: 'secret',
      from: 'Dawr',
      rate: 1000,
      window: 10,
      again: false,
      ...more,
    },
    { clock, log, times: { ...linkTimes, pausesMs: [10, 20], closeMs: 100, ...times } },
  )
  t.teardown(() => channel.close())
  return channel
}
