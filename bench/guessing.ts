import { randomBytes } from 'node:crypto'
import { v4 as uuid } from 'uuid'
import { openVault, randomToken } from '../src/crypto.ts'
import { query } from '../src/db/transact.ts'
import { DEMO_PASSWORD, demoCitizenId } from '../src/seed/demo.ts'
import { GUESSES_LEAST, passwordObjection } from '../src/staff/password-choice.ts'
import { MOVE_MS } from '../src/staff/staff.ts'
import {
  cardStatus,
  deviceTokens,
  freshAddress,
  joinCodes,
  moveCodes,
  oneAddress,
  pairingCodes,
  pairingsOpen,
  passwords,
  sessionTokens,
  socketBurst,
  ticketSecrets,
} from './guessing/doors.ts'
import { in24Hours, type Patience, patiently, takeClock } from './guessing/patience.ts'
import { listed, measured, oddsOf, type Space } from './guessing/secrets.ts'
import { signedIn } from './morning/front-door.ts'
import { startOwnServer } from './morning/own-server.ts'

/**
 * `node tools/run.mjs bench/guessing.ts`: how far somebody gets who guesses, against a server of
 * its own with its clock put forward; see docs/guessing.md. Some two minutes.
 */

const DAYS = 365
const HOURS_OF_WEEKS = 14 * 24

takeClock()
const server = await startOwnServer(Date)
const { url, deps } = server
const vault = openVault(randomBytes(32))

const issued = await fetch(`${url}/api/centres/isa-town/tickets`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ service: 'renew', requestId: uuid() }),
})
const { id: ticket }: { id: string } = JSON.parse(await issued.text())
const [centre] = await deps.db.read(query((db, t) => db.select().from(t.centres)))
if (!centre) throw new Error('there is no centre')
await deps.db.amend(function* () {
  const settings = { ...centre.settings, joinFromAnywhere: false }
  yield query((db, t) => db.update(t.centres).set({ settings }))
})

const spaces = {
  pickupCode: measured((at) => vault.pickupCode(`N-${at}`), Math.log2(1_000_000)),
  // The printing plant makes them; the shortest that is taken, of letters and digits.
  application: listed(36 ** 6, '6 letters and digits drawn by the plant, the fewest taken'),
  secret: measured((at) => vault.ticketSecret(`${at} ${uuid()}`), 128),
  joinCode: measured((at) => vault.joinCode('isa-town', at), 48),
  token: measured(() => randomToken(), 256),
  password: measured(() => randomBytes(12).toString('base64url'), 96),
  chosen: listed(GUESSES_LEAST, 'the likeliest first; one must withstand as many to be taken'),
  sixDigits: listed(1_000_000, '6 digits'),
} satisfies Record<string, Space>

interface Row {
  what: string
  space: Space
  patience: Patience
  /** How many values of the space open it at once. */
  open?: number
  /** The most odds of a year; null: told, for it has no bound but the addresses somebody has. */
  goal: number | null
  more: string
}

const otherCitizen = (at: number) => `90010${String(at).padStart(4, '0')}`
const ofOneCitizen = await patiently(
  cardStatus(url, () => demoCitizenId, freshAddress),
  HOURS_OF_WEEKS,
)
const fromOneAddress = await patiently(cardStatus(url, otherCitizen, oneAddress()), 24)
const ofOneAccount = await patiently(
  passwords(url, () => 'supervisor', freshAddress),
  24,
)
// A code is good for minutes; somebody who moves once a day, all year, shows one as often.
const { guesses: whileGood } = await patiently(
  moveCodes(url, 'staff2', oneAddress()),
  MOVE_MS / 3_600_000,
)
const ofPairing = await patiently(
  pairingCodes(url, centre.id, await signedIn(url, 'supervisor')),
  0.5,
)
const strangers = await pairingsOpen(url, centre.id)
const ofManyAccounts = await patiently(
  passwords(url, (at) => `nobody${at}`, oneAddress()),
  1,
)
const ofTicket = await patiently(ticketSecrets(url, ticket, oneAddress()), 24)
const ofDevice = await patiently(deviceTokens(url, oneAddress()), 24)
const ofSession = await patiently(sessionTokens(url, oneAddress()), 24)
const ofJoinCode = await patiently(joinCodes(url, centre.id, oneAddress()), 24)
const burst = await socketBurst(url, ticket)
await server.close()

const everyAddress = 'for each address'
const { dictionary } = await import('@zxcvbn-ts/language-common')
const commonest = dictionary['passwords-common'].slice(0, 10_000)
const objections = await Promise.all(
  commonest.map((one) => passwordObjection(one, { old: DEMO_PASSWORD, known: [] })),
)
const taken = commonest.filter((_, at) => objections[at] === null)

const inAll = 'in all, from any addresses'
const MADE = 1e-9
const rows: Row[] = [
  {
    what: 'card status of one citizen, by pickup code',
    space: spaces.pickupCode,
    patience: ofOneCitizen,
    goal: 0.01,
    more: inAll,
  },
  {
    what: 'card status of one citizen, by application number',
    space: spaces.application,
    patience: ofOneCitizen,
    goal: 0.01,
    more: inAll,
  },
  {
    what: 'card status of anybody (a code each, all of them with a card)',
    space: spaces.pickupCode,
    patience: fromOneAddress,
    goal: null,
    more: everyAddress,
  },
  {
    what: "a member's password, as people choose them",
    space: spaces.chosen,
    patience: ofOneAccount,
    goal: 0.01,
    more: inAll,
  },
  {
    what: 'the administrator’s password as made at the first start',
    space: spaces.password,
    patience: ofOneAccount,
    goal: MADE,
    more: inAll,
  },
  {
    what: 'any password of many accounts, as made',
    space: spaces.password,
    patience: ofManyAccounts,
    goal: MADE,
    more: everyAddress,
  },
  {
    what: "a ticket's secret",
    space: spaces.secret,
    patience: ofTicket,
    goal: MADE,
    more: everyAddress,
  },
  {
    what: "the lobby's join code",
    space: spaces.joinCode,
    patience: ofJoinCode,
    open: 2,
    goal: 1e-4,
    more: everyAddress,
  },
  {
    what: 'the code of a session that moves, once every day',
    space: spaces.sixDigits,
    patience: { guesses: whileGood, hours: 24 },
    goal: 0.01,
    more: inAll,
  },
  {
    what: "a screen's pairing code, by staff who are no administrators",
    space: spaces.sixDigits,
    patience: ofPairing,
    goal: MADE,
    more: inAll,
  },
  {
    what: `one of a stranger's ${strangers} screens, by an administrator who mistypes a hundred codes a year`,
    space: spaces.sixDigits,
    patience: { guesses: 100, hours: 365 * 24 },
    open: strangers,
    goal: 0.01,
    more: 'by mistake',
  },
  {
    what: "a device's token",
    space: spaces.token,
    patience: ofDevice,
    goal: MADE,
    more: everyAddress,
  },
  {
    what: "a session's token",
    space: spaces.token,
    patience: ofSession,
    goal: MADE,
    more: everyAddress,
  },
]

const short = (value: number): string =>
  value === 0
    ? '0'
    : value >= 10
      ? value.toFixed(0)
      : value >= 0.001
        ? String(Number(value.toPrecision(2)))
        : value.toExponential(0)

console.log('| what | space | looked at an hour | odds of a day | of a year | goal | met |')
console.log('| --- | --- | --- | --- | --- | --- | --- |')
for (const { what, space, patience, open = 1, goal, more } of rows) {
  const daily = in24Hours(patience)
  const year = oddsOf(daily * DAYS, space, open)
  const size = `2^${space.bits.toFixed(1)}: ${space.seen}`
  const [most, met] =
    goal === null ? ['–', '–'] : [`≤ ${short(goal)}`, year <= goal ? 'yes' : '**no**']
  console.log(
    `| ${what} | ${size} | ${short(daily / 24)} ${more} | ${short(oddsOf(daily, space, open))} | ${short(year)} | ${most} | ${met} |`,
  )
}
console.log(`\nOf the ${commonest.length} commonest passwords ${taken.length} can be chosen.`)
console.log(
  `\nOne socket asks for ${burst} secrets of a ticket at once, and 30 a second after that.`,
)
