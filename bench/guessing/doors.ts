import { setTimeout as pause } from 'node:timers/promises'
import { io } from 'socket.io-client'
import { v4 as uuid } from 'uuid'
import { randomToken } from '../../src/crypto.ts'
import type { Guessed } from './patience.ts'

/** The ways in, each tried with guesses that are wrong. */

interface Try {
  path: string
  body?: object
  headers?: Record<string, string>
}

let addresses = 0
/** An address that nobody has asked from before: the limits of addresses do not count. */
export const freshAddress = () => {
  addresses += 1
  return {
    'x-forwarded-for': `198.${addresses >> 16}.${(addresses >> 8) & 255}.${addresses & 255}`,
  }
}
/** One address, another for each row of the table. */
export const oneAddress = () => {
  const address = freshAddress()
  return () => address
}

/** @throws when a guess was right, or the server is in trouble: then nothing is measured */
const send = async (url: string, { path, body, headers = {} }: Try): Promise<Guessed> => {
  const response = await fetch(url + path, {
    method: body ? 'POST' : 'GET',
    headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  })
  const { code, state }: { code?: string; state?: string } = JSON.parse(await response.text())
  // A machine that has other things to do turns away everybody; that is no limit of ours.
  if (code === 'overloaded') {
    await pause(1000)
    return { looked: false, afterMs: 0 }
  }
  if (response.status === 429)
    return { looked: false, afterMs: Number(response.headers.get('retry-after')) * 1000 }
  // Whoever may not ask is told so whatever they typed.
  if (code === 'not_allowed') return { looked: false, afterMs: 1000 }
  const isWrong =
    state === 'unknown' ||
    response.status === 401 ||
    code === 'bad_join_code' ||
    code === 'unknown_pairing'
  if (!isWrong) throw new Error(`${path}: ${response.status} ${code ?? state}`)
  return { looked: true }
}

type Address = () => Record<string, string>

/** Proofs for one citizen, or one each for many. */
export const cardStatus = (url: string, citizenOf: (at: number) => string, address: Address) => {
  const proofOf = (at: number) => String(at).padStart(6, '0')
  return (at: number) =>
    send(url, {
      path: '/api/card-status',
      body: { citizenId: citizenOf(at), proof: proofOf(at) },
      headers: address(),
    })
}

export const passwords =
  (url: string, usernameOf: (at: number) => string, address: Address) => (at: number) =>
    send(url, {
      path: '/api/session',
      body: { username: usernameOf(at), password: `wrong ${at}` },
      headers: address(),
    })

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

export const ticketSecrets = (url: string, ticket: string, address: Address) => () =>
  send(url, { path: `/api/tickets/${ticket}`, headers: { ...address(), ...bearer(randomToken()) } })

export const deviceTokens = (url: string, address: Address) => () =>
  send(url, { path: '/api/device', headers: { ...address(), ...bearer(`dev_${randomToken()}`) } })

export const sessionTokens = (url: string, address: Address) => () =>
  send(url, {
    path: '/api/session',
    headers: { ...address(), cookie: `dawr_session=${randomToken()}` },
  })

export const joinCodes = (url: string, centre: string, address: Address) => () =>
  send(url, {
    path: `/api/centres/${centre}/tickets`,
    body: { service: 'renew', requestId: uuid(), joinCode: randomToken().slice(0, 8) },
    headers: address(),
  })

const digits = (at: number) => String(at).padStart(6, '0')

/** The codes with which a session goes on at another browser. */
export const moveCodes = (url: string, username: string, address: Address) => (at: number) =>
  send(url, {
    path: '/api/session/move',
    body: { username, code: digits(at) },
    headers: address(),
  })

/** The codes that screens show. */
export const pairingCodes =
  (url: string, centre: string, asker: { cookie: string }) => (at: number) =>
    send(url, {
      path: `/api/centres/${centre}/devices/pair`,
      body: { code: digits(at), name: 'Guessed' },
      headers: asker,
    })

/** How many screens of one stranger may show a code in a centre at once. */
export const pairingsOpen = async (url: string, centre: string): Promise<number> => {
  for (let open = 0; ; open++) {
    const { status } = await fetch(`${url}/api/centres/${centre}/pairings`, {
      method: 'POST',
      headers: { ...freshAddress(), 'content-type': 'application/json' },
      body: JSON.stringify({ kind: 'kiosk' }),
    })
    if (status === 429) return open
    if (status !== 201) throw new Error(`pairings: ${status}`)
  }
}

const BURST = 400

/** How many of a burst of a ticket's secrets one socket may ask for. */
export const socketBurst = async (url: string, ticket: string): Promise<number> => {
  const socket = io(`${url}/live`, { transports: ['websocket'] })
  const ask = (): Promise<{ code?: string }> =>
    new Promise((resolve) => socket.emit('watch', { ticket, secret: randomToken() }, resolve))
  const answers = await Promise.all(Array.from({ length: BURST }, ask))
  socket.disconnect()
  return answers.filter(({ code }) => code !== 'too_many_requests').length
}
