import {
  createDecipheriv,
  createECDH,
  createPublicKey,
  type ECDH,
  hkdfSync,
  randomBytes,
  verify,
} from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { Test } from 'tap'
import type { PushPayload, Subscription } from '../../src/notices/push.ts'

/** A push that was taken: who signed it, how it was to be delivered, what only the browser can read. */
export interface Pushed {
  key: string
  subject: string
  ttl: number
  urgency: string | undefined
  topic: string | undefined
  payload: PushPayload
}

const json = (base64url: string) => JSON.parse(Buffer.from(base64url, 'base64url').toString())

/** Who signed a request for this service (RFC 8292). @throws when nobody did, or not for it */
const signerOf = ({ authorization = '' }: IncomingHttpHeaders, audience: string) => {
  const [, token = '', key = ''] = /^vapid t=([^,]+), k=([\w-]+)$/.exec(authorization) ?? []
  const [head = '', claims = '', signature = ''] = token.split('.')
  const point = Buffer.from(key, 'base64url')
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((one) => one.toString('base64url'))
  if (!x || !y) throw new Error('no key')
  const isSigned = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    {
      key: createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' }),
      dsaEncoding: 'ieee-p1363',
    },
    Buffer.from(signature, 'base64url'),
  )
  const { aud, exp, sub } = json(claims)
  const inSec = exp - Date.now() / 1000
  if (!isSigned || json(head).alg !== 'ES256') throw new Error('not signed')
  if (aud !== audience || inSec <= 0 || inSec > 86_400) throw new Error('not signed for this')
  if (!/^(mailto:|https:)/.test(sub)) throw new Error('nobody to be told')
  return { key, subject: sub }
}

/** What was sealed for a browser (RFC 8291 over RFC 8188), by its own keys. */
const opened = (body: Buffer, ecdh: ECDH, auth: Buffer): string => {
  const salt = body.subarray(0, 16)
  const keyLength = body.readUInt8(20)
  const theirs = body.subarray(21, 21 + keyLength)
  const derive = (key: Uint8Array, from: Buffer, info: Buffer | string, length: number) =>
    Buffer.from(hkdfSync('sha256', key, from, info, length))
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), ecdh.getPublicKey(), theirs])
  const secret = derive(ecdh.computeSecret(theirs), auth, info, 32)
  const key = derive(secret, salt, 'Content-Encoding: aes128gcm\0', 16)
  const nonce = derive(secret, salt, 'Content-Encoding: nonce\0', 12)
  const sealed = body.subarray(21 + keyLength)
  const decipher = createDecipheriv('aes-128-gcm', key, nonce)
  decipher.setAuthTag(sealed.subarray(-16))
  const padded = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()])
  // The last record ends with a 2 and zeros.
  return padded.subarray(0, padded.lastIndexOf(2)).toString()
}

/**
 * A push service with its browsers, on this machine: takes what is signed and sealed as it should
 * be (others get 400), answers as it is told, and keeps for each browser what a phone that is out of
 * reach would be given later.
 * @param answer the status of the n-th request, or a promise of it; 0: no answer at all
 */
export const givenPushService = async (t: Test, answer: (n: number) => number = () => 201) => {
  const browsers = new Map<string, { ecdh: ECDH; auth: Buffer }>()
  const pushed: Pushed[] = []
  const kept = new Map<string, PushPayload>()
  let listener = () => {}
  let origin = ''
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece)
    const { headers, url = '' } = request
    const browser = browsers.get(url)
    try {
      if (!browser || headers['content-encoding'] !== 'aes128gcm') throw new Error('unknown')
      const payload = JSON.parse(opened(Buffer.concat(pieces), browser.ecdh, browser.auth))
      const { ttl, urgency, topic } = headers
      const how = { ttl: Number(ttl), urgency: String(urgency), topic: String(topic) }
      pushed.push({ ...signerOf(headers, origin), ...how, payload })
      const status = answer(pushed.length)
      if (status === 0 || status < 300) kept.set(`${url} ${topic}`, payload)
      if (status !== 0) response.writeHead(status).end()
    } catch {
      response.writeHead(400).end()
    }
    listener()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const stop = async () => {
    if (!server.listening) return
    const closed = once(server, 'close')
    server.closeAllConnections()
    server.close()
    await closed
  }
  t.teardown(stop)
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  origin = `http://127.0.0.1:${address.port}`

  return {
    origin,
    pushed,
    stop,
    /** What waits for phones that are out of reach. */
    kept: () => [...kept.values()],
    subscribe: (): Subscription => {
      const ecdh = createECDH('prime256v1')
      const p256dh = ecdh.generateKeys('base64url')
      const auth = randomBytes(16)
      const path = `/${randomBytes(12).toString('base64url')}`
      browsers.set(path, { ecdh, auth })
      return { endpoint: origin + path, keys: { p256dh, auth: auth.toString('base64url') } }
    },
    /** The push after the first so many, once it is there. */
    after: async (count: number): Promise<Pushed> => {
      while (pushed.length <= count)
        await new Promise<void>((resolve) => {
          listener = resolve
        })
      const [push] = pushed.slice(count)
      if (!push) throw new Error('no push')
      return push
    },
  }
}
