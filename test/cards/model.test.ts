import t from 'tap'
import { closeBox, makeBox, packCard, receiveFromBox, sealBox } from '../../src/cards/box.store.ts'
import { cardFrom } from '../../src/cards/card.store.ts'
import { checkCustody } from '../../src/cards/custody.view.ts'
import { handOver } from '../../src/cards/handover.store.ts'
import { closeManifest, receiveCard } from '../../src/cards/manifest.store.ts'
import { missPick } from '../../src/cards/not-found.store.ts'
import { pickCard } from '../../src/cards/pick.store.ts'
import { insertPlaces } from '../../src/cards/place.store.ts'
import { places as placesOf } from '../../src/cards/place.ts'
import { mergePlace } from '../../src/cards/place-merge.store.ts'
import { movePlace } from '../../src/cards/place-move.store.ts'
import { shelveOnce, undoScan } from '../../src/cards/scan.store.ts'
import { type Command, type Database, query, type Step } from '../../src/db/transact.ts'
import { isRefusal, type Refusal } from '../../src/refusal.ts'
import { onBothEngines } from '../databases.ts'
import {
  allCards,
  allCustody,
  allIncidents,
  done as doneOf,
  givenCentre,
  givenDelivery,
  givenPick,
  sealed,
  seeded,
} from './given.ts'

const CARDS = 60
const CLERKS = 6
const STEPS = 250
const HERE = 'isa-town'
const THERE = 'muharraq'
const MANIFEST = 'delivery-1'

const allPlaces = query((db, t) => db.select().from(t.places))
const allPicks = query((db, t) => db.select().from(t.picks))
const allCardDays = query((db, t) => db.select().from(t.cardDays))

const countBy = <T>(all: readonly T[], keyOf: (one: T) => string): Map<string, number> => {
  const counts = new Map<string, number>()
  for (const one of all) counts.set(keyOf(one), (counts.get(keyOf(one)) ?? 0) + 1)
  return counts
}

/** What people of a post section do all day, with whatever comes into their hands. */
const deedsOf = (db: Database, random: () => number) => {
  const one = <T>(of: readonly T[]): T => {
    const chosen = of[Math.floor(random() * of.length)]
    if (chosen === undefined) throw new Error('there is something to choose from')
    return chosen
  }
  const id = () => `n-${Math.floor(random() * 1e12)}`
  const serial = () => `X${Math.floor(random() * CARDS)}`
  const scans: string[] = []
  const slots = async (centre: string) =>
    (await db.read(allPlaces)).filter(
      ({ kind, centreId }) => kind === 'slot' && centreId === centre,
    )
  const drawers = async () =>
    (await db.read(allPlaces)).filter(
      ({ kind, centreId }) => kind === 'drawer' && centreId === HERE,
    )
  type Deed = (staffId: string) => Promise<unknown>
  const here = <R>(body: (command: Command) => Step<R | Refusal>) => db.write(HERE, body)
  const livePicks = async () =>
    (await db.read(allPicks)).filter(({ state }) => state === 'open' || state === 'picked')

  const shelve: Deed = async (staffId) => {
    const scan = { id: id(), serial: serial(), staffId }
    const place = random() < 0.05 ? 'Q1' : one(await slots(HERE)).code
    scans.push(scan.id)
    const [first, again] = await Promise.all([
      here((command) => shelveOnce(command, { ...scan, place })),
      // A station that heard nothing says it once more.
      random() < 0.2 ? here((command) => shelveOnce(command, { ...scan, place })) : undefined,
    ])
    return again ?? first
  }
  const box: Deed = async (staffId) => {
    const boxId = id()
    const packed = [serial(), serial()]
    await here((command) => makeBox(command, { id: boxId, to: THERE, staffId }))
    for (const one of packed)
      await here((command) => packCard(command, { boxId, serial: one, staffId }))
    const seal = 'seal-1'
    const sealedBox = await here((command) => sealBox(command, { boxId, seal, staffId }))
    if (isRefusal(sealedBox)) return sealedBox
    // One of them may be left in it.
    const there = <R>(body: (command: Command) => Step<R | Refusal>) => db.write(THERE, body)
    const [taken = ''] = packed
    await there((command) => receiveFromBox(command, { boxId, serial: taken, staffId }))
    return there((command) => closeBox(command, { boxId, staffId }))
  }
  const deeds: readonly { deed: Deed; often: number }[] = [
    {
      deed: (staffId) =>
        here((command) =>
          receiveCard(command, {
            manifestId: MANIFEST,
            serial: serial(),
            incidentId: id(),
            staffId,
          }),
        ),
      often: 4,
    },
    { deed: shelve, often: 12 },
    {
      deed: async (staffId) =>
        scans.length === 0
          ? undefined
          : here((command) => undoScan(command, one(scans.slice(-8)), { staffId })),
      often: 2,
    },
    {
      deed: async () => givenPick(db, HERE, id(), serial()),
      often: 4,
    },
    {
      deed: async (staffId) => {
        const picks = await livePicks()
        if (picks.length === 0) return undefined
        return here((command) => pickCard(command, one(picks).id, { staffId }))
      },
      often: 4,
    },
    {
      deed: async (staffId) => {
        const picks = await livePicks()
        if (picks.length === 0) return undefined
        return here((command) => missPick(command, one(picks).id, id(), { staffId }))
      },
      often: 1,
    },
    {
      deed: async (staffId) => {
        const picks = await livePicks()
        if (picks.length === 0) return undefined
        const { ticketId, serial } = one(picks)
        const handover = { serial, ticketId, identity: 'id_card', oldCard: false, staffId } as const
        return here((command) =>
          handOver(command, { ...handover, representativeCipher: null }, true),
        )
      },
      often: 2,
    },
    {
      deed: async (staffId) => {
        const [from, into] = [one(await drawers()), one(await drawers())]
        return random() < 0.5
          ? here((command) =>
              movePlace(command, {
                place: one([from, into]).code,
                into: into.parent ?? '',
                staffId,
                device: null,
              }),
            )
          : here((command) =>
              mergePlace(command, { place: from.code, into: into.code, staffId, device: null }),
            )
      },
      often: 0.3,
    },
    { deed: box, often: 0.4 },
  ]
  const all = deeds.reduce((sum, { often }) => sum + often, 0)
  return (): Deed => {
    let left = random() * all
    for (const { deed, often } of deeds) {
      left -= often
      if (left < 0) return deed
    }
    return shelve
  }
}

await onBothEngines(
  t,
  'whatever several clerks do at once, every card is in one place or one exception',
  async (t, db, clock, reopen) => {
    await givenCentre(db, HERE, 'B: 2 cabinets × 3 drawers × 10 slots')
    await db.amend(() => insertPlaces(HERE, doneOf(placesOf('Q1: quarantine of 5'))))
    await givenCentre(db, THERE, 'M: 1 cabinet × 2 drawers × 10 slots')
    const serials = Array.from({ length: CARDS }, (_, at) => `X${at}`)
    await givenDelivery(
      db,
      HERE,
      serials.map((serial) => sealed(serial)),
      MANIFEST,
    )
    // Two processes share the work.
    const databases = [db, await reopen(clock)]
    const seed = Number(process.env.DAWR_SEED ?? 11)
    const outcomes: unknown[] = []
    await Promise.all(
      Array.from({ length: CLERKS }, async (_, clerk) => {
        const random = seeded(seed * 100 + clerk)
        const next = deedsOf(databases[clerk % databases.length] ?? db, random)
        for (let step = 0; step < STEPS; step++) {
          outcomes.push(await next()(`post${clerk}`))
          clock.advance(1000)
        }
      }),
    )
    const done = outcomes.filter((outcome) => outcome !== undefined && !isRefusal(outcome))
    t.ok(done.length > STEPS, `${done.length} of ${outcomes.length} deeds were done (seed ${seed})`)

    const cards = await db.read(allCards)
    const places = await db.read(allPlaces)
    const custody = await db.read(allCustody)
    t.equal(cards.length, CARDS, 'no card is gone, none has come')
    // A row that is both, or neither, cannot be read back.
    for (const card of cards) cardFrom(card)
    const actions = countBy(custody, ({ action }) => action)
    t.ok(actions.size >= 10, [...actions].join(' '))
    const lying = countBy(
      cards.filter(({ place }) => place !== null),
      ({ centreId, place }) => `${centreId} ${place}`,
    )
    const slots = places.filter(({ kind }) => kind === 'slot' || kind === 'quarantine')
    t.same(
      slots
        .filter((slot) => (lying.get(`${slot.centreId} ${slot.code}`) ?? 0) > slot.capacity)
        .map(({ code }) => code),
      [],
      'no slot has more than fit',
    )
    t.equal(
      slots.reduce((sum, slot) => sum + (lying.get(`${slot.centreId} ${slot.code}`) ?? 0), 0),
      [...lying.values()].reduce((sum, count) => sum + count, 0),
      'every place that a card lies in is there',
    )
    t.same(
      places
        .filter(({ centreId, code, kind, taken }) => {
          const within = [...lying].filter(([at]) =>
            kind === 'slot' || kind === 'quarantine'
              ? at === `${centreId} ${code}`
              : at.startsWith(`${centreId} ${code}-`),
          )
          return within.reduce((sum, [, count]) => sum + count, 0) !== taken
        })
        .map(({ code, taken }) => `${code} ${taken}`),
      [],
      'each place knows how many lie in it',
    )
    const incidents = await db.read(allIncidents)
    for (const { serial } of cards.filter(({ state }) => state === 'missing'))
      t.ok(
        incidents.some((incident) => incident.serial === serial && incident.state === 'open'),
        `somebody searches for ${serial}`,
      )
    for (const centre of [HERE, THERE]) {
      const { broken, strays, head } = await checkCustody(db, centre)
      t.same({ broken, strays }, { broken: null, strays: [] }, `the log of ${centre} is whole`)
      t.equal(
        head.seq,
        custody.filter(({ centreId }) => centreId === centre).length,
        'without a gap',
      )
    }
    const counted = (await db.read(allCardDays)).filter(
      ({ kind, upToHours }) => upToHours === 0 && kind !== 'not_found',
    )
    t.same(
      Object.fromEntries([...countBy(custody, ({ action }) => action)].sort()),
      Object.fromEntries(
        [...new Set(counted.map(({ kind }) => kind))]
          .sort()
          .map((kind) => [
            kind,
            counted.filter((one) => one.kind === kind).reduce((sum, one) => sum + one.count, 0),
          ]),
      ),
      'the figures say what the log says',
    )

    let closed: unknown = null
    while (closed === null)
      closed = await db.write(HERE, (command) =>
        closeManifest(command, { manifestId: MANIFEST, staffId: 'post1' }),
      )
    const seen = new Set(custody.map(({ serial }) => serial))
    t.match(closed, { received: seen.size, missing: CARDS - seen.size }, 'and the delivery adds up')
  },
)
