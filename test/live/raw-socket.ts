import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { Owner } from '../servers.ts'

const TEXT = 0x1
const CLOSE = 0x8

/** A WebSocket by hand, which keeps no rule that it does not want to. */
export interface RawSocket {
  tcp: Socket
  /** The texts that came, in their order. */
  texts: string[]
  send(text: string): void
  /** The first text, of those that came and those that come, that begins so. */
  seen(start: string): Promise<string>
  /** Resolves when the server has ended the connection. */
  ended: Promise<void>
}

const frame = (opcode: number, payload: Buffer): Buffer => {
  const mask = randomBytes(4)
  const length =
    payload.length < 126
      ? Buffer.from([0x80 | payload.length])
      : Buffer.from([0x80 | 126, payload.length >> 8, payload.length & 0xff])
  const masked = payload.map((byte, at) => byte ^ (mask[at % 4] ?? 0))
  return Buffer.concat([Buffer.from([0x80 | opcode]), length, mask, masked])
}

/** Takes whole frames off the front; what is left waits for more. */
const takeFrames = (bytes: Buffer, take: (opcode: number, payload: Buffer) => void): Buffer => {
  let left = bytes
  for (;;) {
    const [first = 0, second = 0] = left
    const headBytes = second === 127 ? 10 : second === 126 ? 4 : 2
    if (left.length < headBytes) return left
    const length =
      headBytes === 2 ? second : left.readUIntBE(headBytes === 4 ? 2 : 4, headBytes === 4 ? 2 : 6)
    if (left.length < headBytes + length) return left
    take(first & 0x0f, left.subarray(headBytes, headBytes + length))
    left = left.subarray(headBytes + length)
  }
}

/** Sends a request to become a WebSocket, and whatever else afterwards. */
export const rawSocket = async (
  owner: Owner,
  url: string,
  path = '/socket.io/?EIO=4&transport=websocket',
  headers = '',
): Promise<RawSocket> => {
  const { hostname, port, host } = new URL(url)
  const tcp = connect(Number(port), hostname)
  owner.teardown(() => void tcp.destroy())
  const texts: string[] = []
  const changed = new EventTarget()
  let ended = false
  const over = Promise.withResolvers<void>()
  const end = () => {
    ended = true
    over.resolve()
    changed.dispatchEvent(new Event('text'))
  }
  tcp.on('error', end)
  tcp.on('close', end)
  tcp.on('end', end)
  await once(tcp, 'connect')
  const key = randomBytes(16).toString('base64')
  tcp.write(
    `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n${headers}\r\n`,
  )
  let bytes: Buffer = Buffer.alloc(0)
  let isUpgraded = false
  tcp.on('data', (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk])
    const head = bytes.indexOf('\r\n\r\n')
    if (!isUpgraded && head < 0) return
    if (!isUpgraded) {
      texts.push(bytes.subarray(0, head).toString())
      bytes = bytes.subarray(head + 4)
      isUpgraded = texts[0]?.startsWith('HTTP/1.1 101') === true
      changed.dispatchEvent(new Event('text'))
    }
    if (!isUpgraded) return
    bytes = takeFrames(bytes, (opcode, payload) => {
      if (opcode === TEXT) texts.push(payload.toString())
      if (opcode === CLOSE) tcp.end(frame(CLOSE, Buffer.alloc(0)))
      changed.dispatchEvent(new Event('text'))
    })
  })
  return {
    tcp,
    texts,
    send: (text) => void (tcp.writable && tcp.write(frame(TEXT, Buffer.from(text)))),
    seen: async (start) => {
      for (;;) {
        const found = texts.find((text) => text.startsWith(start))
        if (found !== undefined) return found
        if (ended) throw new Error(`ended without ${start}; it said ${texts.slice(-3).join(' | ')}`)
        await once(changed, 'text')
      }
    },
    ended: over.promise,
  }
}

/** One that has joined `/live`. */
export const joinedSocket = async (owner: Owner, url: string, headers = ''): Promise<RawSocket> => {
  const socket = await rawSocket(owner, url, undefined, headers)
  await socket.seen('0{')
  socket.send('40/live,')
  await socket.seen('40/live,{')
  return socket
}
