import { connect, type Socket } from 'node:net'
import { errorCode } from '../src/error-code.ts'
import type { Channel, Ending } from './channel.ts'
import type { Limits } from './device.ts'
import { INITIALISE } from './escpos.ts'
import { PrinterLost } from './outcome.ts'

/** Small enough that a slow printer shows its progress between two of them. */
const CHUNK_BYTES = 4_096
/** Serial bridges pass these on from the printer; they are no answer. */
const FLOW_CONTROL = [0x11, 0x13]

/** What is known of a connection, and who waits for it to change. */
interface Line {
  socket: Socket
  connected: boolean
  /** The printer has closed its side. */
  ended: boolean
  /** The connection is gone, with the system's code where it said one. */
  lost: { code: string | null } | null
  answers: number[]
  /** Whether the last thing sent was a question: an answer then proves that all before it arrived. */
  asked: boolean
  changed: Set<() => void>
}

const openLine = (host: string, port: number): Line => {
  // Half-open: a printer may close its side before it has read all of ours.
  const socket = connect({ host, port, allowHalfOpen: true, noDelay: true })
  const line: Line = {
    socket,
    connected: false,
    ended: false,
    lost: null,
    answers: [],
    asked: false,
    changed: new Set(),
  }
  const note = (change: () => void) => {
    change()
    for (const look of line.changed) look()
  }
  socket.on('connect', () =>
    note(() => {
      line.connected = true
    }),
  )
  socket.on('data', (bytes) =>
    note(() => line.answers.push(...bytes.filter((byte) => !FLOW_CONTROL.includes(byte)))),
  )
  socket.on('end', () =>
    note(() => {
      line.ended = true
    }),
  )
  socket.on('error', (error) =>
    note(() => {
      line.lost = { code: errorCode(error) }
    }),
  )
  socket.on('close', () =>
    note(() => {
      line.lost ??= { code: null }
    }),
  )
  return line
}

/** Waits until something holds of the line; false when the time is over first. */
const until = (line: Line, holds: () => boolean, withinMs: number): Promise<boolean> =>
  new Promise((resolve) => {
    const settle = (result: boolean) => {
      clearTimeout(timer)
      line.changed.delete(look)
      resolve(result)
    }
    const look = () => {
      if (holds()) settle(true)
    }
    const timer = setTimeout(() => settle(false), withinMs)
    line.changed.add(look)
    look()
  })

const broken = ({ lost }: Line): PrinterLost => new PrinterLost('interrupted', lost?.code ?? null)

/** Hands one piece to the system. @throws PrinterLost when the printer takes nothing or is gone */
const write = async (line: Line, bytes: Uint8Array, stallMs: number): Promise<void> => {
  if (line.lost) throw broken(line)
  let taken = false
  line.socket.write(bytes, (error) => {
    // An error is also told by the socket's own event, which is what is looked at.
    taken = !error
    for (const look of line.changed) look()
  })
  const settled = await until(line, () => taken || line.lost !== null, stallMs)
  if (line.lost) throw broken(line)
  if (!settled) throw new PrinterLost('timeout')
}

const ask = async (line: Line, question: Uint8Array, withinMs: number): Promise<number | null> => {
  line.answers.length = 0
  line.asked = true
  await write(line, question, withinMs)
  await until(line, () => line.answers.length > 0 || line.ended || line.lost !== null, withinMs)
  const answer = line.answers.shift()
  if (answer !== undefined) return answer
  if (line.lost) throw broken(line)
  return null
}

/** After the other side has closed, only writing shows whether it still reads. */
const PROBE_PAUSE_MS = 100

/** One that has closed its own side may still read; one that is gone resets the connection. */
const probe = async (line: Line, stallMs: number): Promise<void> => {
  await until(line, () => line.lost !== null, PROBE_PAUSE_MS)
  await write(line, INITIALISE, stallMs)
  await until(line, () => line.lost !== null, PROBE_PAUSE_MS)
  if (line.lost) throw broken(line)
}

const send = async (line: Line, bytes: Uint8Array, stallMs: number): Promise<void> => {
  line.asked = false
  for (let from = 0; from < bytes.length; from += CHUNK_BYTES)
    await write(line, bytes.subarray(from, from + CHUNK_BYTES), stallMs)
  if (line.ended) await probe(line, stallMs)
}

const finish = async (line: Line, withinMs: number): Promise<Ending> => {
  const answered = () => line.asked && line.answers.length > 0
  line.socket.end()
  await until(line, () => answered() || line.ended || line.lost !== null, withinMs)
  if (answered()) return 'taken'
  if (line.lost?.code) return 'lost'
  if (line.ended) return 'taken'
  return line.lost ? 'lost' : 'silent'
}

/** Many printers take one connection at a time: the next slip should not find this one still there. */
const GOODBYE_MS = 500

/** What the system has taken is delivered also after this. */
const hangUp = async (line: Line): Promise<void> => {
  line.socket.end()
  await until(line, () => line.ended || line.lost !== null, GOODBYE_MS)
  line.socket.destroy()
}

/** A printer on the network (the "raw" port 9100). @throws PrinterLost when it is not there */
export const openTcp = async (host: string, port: number, limits: Limits): Promise<Channel> => {
  const line = openLine(host, port)
  const settled = await until(line, () => line.connected || line.lost !== null, limits.connectMs)
  if (!settled || line.lost) {
    line.socket.destroy()
    throw settled
      ? new PrinterLost('unreachable', line.lost?.code ?? null)
      : new PrinterLost('unreachable', 'ETIMEDOUT')
  }
  return {
    ask: (question, withinMs) => ask(line, question, withinMs),
    send: (bytes, stallMs) => send(line, bytes, stallMs),
    finish: (withinMs) => finish(line, withinMs),
    discard: () => hangUp(line),
    abort: () => void line.socket.destroy(),
  }
}
