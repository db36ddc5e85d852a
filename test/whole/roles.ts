import { query, run } from '../../src/db/transact.ts'
import { createStaff } from '../../src/staff/staff.create.ts'
import { ADMIN_PASSWORD, type Caller, kiosk, press, type Server, signIn } from '../running.ts'

/** Everybody who may stand before the door, those who should be turned away included. */
export const roles = [
  'nobody',
  'wrong token',
  'other visitor',
  'visitor',
  'kiosk',
  'lobby',
  'clerk',
  'post',
  'supervisor',
  'admin',
  'kiosk elsewhere',
  'lobby elsewhere',
  'clerk elsewhere',
  'post elsewhere',
  'supervisor elsewhere',
  'admin elsewhere',
] as const
export type Role = (typeof roles)[number]

/** Who may, in the words of the contract. */
export const groups = {
  everybody: roles,
  staff: ['clerk', 'post', 'supervisor', 'admin'],
  'every staff': [
    'clerk',
    'post',
    'supervisor',
    'admin',
    'clerk elsewhere',
    'post elsewhere',
    'supervisor elsewhere',
    'admin elsewhere',
  ],
  'post section': ['post', 'supervisor', 'admin'],
  supervisors: ['supervisor', 'admin'],
  'every supervisor': ['supervisor', 'admin', 'supervisor elsewhere', 'admin elsewhere'],
  administrators: ['admin'],
  'every administrator': ['admin', 'admin elsewhere'],
  visitor: ['visitor'],
  kiosk: ['kiosk'],
  lobby: ['lobby'],
  'every device': ['kiosk', 'lobby', 'kiosk elsewhere', 'lobby elsewhere'],
  outsiders: ['nobody'],
} as const satisfies Record<string, readonly Role[]>
export type Group = keyof typeof groups

type Headers = Record<string, string>

const bearer = (token: string): Headers => ({ authorization: `Bearer ${token}` })

let addresses = 0
/** An address that nobody has asked from before, as a proxy on this machine would name it. */
export const freshAddress = (): Headers => {
  addresses += 1
  return {
    'x-forwarded-for': `203.${addresses >> 16}.${(addresses >> 8) & 255}.${addresses & 255}`,
  }
}

/** What the roles ask about: one of each, in `isa-town`. */
export interface Things {
  centre: string
  counter: string
  /** A ticket that waits to collect `serial`. */
  ticket: string
  serial: string
  manifest: string
  pick: string
  /** A scan that put `serial` where it lies. */
  scan: string
  incident: string
  /** A stocktake of the drawer that `serial` does not lie in. */
  stocktake: string
  /** What a screen shows that is no device yet. */
  pairingCode: string
  /** A device that nobody asks with. */
  device: string
  disposal: string
  box: string
  /** A drawer in which another card lies. */
  place: string
  labelPrinter: string
  /** Labels that were printed there. */
  print: string
  /** The serial of a card that was handed over. */
  handover: string
  /** A member of staff of the centre who asks for nothing. */
  member: string
  service: string
  /** What somebody else wrote on the ticket. */
  note: string
}

const created = async (who: Caller, path: string, body: object) => {
  const answer = await who.post(path, body, freshAddress())
  if (answer.status !== 201) throw new Error(`${path}: ${answer.status} ${answer.body.code}`)
  return answer.body
}

const MEMBERS_ELSEWHERE = {
  'clerk elsewhere': 'clerk',
  'post elsewhere': 'post',
  'supervisor elsewhere': 'supervisor',
  'admin elsewhere': 'admin',
} as const

/** A card on its shelf, and the visitor who has come for it. */
const givenPickup = async (server: Server, admin: Caller) => {
  const centre = '/api/centres/isa-town'
  const [serial, citizenId] = ['ROLE-1', '010203040']
  const list = {
    origin: 'plant',
    cards: [
      { serial, citizenId },
      { serial: 'ROLE-2', citizenId: '020304050' },
    ],
  }
  const manifest: string = (await created(admin, `${centre}/manifests`, list)).id
  await admin.post(`/api/manifests/${manifest}/receive`, { serial })
  await admin.post(`/api/manifests/${manifest}/receive`, { serial: 'ROLE-SURPLUS' })
  const { place } = (await admin.get(`${centre}/places/free?near=B`)).body
  const scan = 'role-scan'
  await admin.post(`${centre}/scans`, { place, serial, scanId: scan })
  const ticket = await press(server, 'collect', { citizenId })
  const { picks, incidents } = (await admin.get(`${centre}/post`)).body
  const [pick, incident]: string[] = [picks[0].id, incidents[0].id]
  const drawer = place.startsWith('B-01-02') ? 'B-01-03' : 'B-01-02'
  const stocktake: string = (await created(admin, `${centre}/stocktakes`, { place: drawer })).id
  return { manifest, serial, pick: pick ?? '', scan, incident: incident ?? '', stocktake, ticket }
}

/** A list and a box without cards, of nobody who asks: both ends of the box are in the centre. */
const givenListAndBox = async ({ deps: { db } }: Server) => {
  const made = { madeBy: 'nobody', madeAt: 0 }
  await db.amend(function* () {
    yield* run(
      query((q, { disposals }) =>
        q
          .insert(disposals)
          .values({ id: 'list', centreId: 'isa-town', kind: 'return', state: 'open', ...made }),
      ),
    )
    yield* run(
      query((q, { boxes }) =>
        q.insert(boxes).values({
          id: 'box',
          fromCentreId: 'isa-town',
          toCentreId: 'isa-town',
          state: 'open',
          ...made,
        }),
      ),
    )
  })
  return { disposal: 'list', box: 'box' }
}

/** A drawer with a card, and a printer that prints its label. */
const givenShelves = async (admin: Caller) => {
  const centre = '/api/centres/isa-town'
  await admin.post(`${centre}/places`, { description: 'Z: 2 cabinets × 2 drawers × 2 slots' })
  const device = { kind: 'kiosk', name: 'labels', printer: 'file:' }
  const labelPrinter: string = (await created(admin, `${centre}/devices`, device)).id
  const place = 'Z-02-02'
  const list = { origin: 'plant', cards: [{ serial: 'ROLE-4', citizenId: '030405060' }] }
  await created(admin, `${centre}/manifests`, list)
  await admin.post(`${centre}/scans`, { place: `${place}-01`, serial: 'ROLE-4' })
  const asked = { printer: labelPrinter, scope: 'itself' }
  const printed = await admin.post(`${centre}/places/${place}/labels`, asked, freshAddress())
  if (printed.status !== 202) throw new Error(`no labels: ${printed.body.code}`)
  const print: string = printed.body.id
  return { place, labelPrinter, print }
}

/** A card that was given for a signature, by nobody who asks. */
const givenHandover = async ({ deps: { db, vault } }: Server) => {
  const serial = 'ROLE-GIVEN'
  await db.amend(function* () {
    yield* run(
      query((q, { handovers }) =>
        q.insert(handovers).values({
          serial,
          centreId: 'isa-town',
          ticketId: 'none',
          identity: 'passport',
          oldCard: false,
          signatureCipher: vault.seal('AAAA'),
          staffId: 'nobody',
          at: Date.now(),
        }),
      ),
    )
  })
  return serial
}

/** A note on a visit by nobody who asks. */
const givenNote = async ({ deps: { db, vault } }: Server, ticketId: string) => {
  const note = { id: 'note', ticketId, centreId: 'isa-town', staffId: 'nobody', counterLabel: '1' }
  const textCipher = vault.seal('A note')
  await db.amend(function* () {
    yield* run(query((q, t) => q.insert(t.ticketNotes).values({ ...note, textCipher, at: 1 })))
  })
  return note.id
}

/** Everybody, ready to ask. */
export interface Given {
  things: Things
  /** What a role shows: signed in when it is first asked for. */
  headersOf(role: Role): Promise<Headers>
  /** To be told when a role's session was ended: it signs in again. */
  signedOut(role: Role): void
}

/** Pairs every device and hires everybody. */
export const givenRoles = async (server: Server): Promise<Given> => {
  const admin = await signIn(server, 'admin')
  for (const [username, role] of Object.entries(MEMBERS_ELSEWHERE))
    await createStaff(server.deps.db, {
      id: server.deps.ids.next(),
      username,
      name: username,
      password: ADMIN_PASSWORD,
      roles: [role],
      skills: ['*'],
      centreId: 'muharraq',
    })
  const paired = (centre: string, kind: string) =>
    created(admin, `/api/centres/${centre}/devices`, { kind, name: kind })
  const lobby = await paired('isa-town', 'lobby')
  const kioskHere = await paired('isa-town', 'kiosk')
  const kioskElsewhere = await paired('muharraq', 'kiosk')
  const lobbyElsewhere = await paired('muharraq', 'lobby')
  const spare = await paired('isa-town', 'kiosk')
  const pairing = await created(admin, '/api/centres/isa-town/pairings', { kind: 'lobby' })
  const { ticket, ...things } = await givenPickup(server, admin)
  const listAndBox = await givenListAndBox(server)
  const shelves = await givenShelves(admin)
  const handover = await givenHandover(server)
  const newcomer = { username: 'newcomer', name: 'Newcomer', roles: ['clerk'], skills: ['*'] }
  const member = (await created(admin, '/api/staff', { ...newcomer, centre: 'isa-town' })).id
  const other = await created(kiosk(server), '/api/centres/isa-town/tickets', {
    service: 'renew',
    requestId: 'the other visitor',
  })

  const signedIn = async (username: string, password?: string) =>
    (await signIn(server, username, password, freshAddress())).headers
  const headers: Record<Role, () => Headers | Promise<Headers>> = {
    nobody: () => ({}),
    'wrong token': () => bearer('wrong'),
    'other visitor': () => bearer(other.secret),
    visitor: () => bearer(ticket.secret),
    kiosk: () => bearer(kioskHere.token),
    lobby: () => bearer(lobby.token),
    clerk: () => signedIn('staff1'),
    post: () => signedIn('post1'),
    supervisor: () => signedIn('supervisor'),
    admin: () => signedIn('admin'),
    'kiosk elsewhere': () => bearer(kioskElsewhere.token),
    'lobby elsewhere': () => bearer(lobbyElsewhere.token),
    'clerk elsewhere': () => signedIn('clerk elsewhere', ADMIN_PASSWORD),
    'post elsewhere': () => signedIn('post elsewhere', ADMIN_PASSWORD),
    'supervisor elsewhere': () => signedIn('supervisor elsewhere', ADMIN_PASSWORD),
    'admin elsewhere': () => signedIn('admin elsewhere', ADMIN_PASSWORD),
  }
  const known = new Map<Role, Headers>()
  return {
    things: {
      ...things,
      ...listAndBox,
      ...shelves,
      handover,
      member,
      service: 'renew',
      note: await givenNote(server, ticket.id),
      centre: 'isa-town',
      counter: 'isa-town-1',
      ticket: ticket.id,
      device: spare.id,
      pairingCode: pairing.code,
    },
    headersOf: async (role) => {
      const shown = known.get(role) ?? (await headers[role]())
      known.set(role, shown)
      return shown
    },
    signedOut: (role) => void known.delete(role),
  }
}
