import { isIP } from 'node:net'
import type { Logger } from 'pino'
import smpp, { type Pdu, type Session } from 'smpp'
import { errorCode } from '../error-code.ts'

/** How long things may take; milliseconds. */
export interface LinkTimes {
  /** Connecting and binding together. */
  bindMs: number
  /** A submitted message's answer. */
  submitMs: number
  /** Between two questions whether the link is alive, and for the answer. */
  enquireMs: number
  aliveMs: number
  /** After the first, second, third … connection that failed; the last for all that follow. */
  pausesMs: readonly number[]
  /** For what is unanswered when the process ends. */
  closeMs: number
}

export const linkTimes: LinkTimes = {
  bindMs: 10_000,
  submitMs: 10_000,
  enquireMs: 30_000,
  aliveMs: 10_000,
  pausesMs: [1000, 2000, 5000, 10_000, 30_000],
  closeMs: 3000,
}

/** What became of one submit: the provider's status and id, or that it did not say. */
export type Submitted =
  | { status: number; id: string }
  /** `not_written`: nothing left this process; `timeout` and `closed`: nobody knows. */
  | { lost: 'not_written' | 'timeout' | 'closed' }

export interface SmppLink {
  open(): void
  /** Whether it is bound; waits a moment for a connection that is being made. */
  isUp(withinMs: number): Promise<boolean>
  submit(fields: Record<string, unknown>): Promise<Submitted>
  close(): Promise<void>
}

interface LinkConfig {
  host: string
  port: number
  tls: boolean
  user: string
  password: string
  /** What stands for it in logs. */
  name: string
}

/** The name of a status, as the specification has it. */
export const statusName = (status: number): string =>
  Object.entries(smpp.errors).find(([, value]) => value === status)?.[0] ??
  `smpp_0x${status.toString(16)}`

/**
 * One bound connection to a provider, made anew after growing pauses whenever it is lost.
 * @param take is handed what the provider delivers, and answers whether it was stored
 */
export const smppLink = (
  config: LinkConfig,
  {
    times,
    log,
    take,
  }: { times: LinkTimes; log: Logger; take: (delivered: Pdu) => Promise<boolean> },
): SmppLink => {
  const { host, port, tls, user, password, name } = config
  let bound: Session | null = null
  let session: Session | null = null
  let retry: NodeJS.Timeout | undefined
  let failures = 0
  let closing = false
  const watchers = new Set<() => void>()
  const unanswered = new Set<(submitted: Submitted) => void>()
  const tell = () => {
    for (const watcher of [...watchers]) watcher()
  }

  /** Asks whether the other side is alive, and hangs up on one that is not. */
  const enquire = (asked: Session) => {
    const timer = setTimeout(() => asked.destroy(), times.aliveMs)
    timer.unref()
    asked.enquire_link({}, () => {
      clearTimeout(timer)
      failures = 0
    })
  }

  const answerPeer = (peer: Session) => {
    const deliver = async (pdu: Pdu) => {
      const stored = await take(pdu).catch(() => false)
      // Acknowledged only when stored: the provider repeats what it got this status for.
      const command_status = stored ? 0 : smpp.errors.ESME_RX_T_APPN
      peer.send(pdu.response({ command_status }))
    }
    peer.on('deliver_sm', (pdu: Pdu) => void deliver(pdu))
    peer.on('data_sm', (pdu: Pdu) => void deliver(pdu))
    peer.on('enquire_link', (pdu: Pdu) => void peer.send(pdu.response()))
    peer.on('unknown', (pdu: Pdu) => void peer.send(pdu.response()))
    peer.on('unbind', (pdu: Pdu) => {
      peer.send(pdu.response())
      peer.socket.end()
    })
  }

  const connect = () => {
    const made = smpp.connect({ host, port, tls, servername: isIP(host) ? '' : host })
    session = made
    let why = 'closed'
    const binding = setTimeout(() => {
      why = 'bind_timeout'
      made.destroy()
    }, times.bindMs)
    const enquiring = setInterval(() => bound === made && enquire(made), times.enquireMs)
    enquiring.unref()
    made.on('error', (error: unknown) => {
      why = errorCode(error) ?? 'garbled'
      made.destroy()
    })
    made.on(tls ? 'secureConnect' : 'connect', () => {
      made.bind_transceiver(
        { system_id: user, password, interface_version: 0x34 },
        ({ command_status }) => {
          clearTimeout(binding)
          if (command_status !== 0) {
            why = statusName(command_status)
            made.destroy()
            return
          }
          bound = made
          log.info({ channel: name }, 'bound to the SMS provider')
          tell()
        },
      )
    })
    made.on('close', () => {
      clearTimeout(binding)
      clearInterval(enquiring)
      bound = null
      session = null
      const pauseMs = times.pausesMs[Math.min(failures, times.pausesMs.length - 1)] ?? 0
      failures += 1
      for (const answer of [...unanswered]) answer({ lost: 'closed' })
      if (closing) return
      log.warn({ channel: name, why, pauseMs }, 'no connection to the SMS provider')
      retry = setTimeout(connect, pauseMs)
      retry.unref()
      tell()
    })
    answerPeer(made)
  }

  const submit = (fields: Record<string, unknown>): Promise<Submitted> =>
    new Promise((resolve) => {
      const used = bound
      if (!used || closing) return resolve({ lost: 'not_written' })
      const answer = (submitted: Submitted) => {
        clearTimeout(timer)
        unanswered.delete(answer)
        resolve(submitted)
        if (closing) tell()
      }
      const timer = setTimeout(() => {
        answer({ lost: 'timeout' })
        enquire(used)
      }, times.submitMs)
      unanswered.add(answer)
      const isWritten = used.submit_sm(fields, ({ command_status, message_id = '' }) => {
        failures = 0
        answer({ status: command_status, id: message_id })
      })
      if (!isWritten) answer({ lost: 'not_written' })
    })

  /** Answers what `holds` says, as soon as it holds or after so long. */
  const until = (holds: () => boolean, withinMs: number): Promise<boolean> =>
    new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer)
        watchers.delete(look)
        resolve(holds())
      }
      const look = () => holds() && done()
      const timer = setTimeout(done, withinMs)
      watchers.add(look)
      look()
    })

  return {
    open: () => {
      if (!session && !retry && !closing) connect()
    },
    isUp: async (withinMs) => {
      // Between two connections nobody waits: the pause may be long.
      if (bound || !session || closing) return bound !== null && !closing
      await until(() => bound !== null || session === null, withinMs)
      return bound !== null
    },
    submit,
    close: async () => {
      closing = true
      clearTimeout(retry)
      if (!session) return
      await until(() => unanswered.size === 0, times.closeMs)
      const last: Session | null = session
      if (!last) return
      const closed = new Promise((resolve) => last.once('close', resolve))
      // Who does not answer is hung up on.
      const timer = setTimeout(() => last.destroy(), times.closeMs)
      if (bound) last.unbind({}, () => last.destroy())
      else last.destroy()
      await closed
      clearTimeout(timer)
    },
  }
}
