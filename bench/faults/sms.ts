import { setTimeout as pause } from 'node:timers/promises'
import {
  ACCEPT,
  type Part,
  type SmppPeer,
  SYSTEM_ERROR,
  smppPeer,
  THROTTLED,
  type Treatment,
} from '../../test/notices/smpp-peer.ts'
import { endure } from './met.ts'
import type { Fault } from './run.ts'
import { startCluster } from './site.ts'

const SHARE = 4
const SLOW_MS = 4000

/** A link in both messages of a ticket, by which each is known; the usual words have it in one. */
const LINKED = `insert into message_texts (centre_id, kind, language, text) values
  ('isa-town', 'nearly_turn', 'ar', '{الرقم}' || chr(10) || '{الرابط}'),
  ('isa-town', 'nearly_turn', 'en', '{number}' || chr(10) || '{link}')`

/** The notice that a text was sent for: only the first of a ticket's messages names the centre. */
const noticeOf = (text: string): string => {
  const [, ticket = 'unreadable'] = /\/t\/([^#\s]+)#/.exec(text) ?? []
  return `${/Isa Town|عيسى/.test(text) ? 'ticket_issued' : 'nearly_turn'}-${ticket}`
}

interface Trouble {
  title: string
  /** What the provider does with each message while it lasts. */
  treat: (part: Part) => Treatment
  receipts?: { times: number; before: boolean }
}

/** The provider is in trouble, and then well again. */
const provider = ({ title, treat, receipts }: Trouble): Fault => {
  let peer: SmppPeer | null = null
  let inTrouble = false
  /** The messages that were treated otherwise than well. */
  let met = 0
  const treatInTrouble = (part: Part): Treatment => {
    const treatment = treat(part)
    if (treatment !== ACCEPT) met += 1
    return treatment
  }
  return {
    title,
    start: async (owner) => {
      inTrouble = false
      met = 0
      const here = await smppPeer({
        submit: (part) => (inTrouble ? treatInTrouble(part) : ACCEPT),
        ...(receipts && { receipts }),
      })
      peer = here
      owner.teardown(() => here.close())
      const site = await startCluster(owner, {
        env: { SMS_URL: here.url() },
        workers: 2,
        prepare: LINKED,
      })
      return { ...site, messages: () => here.shown().map(({ text }) => noticeOf(text)) }
    },
    inflict: async (scene) => {
      inTrouble = true
      const remark = await endure(scene, scene.options.seconds / SHARE, () => met)
      inTrouble = false
      scene.over()
      return `${remark}, ${peer?.submits.length} submitted, ${peer?.taken.length} taken`
    },
  }
}

const oneOf = (treatments: readonly Treatment[]): Treatment =>
  treatments[Math.floor(Math.random() * treatments.length)] ?? ACCEPT

const refuse = (status: number): Treatment => ({ answer: 'refuse', status })

export const smsErrors = provider({
  title: 'an SMS provider that answers errors',
  treat: () => oneOf([refuse(THROTTLED), refuse(SYSTEM_ERROR), ACCEPT]),
})
export const smsSlow = provider({
  title: 'an SMS provider that is slow',
  treat: () => ({ answer: 'accept', after: pause(SLOW_MS) }),
})
export const smsTwice = provider({
  title: 'an SMS provider that answers twice, and sends receipts twice',
  treat: () => ({ answer: 'accept', times: 2 }),
  receipts: { times: 2, before: false },
})
/** The whole message is there: what is sent twice now is shown twice. */
const isLast = ({ joined }: Part): boolean => !joined || joined.which === joined.of

export const smsCut = provider({
  title: 'an SMS provider that takes a message and hangs up, or says nothing',
  treat: (part) =>
    isLast(part)
      ? oneOf([{ answer: 'cut', taken: true }, { answer: 'never', taken: true }, ACCEPT])
      : ACCEPT,
})
