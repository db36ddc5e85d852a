import { useEffect, useState } from 'preact/hooks'
import type { Subscription } from '../../src/notices/push.ts'
import { ask, isPassing, type Problem } from '../shared/api.ts'
import { forgetTicket, keepTicket, keptSecret } from './kept-tickets.ts'
import { secret, ticketId, ticketPath } from './ticket.ts'
import { registerWorker, SCOPE } from './worker.ts'

/** Also false on plain http, where a browser has none of these. */
export const canPush =
  'serviceWorker' in navigator &&
  'PushManager' in window &&
  'Notification' in window &&
  'caches' in window

/** An iPhone can once this page is on its home screen, and opened there. */
export const canPushFromHome =
  !canPush && isSecureContext && 'standalone' in navigator && navigator.standalone === false

/** `denied`: the browser was told to show nothing of ours, and does not ask again. */
export type PushState = 'on' | 'off' | 'denied'
/** Why it could not be switched: what the server said, or `failed` in the browser itself. */
export type PushProblem = Problem | 'failed'

const path = `${ticketPath}/push`

const stateNow = async (): Promise<PushState> => {
  if (Notification.permission === 'denied') return 'denied'
  if (Notification.permission !== 'granted' || !(await keptSecret(ticketId))) return 'off'
  // A push service may have ended it meanwhile: then the server knows, and the browser may not.
  const answer = await ask<{ on: boolean }>(path, { bearer: secret, retries: 3 })
  if (!answer.ok) return isPassing(answer.problem) ? 'on' : 'off'
  return answer.value.on ? 'on' : 'off'
}

const bytesOf = (base64url: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), (one) =>
    one.charCodeAt(0),
  )

/** Subscribes with our key; what was subscribed with another one is of no use any more. */
const subscribe = async (key: string): Promise<Subscription> => {
  await registerWorker()
  const { pushManager } = await navigator.serviceWorker.ready
  const options = { userVisibleOnly: true, applicationServerKey: bytesOf(key) }
  const subscription = await pushManager.subscribe(options).catch(async () => {
    await (await pushManager.getSubscription())?.unsubscribe()
    return pushManager.subscribe(options)
  })
  const { endpoint = '', keys = {} } = subscription.toJSON()
  return { endpoint, keys: { p256dh: keys.p256dh ?? '', auth: keys.auth ?? '' } }
}

/** Forgets the ticket here; a browser that waits for no other gives its subscription up. */
const forgetHere = async (): Promise<void> => {
  if (await forgetTicket(ticketId)) return
  const registration = await navigator.serviceWorker.getRegistration(SCOPE)
  await (await registration?.pushManager.getSubscription())?.unsubscribe()
}

const turnOn = async (): Promise<PushProblem | undefined> => {
  const known = await ask<{ key: string }>(path, { bearer: secret, retries: 1 })
  if (!known.ok) return known.problem
  const body = await subscribe(known.value.key)
  await keepTicket(ticketId, secret)
  const kept = await ask<null>(path, { method: 'PUT', body, bearer: secret, retries: 1 })
  if (kept.ok) return undefined
  await forgetHere()
  return kept.problem
}

const turnOff = async (): Promise<PushProblem | undefined> => {
  const answer = await ask<null>(path, { method: 'DELETE', bearer: secret, retries: 1 })
  if (!answer.ok) return answer.problem
  await forgetHere()
  return undefined
}

/** Whether this browser is told of the ticket's calls, and how to switch it. */
export const usePush = () => {
  const [state, setState] = useState<PushState | undefined>(undefined)
  const [problem, setProblem] = useState<PushProblem | undefined>(undefined)
  const [isBusy, setBusy] = useState(false)
  useEffect(() => {
    stateNow().then(setState, () => setState('off'))
  }, [])

  const change = async (work: () => Promise<PushProblem | undefined>, done: PushState) => {
    setBusy(true)
    // What the browser throws says nothing that a visitor could use.
    const found = await work().catch((): PushProblem => 'failed')
    setProblem(found)
    if (!found) setState(done)
    setBusy(false)
  }

  return {
    state,
    problem,
    isBusy,
    switchOn: async (): Promise<void> => {
      // First of all: Safari asks only while the press is being handled.
      const permission = await Notification.requestPermission()
      if (permission === 'granted') await change(turnOn, 'on')
      else if (permission === 'denied') setState('denied')
    },
    switchOff: (): Promise<void> => change(turnOff, 'off'),
  }
}

/** Once a visit is over, nothing of it stays in this browser. */
export const useForgottenAtEnd = (isOver: boolean): void => {
  useEffect(() => {
    // A browser that will not let go now is asked again when the page is next opened.
    if (canPush && isOver) void forgetHere().catch(() => undefined)
  }, [isOver])
}
