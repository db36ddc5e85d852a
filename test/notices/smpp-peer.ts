import { once } from 'node:events'
import type { Server } from 'node:net'
import smpp, { type Decoded, type Pdu, type Session } from 'smpp'

export const THROTTLED = 0x58
export const QUEUE_FULL = 0x14
export const BAD_NUMBER = 0x0b
export const SYSTEM_ERROR = 0x08
export const BAD_PASSWORD = 0x0e

/** One SMS as the provider was given it. */
export interface Part {
  to: string
  from: string
  /** Decoded by its data coding. */
  text: string
  coding: number
  octets: number
  /** What joins it to others; null: a message of one. */
  joined: { reference: number; of: number; which: number } | null
  /** `user_message_reference`. */
  reference: number | null
  validity: string
  wantsReceipt: boolean
  /** What the provider calls it. */
  id: string
}

/** What a provider does with one submit. `taken`: the SMS goes out to the person. */
export type Treatment =
  | { answer: 'accept'; times?: number; after?: Promise<unknown> }
  | { answer: 'refuse'; status: number }
  | { answer: 'never'; taken: boolean }
  | { answer: 'cut'; taken: boolean }

export const ACCEPT: Treatment = { answer: 'accept' }

/** How a provider behaves. */
export interface Manners {
  /** The status of the how-manyth bind, from 0; null: no answer. */
  bind?: (howMany: number) => number | null
  /** What it does with the how-manyth submit, from 0. */
  submit?: (part: Part, howMany: number) => Treatment
  /** How it writes the how-manyth id in its answers, from 0. */
  idOf?: (howMany: number) => string
  /** Receipts for what it takes, by themselves: how often, and whether before the answer. */
  receipts?: { times: number; before: boolean }
  /** Whether it answers `enquire_link`. */
  alive?: () => boolean
}

export interface ReceiptWords {
  stat?: string
  /** How it writes the id in the receipt. */
  id?: string
  /** Whether it gives back `user_message_reference`. */
  echo?: boolean
}

export interface SmppPeer {
  host: string
  port: number
  /** For SMS_URL; `query` without its question mark. */
  url: (query?: string) => string
  /** User and password of each bind. */
  binds: { user: string; password: string }[]
  /** Every submit, taken or not. */
  submits: Part[]
  /** What went out to persons. */
  taken: Part[]
  /** The whole texts that a phone shows, in order: parts joined as a phone does. */
  shown: () => { to: string; text: string }[]
  /** How many times each text was shown on each phone: `+973…\n<text>` to a count. */
  timesShown: () => Map<string, number>
  /** The most submits that were unanswered at one time. */
  mostUnanswered: () => number
  /** Sends a receipt to one of those that are bound, and answers with the status it was given. */
  receipt: (part: Part, words?: ReceiptWords) => Promise<number>
  /** Somebody's answer to a message. */
  reply: (text: string) => Promise<number>
  /** Answers when it holds; looked at after everything that comes. */
  when: (holds: () => boolean) => Promise<void>
  /** Drops all connections. */
  cut: () => void
  /** Away, and back at the same port. */
  stop: () => Promise<void>
  start: () => Promise<void>
  close: () => Promise<void>
}

const textOf = (decoded: Decoded | undefined): string => String(decoded?.message ?? '')

const partOf = (pdu: Pdu, id: string): Part => {
  const header = pdu.short_message?.udh?.find((one) => one[0] === 0)
  const [, , reference = 0, of = 0, which = 0] = header ?? []
  const text = textOf(pdu.short_message)
  return {
    to: `+${pdu.destination_addr}`,
    from: pdu.source_addr ?? '',
    text,
    coding: pdu.data_coding ?? -1,
    octets: pdu.data_coding === 8 ? text.length * 2 : text.length,
    joined: header ? { reference, of, which } : null,
    reference: pdu.user_message_reference ?? null,
    validity: String(pdu.validity_period),
    wantsReceipt: pdu.registered_delivery === 1,
    id,
  }
}

/** Joins parts as a phone does: a message is shown when all of its parts are there. */
const show = (parts: readonly Part[]): { to: string; text: string }[] => {
  const shown: { to: string; text: string }[] = []
  const waiting = new Map<string, Map<number, string>>()
  for (const { to, from, text, joined } of parts) {
    if (!joined) {
      shown.push({ to, text })
      continue
    }
    const key = `${to} ${from} ${joined.reference} ${joined.of}`
    const held = waiting.get(key) ?? new Map<number, string>()
    waiting.set(key, held.set(joined.which, text))
    if (held.size < joined.of) continue
    waiting.delete(key)
    const inOrder = [...held].sort(([a], [b]) => a - b)
    shown.push({ to, text: inOrder.map(([, piece]) => piece).join('') })
  }
  return shown
}

/** A real SMPP provider on a port picked by the system; `manners` may be changed at any time. */
export const smppPeer = async (manners: Manners = {}): Promise<SmppPeer> => {
  const binds: SmppPeer['binds'] = []
  const submits: Part[] = []
  const taken: Part[] = []
  const open = new Set<Session>()
  const bound = new Set<Session>()
  const watchers = new Set<() => void>()
  let unanswered = 0
  let most = 0
  let port = 0
  let server: Server | null = null
  const tell = () => {
    for (const watcher of [...watchers]) watcher()
  }

  const deliver = (fields: Record<string, unknown>): Promise<number> =>
    new Promise((resolve, reject) => {
      const [session] = bound
      if (!session) return reject(new Error('nobody is bound'))
      const hungUp = () => reject(new Error('it hung up instead of answering'))
      session.socket.once('close', hungUp)
      session.deliver_sm(fields, ({ command_status }) => {
        session.socket.off('close', hungUp)
        resolve(command_status)
      })
    })

  const receipt: SmppPeer['receipt'] = (part, { stat = 'DELIVRD', id = part.id, echo } = {}) =>
    deliver({
      esm_class: 4,
      source_addr: part.to.slice(1),
      destination_addr: part.from,
      data_coding: 0,
      short_message: `id:${id} sub:001 dlvrd:001 submit date:2611240800 done date:2611240801 stat:${stat} err:000 text:.`,
      ...(echo ? { user_message_reference: part.reference } : {}),
    })

  const answer = async (session: Session, pdu: Pdu, part: Part, times: number) => {
    const { receipts = { times: 0, before: false } } = manners
    const deliverAll = async () => {
      for (let n = 0; n < receipts.times; n += 1) await receipt(part)
    }
    if (receipts.before) await deliverAll()
    for (let n = 0; n < times; n += 1) session.send(pdu.response({ message_id: part.id }))
    if (!receipts.before) await deliverAll()
  }

  const treat = async (session: Session, pdu: Pdu) => {
    const howMany = submits.length
    const part = partOf(pdu, manners.idOf?.(howMany) ?? String(1000 + howMany))
    submits.push(part)
    tell()
    unanswered += 1
    most = Math.max(most, unanswered)
    const treatment = manners.submit?.(part, howMany) ?? ACCEPT
    if ('taken' in treatment ? treatment.taken : treatment.answer === 'accept') taken.push(part)
    if (treatment.answer === 'cut') session.destroy()
    if (treatment.answer === 'accept' || treatment.answer === 'refuse') {
      if ('after' in treatment) await treatment.after
      unanswered -= 1
    }
    if (treatment.answer === 'refuse')
      session.send(pdu.response({ command_status: treatment.status }))
    if (treatment.answer === 'accept') await answer(session, pdu, part, treatment.times ?? 1)
    tell()
  }

  const welcome = (session: Session) => {
    open.add(session)
    session.on('close', () => {
      open.delete(session)
      bound.delete(session)
      unanswered = 0
      tell()
    })
    // A client that goes away is no matter for a provider.
    session.on('error', () => session.destroy())
    session.on('bind_transceiver', (pdu: Pdu) => {
      const status = manners.bind ? manners.bind(binds.length) : 0
      binds.push({ user: pdu.system_id ?? '', password: pdu.password ?? '' })
      if (status === 0) bound.add(session)
      if (status !== null) session.send(pdu.response({ command_status: status }))
      tell()
    })
    session.on('submit_sm', (pdu: Pdu) => void treat(session, pdu).catch(() => tell()))
    session.on('enquire_link', (pdu: Pdu) => {
      if (manners.alive?.() ?? true) session.send(pdu.response())
    })
    session.on('unbind', (pdu: Pdu) => {
      session.send(pdu.response())
      session.socket.end()
    })
  }

  const cut = () => {
    for (const session of open) session.destroy()
  }
  const start = async () => {
    server = smpp.createServer(welcome)
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('The server has no port.')
    port = address.port
  }
  const stop = async () => {
    if (!server) return
    const closed = once(server, 'close')
    server.close()
    server = null
    cut()
    await closed
  }
  await start()

  return {
    host: '127.0.0.1',
    port,
    url: (query = '') => `smpp://dawr:secret@127.0.0.1:${port}${query && `?${query}`}`,
    binds,
    submits,
    taken,
    shown: () => show(taken),
    timesShown: () => {
      const times = new Map<string, number>()
      for (const { to, text } of show(taken)) {
        const key = `${to}\n${text}`
        times.set(key, (times.get(key) ?? 0) + 1)
      }
      return times
    },
    mostUnanswered: () => most,
    receipt,
    reply: (text) =>
      deliver({ esm_class: 0, source_addr: '97336000001', data_coding: 8, short_message: text }),
    when: (holds) =>
      new Promise((resolve) => {
        const look = () => {
          if (!holds()) return
          watchers.delete(look)
          resolve()
        }
        watchers.add(look)
        look()
      }),
    cut,
    stop,
    start,
    close: stop,
  }
}
