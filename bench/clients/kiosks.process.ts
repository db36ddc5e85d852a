import { once } from 'node:events'
import http from 'node:http'
import { createServer, type Server } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { answerParent, machineMs } from '../child.ts'

/** Kiosks with a printer each: presses over HTTP, and when the first byte of each slip came. */
interface Kiosk {
  printer: Server
  presses: number[]
  firstBytes: number[]
}

/** What a healthy printer answers to every question: bits 1 and 4 are always set. */
const WELL = Buffer.of(0x12)
/** `DLE EOT n`: its first two bytes. */
const QUESTION = Buffer.of(0x10, 0x04)
const QUESTION_BYTES = QUESTION.length + 1
const PRINTED_WITHIN_MS = 60_000

const agent = new http.Agent({ keepAlive: true })
const kiosks: Kiosk[] = []

const asks = (piece: Buffer): boolean => piece.subarray(-QUESTION_BYTES, -1).equals(QUESTION)

/**
 * A printer that is well, and says when a slip begins to come. It reads none of it: fifty that do
 * would take the time of one another, and of the presses that come meanwhile, in this one process.
 */
const openPrinter = async (onSlip: () => void): Promise<Server> => {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    let isBegun = false
    socket.on('data', (piece) => {
      // Questions come first, each alone until it is answered, and one behind the last byte.
      if (!isBegun && piece.length > QUESTION_BYTES) {
        isBegun = true
        onSlip()
      }
      if (asks(piece)) socket.write(WELL)
    })
    socket.on('end', () => socket.end())
    socket.on('error', () => socket.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

const urlOf = (server: Server): string => {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a printer has no port')
  return `tcp://127.0.0.1:${address.port}`
}

/** Opens so many printers. @returns their addresses */
const openPrinters = async ({ count }: { count: number }): Promise<string[]> => {
  while (kiosks.length < count) {
    const firstBytes: number[] = []
    const printer = await openPrinter(() => firstBytes.push(machineMs()))
    kiosks.push({ printer, presses: [], firstBytes })
  }
  return kiosks.map(({ printer }) => urlOf(printer))
}

const press = (url: string, token: string, body: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const request = http.request(
      url,
      {
        agent,
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      },
      (response) => {
        response.resume()
        response.on('end', () =>
          response.statusCode === 201
            ? resolve()
            : reject(new Error(`a press was answered ${response.statusCode}`)),
        )
      },
    )
    request.on('error', reject)
    request.end(body)
  })

interface Presses {
  url: string
  /** The kiosks' tokens, in the order of their printers; pressed in turn. */
  tokens: string[]
  services: string[]
  amount: number
  everyMs: number
}

let pressed = 0

/** Presses at a steady pace, whatever the server does. @returns press → first byte of each, in ms */
const pressAll = async (order: Presses): Promise<number[]> => {
  const { url, tokens, services, amount, everyMs } = order
  for (const kiosk of kiosks) {
    kiosk.presses = []
    kiosk.firstBytes.length = 0
  }
  const answered: Promise<void>[] = []
  const beganAt = performance.now()
  for (let n = 0; n < amount; n++) {
    await pause(Math.max(0, beganAt + n * everyMs - performance.now()))
    const at = n % tokens.length
    const body = { service: services[n % services.length], requestId: `press-${++pressed}` }
    kiosks[at]?.presses.push(machineMs())
    const answer = press(url, tokens[at] ?? '', JSON.stringify(body))
    // Heard when all have been pressed.
    answer.catch(() => undefined)
    answered.push(answer)
  }
  await Promise.all(answered)
  const until = performance.now() + PRINTED_WITHIN_MS
  const isPrinted = () => kiosks.every((one) => one.firstBytes.length >= one.presses.length)
  while (!isPrinted()) {
    if (performance.now() > until) throw new Error('not every press was printed')
    await pause(5)
  }
  // A kiosk prints in the order in which it was pressed.
  return kiosks.flatMap(({ presses, firstBytes }) =>
    presses.map((at, n) => (firstBytes[n] ?? Number.NaN) - at),
  )
}

const calls = { openPrinters, pressAll }
export type KioskCalls = typeof calls

answerParent(calls, async () => {
  agent.destroy()
  for (const { printer } of kiosks) printer.close()
})
