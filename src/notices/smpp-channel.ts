import type { Logger } from 'pino'
import type { Decoded, Pdu } from 'smpp'
import type { Clock } from '../deps.ts'
import type { Channel, Message, NotSent, Sent } from './channel.ts'
import { openPace } from './pace.ts'
import { readReceipt } from './receipt.ts'
import { referenceOf } from './reference.ts'
import { type LinkTimes, linkTimes, smppLink, statusName } from './smpp-link.ts'
import { type SmsParts, smsParts } from './sms-parts.ts'

export interface SmppConfig {
  /** Unique among the channels; stands in logs and in the database. */
  name: string
  host: string
  port: number
  tls: boolean
  user: string
  password: string
  /** Who the message is from: letters, a short code, or a number with `+`. */
  from: string
  /** Parts a second, and how many may be unanswered; of this process. */
  rate: number
  window: number
  /** The provider knows a message that comes twice, or twice is better than never here. */
  again: boolean
}

/** How long a message waits for its turn, or for the connection, before another channel takes it. */
const WAIT_MS = 5000
/** After the first, second, third … refusal because of too much. */
const THROTTLED_MS = [1000, 2000, 4000, 8000, 16_000, 30_000]

const ESME_RINVDSTADR = 0x0b
const ESME_RMSGQFUL = 0x14
const ESME_RTHROTTLED = 0x58
const ESM_CLASS_KIND = 0x3c
const ESM_CLASS_RECEIPT = 0x04
const RECEIPT_WHEN_FINAL = 1
const INTERNATIONAL = { ton: 1, npi: 1 }

/** SMPP 3.4, 5.2.5: letters are alphanumeric, a number without `+` is a short code. */
const senderType = (from: string): { ton: number; npi: number } => {
  if (from.startsWith('+')) return INTERNATIONAL
  return /^\d+$/.test(from) ? { ton: 3, npi: 0 } : { ton: 5, npi: 0 }
}

const digitsOf = (phone: string): string => phone.replaceAll(/\D/g, '')

/** Relative, `YYMMDDhhmmss000R` (SMPP 3.4, 7.1.1); at least a minute. */
const validity = (seconds: number): string => {
  const of = Math.max(60, seconds)
  const pieces = [of / 86_400, (of / 3600) % 24, (of / 60) % 60, of % 60]
  return `0000${pieces.map((n) => String(Math.floor(n)).padStart(2, '0')).join('')}000R`
}

const textIn = (decoded: Decoded | undefined): string => {
  const message = decoded?.message ?? ''
  return typeof message === 'string' ? message : message.toString('latin1')
}

/**
 * Sends over SMPP 3.4 to a provider. SMPP cannot ask whether a message that got no answer went out,
 * so such a message is not sent again (`again` changes that); see docs/decisions/sms-providers.md.
 */
export const smppChannel = (
  config: SmppConfig,
  { clock, log, times = linkTimes }: { clock: Clock; log: Logger; times?: LinkTimes },
): Channel => {
  const { name, from, rate, window, again } = config
  const pace = openPace({ rate, window, waitMs: WAIT_MS })
  let throttled = 0
  let takeReceipt: Parameters<NonNullable<Channel['listen']>>[0] | undefined

  const take = async (pdu: Pdu): Promise<boolean> => {
    // What people write back is nobody's here: acknowledged, and dropped.
    if (((pdu.esm_class ?? 0) & ESM_CLASS_KIND) !== ESM_CLASS_RECEIPT) return true
    const receipt = readReceipt({
      text: textIn(pdu.short_message) || textIn(pdu.message_payload),
      partId: pdu.receipted_message_id ?? null,
      state: pdu.message_state ?? null,
    })
    if (!receipt) return true
    if (!takeReceipt) return false
    const reference = pdu.user_message_reference ?? null
    const phone = digitsOf(pdu.source_addr ?? '')
    try {
      await takeReceipt({ channel: name, ...receipt, reference, phone })
      return true
    } catch (error) {
      log.warn({ channel: name, err: error }, 'receipt not stored, to be repeated')
      return false
    }
  }
  const link = smppLink(config, { times, log, take })

  const fieldsOf = (message: Message, { coding, parts }: SmsParts, n: number) => {
    const part = parts[n]
    const sender = senderType(from)
    return {
      source_addr_ton: sender.ton,
      source_addr_npi: sender.npi,
      source_addr: from.replace(/^\+/, ''),
      dest_addr_ton: INTERNATIONAL.ton,
      dest_addr_npi: INTERNATIONAL.npi,
      destination_addr: digitsOf(message.to),
      data_coding: coding,
      registered_delivery: RECEIPT_WHEN_FINAL,
      validity_period: validity((message.expiresAt - clock.now()) / 1000),
      user_message_reference: referenceOf(message.noticeId),
      short_message: { udh: part?.header ?? Buffer.alloc(0), message: part?.body },
    }
  }

  const isThrottled = (status: number): boolean => {
    if (status !== ESME_RTHROTTLED && status !== ESME_RMSGQFUL) {
      throttled = 0
      return false
    }
    pace.pause(THROTTLED_MS[Math.min(throttled, THROTTLED_MS.length - 1)] ?? 0)
    throttled += 1
    return true
  }

  /** One part; null: it is out. A throttled one comes to its turn again, as long as that may take. */
  const sendPart = async (
    message: Message,
    parts: SmsParts,
    ids: string[],
    mayLeave: () => Promise<boolean>,
  ): Promise<NotSent | null> => {
    const notYet = (why: string): NotSent => ({ sent: false, why, unsure: ids.length > 0, ids })
    for (;;) {
      if (!(await link.isUp(WAIT_MS))) return notYet('smpp_away')
      if (!(await pace.enter())) return notYet(throttled > 0 ? 'smpp_throttled' : 'smpp_busy')
      try {
        if (clock.now() > message.notAfter || !(await mayLeave()))
          return { sent: false, why: 'too_late', unsure: true, ids }
        const submitted = await link.submit(fieldsOf(message, parts, ids.length))
        if ('lost' in submitted) {
          if (submitted.lost === 'not_written') return notYet('smpp_away')
          return { sent: false, why: `smpp_${submitted.lost}`, unsure: true, final: !again, ids }
        }
        const { status, id } = submitted
        if (isThrottled(status)) continue
        if (status !== 0)
          return { ...notYet(statusName(status)), final: status === ESME_RINVDSTADR }
        ids.push(id)
        return null
      } catch {
        // The database could not be told that it leaves, so it does not.
        return notYet('not_recorded')
      } finally {
        pace.leave()
      }
    }
  }

  const sendAll = async (message: Message, parts: SmsParts): Promise<Sent> => {
    const ids = [...(message.partsOut ?? [])]
    let left: Promise<boolean> | undefined
    const mayLeave = () => {
      left ??= message.leave(name)
      return left
    }
    while (ids.length < parts.parts.length) {
      const failed = await sendPart(message, parts, ids, mayLeave)
      if (failed) return failed
    }
    return { sent: true, ids: ids.filter((id) => id !== '') }
  }

  return {
    name,
    listen: (given) => {
      takeReceipt = given
      link.open()
    },
    send: async (message) => {
      link.open()
      const { noticeId, leftThrough, partsOut } = message
      if (leftThrough !== null && !again && partsOut === null)
        return { sent: false, why: 'smpp_unanswered', unsure: true, final: true }
      const parts = smsParts(message.text, referenceOf(noticeId) & 0xff)
      if (!parts) return { sent: false, why: 'text_too_long', unsure: false, final: true }
      return sendAll(message, parts)
    },
    close: () => link.close(),
  }
}
