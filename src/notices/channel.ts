/** One message for one person. */
export interface Message {
  /** The key under which the same message is known again. */
  noticeId: string
  /** E.164; for the channel to browsers, a subscription (push.ts) as JSON. */
  to: string
  text: string
  /** How many SMS it takes; none for a browser. */
  parts: number
  /** Of those that have the same, only the newest need reach the person. */
  topic?: string
  /** When it is sent, epoch milliseconds. */
  at: number
  /**
   * The channel it may have gone out through: it took it and did not say what became of it, or a
   * process ended before that was recorded. null: it is surely not out.
   */
  leftThrough: string | null
  /**
   * The ids of those of its parts that are out through that channel, where the attempt before ended
   * with an answer; null: nobody knows what came of it.
   */
  partsOut: readonly string[] | null
  /** Past this time the message is somebody else's to send; epoch milliseconds. */
  notAfter: number
  /** When it has become useless to the person, epoch milliseconds. */
  expiresAt: number
  /**
   * Stores that it goes out through a channel; awaited just before it can. False: it is somebody
   * else's by now, and must not go out.
   */
  leave(channel: string): Promise<boolean>
}

/**
 * What a channel answers. `why` is a code, never personal data. `unsure`: it may have gone out all
 * the same, so only this channel may try again, which then looks first. `final`: no attempt will
 * change the answer, so it is not tried again; `gone`: nor any other message to the same. `ids`: what the provider calls its parts, as far as
 * it has said so; their receipts name them.
 */
export type Sent = { sent: true; ids?: readonly string[] } | NotSent
export interface NotSent {
  sent: false
  why: string
  unsure: boolean
  final?: boolean
  gone?: boolean
  ids?: readonly string[]
}

export type PartOutcome = 'delivered' | 'failed' | 'expired'

/** What a provider tells later of one part of a message. */
export interface Receipt {
  /** The channel it came by. */
  channel: string
  /** The provider's id of the part, as the receipt writes it. */
  partId: string
  outcome: PartOutcome
  /** The reference of the message (`referenceOf`), where the provider gives it back. */
  reference: number | null
  /** Whose phone it was, digits only. */
  phone: string
}

/** Stores a receipt. Rejects when that is not possible now: the provider is to repeat it. */
export type TakeReceipt = (receipt: Receipt) => Promise<void>

/**
 * The most messages that a process has under way. Those that are share their commits and the
 * channel's sync to the disk: with twice as many as before some 15 % more go out a second, and half
 * as many again add nothing.
 */
export const UNDER_WAY_MAX = 128

/** A way to a person's phone, or to their browser. */
export interface Channel {
  /** The word that stands for it in logs, figures and the database. */
  name: string
  /** Connects ahead, where it keeps a connection, and hands on receipts from then on. */
  listen?(take: TakeReceipt): void
  /** Never rejects: what goes wrong is an answer. */
  send(message: Message): Promise<Sent>
  /** Brings what is under way to an end, within a few seconds. */
  close(): Promise<void>
}

/**
 * The first channel that sends it or may have; when all fail, why the first one did. What may have
 * gone out through one channel goes to no other.
 */
export const failover = (channels: readonly [Channel, ...Channel[]]): Channel => ({
  name: channels.map(({ name }) => name).join(','),
  listen: (take) => {
    for (const channel of channels) channel.listen?.(take)
  },
  send: async (message) => {
    const { leftThrough } = message
    const able = leftThrough ? channels.filter(({ name }) => name === leftThrough) : channels
    const refusals: NotSent[] = []
    for (const channel of able) {
      const answer = await channel.send(message)
      if (answer.sent || answer.unsure) return answer
      refusals.push(answer)
    }
    const [first] = refusals
    // The configuration has changed: there is nobody left who could tell whether it went out.
    if (!first) return { sent: false, why: 'channel_gone', unsure: true, final: true }
    return { ...first, final: refusals.every(({ final }) => final === true) }
  },
  close: async () => {
    await Promise.all(channels.map((channel) => channel.close()))
  },
})
