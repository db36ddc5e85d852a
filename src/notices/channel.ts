/** One message for one person. */
export interface Message {
  /** The key under which the same message is known again. */
  noticeId: string
  /** E.164. */
  to: string
  text: string
  /** How many SMS it takes. */
  parts: number
  /** When it is sent, epoch milliseconds. */
  at: number
  /**
   * Whether it may have been sent before: a process ended between sending it and saying so. A
   * channel that can tell sends it only when it has not.
   */
  repeated: boolean
  /** Past this time the message is somebody else's to send; epoch milliseconds. */
  notAfter: number
}

/**
 * What a channel answers. `why` is a code, never personal data. `unsure`: it may have gone out all
 * the same, so only this channel may try again, which then looks first.
 */
export type Sent = { sent: true } | { sent: false; why: string; unsure: boolean }

/** A way to a person's phone. */
export interface Channel {
  /** The word that stands for it in logs and figures. */
  name: string
  /** Never rejects: what goes wrong is an answer. */
  send(message: Message): Promise<Sent>
  close(): Promise<void>
}

/** The first channel that sends it or may have; when all fail, why the first one did. */
export const failover = (channels: readonly [Channel, ...Channel[]]): Channel => ({
  name: channels.map(({ name }) => name).join(','),
  send: async (message) => {
    const [first, ...others] = channels
    const answer = await first.send(message)
    if (answer.sent || answer.unsure) return answer
    for (const channel of others) {
      const next = await channel.send(message)
      if (next.sent || next.unsure) return next
    }
    return answer
  },
  close: async () => {
    await Promise.all(channels.map((channel) => channel.close()))
  },
})
