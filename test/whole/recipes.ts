import { createECDH } from 'node:crypto'
import { DEMO_PASSWORD, demoHours, demoSettings } from '../../src/seed/demo.ts'
import { type Caller, type Server, signIn } from '../running.ts'
import { freshAddress, type Given, type Role } from './roles.ts'

export interface World {
  server: Server
  given: Given
}

export type Row = Record<string, string>

export interface Recipe {
  /** Names and the columns they are read from, `from` tables with their conditions. */
  pick?: Row
  from?: string
  /** What is done first where there is nothing of the kind, with what it is done to if that matters. */
  after?: readonly (string | readonly [operation: string, to: Row])[]
  /** The ticket's own visitor asks. */
  visitor?: true
  role?: Role
  /** What has to be asked for first, such as a code. */
  first?: (world: World, row: Row, admin: Caller) => Promise<Row>
  body?: (row: Row, n: number) => object
  query?: (row: Row, n: number) => string
}

export const HERE = "'isa-town'"
export const ADMIN = "(select id from staff where username = 'admin')"

const curve = createECDH('prime256v1')
/** At no push service there is: nothing is ever sent there. */
export const NO_PUSH_HOST = 'push.invalid'
const browser = {
  endpoint: `https://${NO_PUSH_HOST}/1`,
  keys: { p256dh: curve.generateKeys('base64url'), auth: 'A'.repeat(22) },
}

export const TAKE = 'POST /api/centres/{centre}/tickets'
export const OPEN = 'POST /api/counters/{counter}/open'
export const PARK = 'POST /api/counters/{counter}/park'
export const NEXT = 'POST /api/counters/{counter}/next'

export const cardsThat = (condition: string): Recipe => ({
  pick: { serial: 'serial', citizen: 'citizen_cipher' },
  from: `cards where centre_id = ${HERE} and ${condition} order by random()`,
})
const ticketsThat = (condition: string, ...after: string[]): Recipe => ({
  pick: { ticket: 'id' },
  after,
  from: `tickets where ${condition} order by issued_at desc`,
})
const countersThat = (condition: string, ...after: string[]): Recipe => ({
  pick: { counter: 'id', label: 'label' },
  after,
  from: `counters where active and centre_id = ${HERE} and ${condition}`,
})
const withTicket = (states: string, ...after: string[]) =>
  countersThat(
    `staff_id = ${ADMIN} and id in (select counter_id from tickets where state in (${states}))`,
    ...after,
  )
const called = withTicket("'called'", TAKE, NEXT)
const serving = withTicket("'serving'", 'POST /api/counters/{counter}/serve')
const atCounter = withTicket("'called', 'serving'", TAKE, NEXT)
const waiting = ticketsThat("state = 'waiting'", TAKE)
const withoutTicket = countersThat(
  `state = 'open' and staff_id = ${ADMIN} and id not in (select counter_id from tickets
    where counter_id is not null and state in ('called', 'serving'))`,
  OPEN,
)
/** A member of their own, so that everybody else goes on to be known by their password, and unlocked. */
export const newMember = async (admin: Caller, role: string) => {
  const username = `own-${crypto.randomUUID()}`
  const member = { username, name: 'N', roles: [role], skills: ['*'], centre: 'isa-town' }
  const password: string = (await admin.post('/api/staff', member)).body.password
  return { username, password }
}

/** Requests of the hall and the office: as `Recipe` says. */
export const hallRecipes: Record<string, Recipe> = {
  'POST /api/session/move': {
    first: async ({ server }) => {
      const clerk = await signIn(server, 'staff3', DEMO_PASSWORD, freshAddress())
      return { code: (await clerk.post('/api/session/code', {})).body.code }
    },
    role: 'nobody',
    body: ({ code }) => ({ username: 'staff3', code }),
  },
  'POST /api/session/password': {
    first: async ({ server }, _, admin) => {
      const { username, password } = await newMember(admin, 'clerk')
      const { headers } = await signIn(server, username, password, freshAddress())
      return { password, cookie: headers.cookie ?? '' }
    },
    body: ({ password }, n) => ({ password, newPassword: `a longer one of theirs ${n}` }),
  },
  'POST /api/centres/{centre}/devices/pair': {
    first: async (_, __, admin) => {
      const shown = await admin.post('/api/centres/isa-town/pairings', { kind: 'lobby' })
      return { pairingCode: shown.body.code }
    },
  },
  'DELETE /api/devices/{device}': {
    after: ['POST /api/centres/{centre}/devices'],
    pick: { device: 'id' },
    from: "devices where active and name = 'one more'",
  },
  'PUT /api/centres/{centre}/setup': {
    body: (_, n) => ({
      name: { ar: 'مركز', en: `Centre ${n}` },
      dayEndsAtMin: 0,
      hours: demoHours,
      holidays: { '2026-12-16': null },
    }),
  },
  'PUT /api/centres/{centre}/settings': {
    body: (_, n) => ({ ...demoSettings, cardExpiresAfterDays: 5 + (n % 10) }),
  },
  'POST /api/centres/{centre}/services': {
    body: (_, n) => ({
      id: `service-${n}`,
      prefix: 'BGHJKLMNPRSTUVWYZ'[n % 17],
      name: { ar: `خدمة ${n}`, en: `Service ${n}` },
      requirements: { ar: '', en: '' },
      targetMin: 5,
      onlineUrl: null,
      worksOnCards: false,
      active: n % 2 === 0,
    }),
  },
  'PUT /api/centres/{centre}/services/{service}': {
    first: async (_, __, admin) => {
      const { services } = (await admin.get('/api/centres/isa-town/setup')).body
      const { id, ticketsToday: _today, ...service } = services[0]
      return { service: id, setup: JSON.stringify(service) }
    },
    body: ({ setup = '' }, n) => ({ ...JSON.parse(setup), targetMin: 1 + (n % 20) }),
  },
  'PUT /api/centres/{centre}/services': {
    first: async (_, __, admin) => {
      const { services } = (await admin.get('/api/centres/isa-town/setup')).body
      return { services: services.map(({ id }: { id: string }) => id).join(' ') }
    },
    body: ({ services = '' }) => ({ services: services.split(' ').reverse() }),
  },
  'PUT /api/centres/{centre}/file': {
    first: async (_, __, admin) => ({
      file: JSON.stringify((await admin.get('/api/centres/muharraq/file')).body),
      centre: 'muharraq',
    }),
    body: ({ file = '' }) => JSON.parse(file),
  },
  'PUT /api/centres/{centre}/messages/{kind}': {
    first: async () => ({ kind: 'card_ready' }),
    body: (_, n) => ({ ar: null, en: `Come to {centre}, {code} ${n}` }),
  },
  'POST /api/centres/{centre}/counters': {
    body: (_, n) => ({ label: `F${n}`, section: null, capabilities: ['renew'], active: true }),
  },
  'PUT /api/counters/{counter}': {
    ...countersThat("state = 'closed'"),
    body: ({ label }) => ({
      label,
      section: null,
      capabilities: ['renew', 'address', 'collect'],
      active: true,
    }),
  },
  'POST /api/centres/{centre}/tickets': {
    ...cardsThat("state = 'shelved' and place like 'B-%'"),
    body: ({ citizenId }, n) => ({
      requestId: crypto.randomUUID(),
      ...(n % 3 === 0
        ? { service: 'renew', phone: '36001234' }
        : { service: 'collect', citizenId }),
    }),
  },
  'GET /api/centres/{centre}/tickets': {
    pick: { number: 'number' },
    from: `tickets where centre_id = ${HERE}`,
    query: ({ number = '' }) => `?number=${number}`,
  },
  'GET /api/tickets/{id}': ticketsThat(`centre_id = ${HERE}`),
  'POST /api/tickets/{id}/print': {
    pick: { ticket: 'tickets.id' },
    from: `tickets join devices on devices.id = device_id
      where printer is not null and devices.active order by issued_at desc`,
  },
  'POST /api/tickets/{id}/leave': waiting,
  'POST /api/tickets/{id}/return': ticketsThat(
    "state = 'no_show'",
    'POST /api/counters/{counter}/no-show',
  ),
  'POST /api/tickets/{id}/put-off': { ...waiting, visitor: true },
  'POST /api/tickets/{id}/unpark': ticketsThat(
    "state = 'parked'",
    'POST /api/counters/{counter}/park',
  ),
  'PUT /api/tickets/{id}/on-phone': { ...waiting, visitor: true },
  'GET /api/tickets/{id}/push': { ...waiting, visitor: true },
  'PUT /api/tickets/{id}/push': {
    ...waiting,
    visitor: true,
    body: () => browser,
  },
  'DELETE /api/tickets/{id}/push': {
    ...ticketsThat('push_cipher is not null', 'PUT /api/tickets/{id}/push'),
    visitor: true,
  },
  'PUT /api/tickets/{id}/notes/{note}': {
    after: ['POST /api/counters/{counter}/notes'],
    pick: { ticket: 'ticket_id', note: 'id' },
    from: `ticket_notes where staff_id = ${ADMIN}`,
  },
  'DELETE /api/tickets/{id}/notes/{note}': {
    after: ['POST /api/counters/{counter}/notes'],
    pick: { ticket: 'ticket_id', note: 'id' },
    from: `ticket_notes where staff_id = ${ADMIN}`,
  },
  // Nobody opens a counter while a visitor stands at another one of theirs.
  'POST /api/counters/{counter}/open': countersThat(
    `(state = 'closed' or state = 'paused' and staff_id = ${ADMIN})
      and not exists (select 1 from tickets where state in ('called', 'serving')
        and staff_id = ${ADMIN})`,
    PARK,
  ),
  'POST /api/counters/{counter}/next': {
    ...withoutTicket,
    first: async (_, __, admin) => {
      const order = { service: 'renew', requestId: crypto.randomUUID() }
      await admin.post('/api/centres/isa-town/tickets', order)
      return {}
    },
  },
  'POST /api/counters/{counter}/pause': withoutTicket,
  'POST /api/counters/{counter}/close': withoutTicket,
  'POST /api/counters/{counter}/recall': called,
  'POST /api/counters/{counter}/serve': called,
  'POST /api/counters/{counter}/no-show': called,
  'POST /api/counters/{counter}/finish': serving,
  'POST /api/counters/{counter}/transfer': serving,
  'POST /api/counters/{counter}/park': atCounter,
  'POST /api/counters/{counter}/notes': atCounter,
}
