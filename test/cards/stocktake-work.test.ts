import { parse } from 'csv-parse/sync'
import t, { type Test } from 'tap'
import { insertCards } from '../../src/cards/card.store.ts'
import { checkCustody } from '../../src/cards/custody.view.ts'
import { handOver } from '../../src/cards/handover.store.ts'
import { insertPlaces } from '../../src/cards/place.store.ts'
import { places } from '../../src/cards/place.ts'
import { beginClosing, missUnseen } from '../../src/cards/stocktake-end.store.ts'
import type { Database } from '../../src/db/transact.ts'
import { type HandSetClock, onBothEngines } from '../databases.ts'
import { setUp, signedIn } from './app.ts'
import {
  allCards,
  allIncidents,
  done,
  givenCard,
  givenTicket,
  revisionOf,
  scan,
  sealed,
  seeded,
} from './given.ts'

/** A centre with a section C of many slots, and cards in the first of them. */
const given = async (t: Test, db: Database, clock: HandSetClock, cards: number) => {
  const at = await setUp(t, db, clock)
  const planned = done(places('C: 2 cabinets × 8 drawers × 20 slots'))
  const slots = planned.filter(({ kind }) => kind === 'slot').map(({ code }) => code)
  await db.amend(() => insertPlaces(at.centre, planned))
  const shelved = slots.slice(0, cards).map((place, n) => ({ serial: `Y${n}`, place }))
  done(
    await db.write(at.centre, function* ({ centre, now, revision }) {
      yield* insertCards(
        shelved.map(({ serial, place }) => ({
          ...sealed(serial, '900112345', null),
          centreId: centre.id,
          state: 'shelved',
          stateSince: now,
          place,
          blocked: false,
          manifestId: null,
          readyAt: now,
          revision,
        })),
      )
      return null
    }),
  )
  const { body } = await at.send(`/api/centres/${at.centre}/stocktakes`, { place: 'C' })
  const url = `/api/stocktakes/${body.id}`
  return { ...at, id: body.id as string, url, slots, shelved, expected: body.progress.expected }
}

/** Every card of a list, page by page. */
const all = async (
  get: (url: string) => Promise<{ body: { cards: unknown[]; next: string | null } }>,
  url: string,
) => {
  const pages: unknown[][] = []
  let after = ''
  for (;;) {
    const { body } = await get(`${url}${after}`)
    pages.push(body.cards)
    if (body.next === null) return pages
    after = `&after=${body.next}`
  }
}

await onBothEngines(
  t,
  'four people scan while others move, hand over and shelve cards',
  async (t, db, clock) => {
    const CARDS = 80
    const { centre, url, id, get, send, slots, shelved, expected } = await given(
      t,
      db,
      clock,
      CARDS,
    )
    t.equal(expected, CARDS)
    const random = seeded(7)
    const shuffled = <T>(list: readonly T[]) =>
      list
        .map((one) => ({ one, by: random() }))
        .sort((a, b) => a.by - b.by)
        .map(({ one }) => one)

    /** Where the cards really lie. Every tenth is gone, and every twelfth lies wrong. */
    const lies = new Map(shelved.map(({ serial, place }) => [serial, place]))
    const gone = new Set<string>()
    const wrong = new Set<string>()
    const free = slots.slice(CARDS)
    for (const [n, { serial }] of shelved.entries()) {
      if (n % 10 === 3) {
        lies.delete(serial)
        gone.add(serial)
      } else if (n % 12 === 5) {
        lies.set(serial, free.pop() ?? '')
        wrong.add(serial)
      }
    }
    const strangers = ['STRANGE-1', 'STRANGE-2', 'STRANGE-3']
    for (const serial of strangers) lies.set(serial, free.pop() ?? '')

    // A card that one has in hand is in no slot to be scanned there.
    const inHand = new Set<string>()
    const beingScanned = new Map<string, number>()
    const scanned = new Set<string>()
    const moved = new Set<string>()
    const answers: number[] = []
    const walk = async (headers: Record<string, string>) => {
      for (const serial of shuffled([...lies.keys()])) {
        const place = lies.get(serial)
        if (place === undefined || inHand.has(serial) || random() < 0.2) continue
        beingScanned.set(serial, (beingScanned.get(serial) ?? 0) + 1)
        const { status, body } = await send(`${url}/scans`, { serial, place }, headers)
        beingScanned.set(serial, (beingScanned.get(serial) ?? 0) - 1)
        answers.push(status)
        scanned.add(serial)
        const right = strangers.includes(serial)
          ? 'unknown'
          : wrong.has(serial) && !moved.has(serial)
            ? 'misplaced'
            : 'found'
        if (body.outcome !== right) t.fail(`${serial} is ${body.outcome}, not ${right}`)
      }
    }
    const take = (serial: string) => {
      if (!lies.has(serial) || gone.has(serial) || inHand.has(serial)) return false
      if ((beingScanned.get(serial) ?? 0) > 0) return false
      inHand.add(serial)
      return true
    }
    const move = async () => {
      for (const { serial } of shuffled(shelved).slice(0, 25)) {
        const to = free.pop()
        if (to === undefined || !take(serial)) continue
        done(await scan(db, centre, serial, to))
        lies.set(serial, to)
        moved.add(serial)
        inHand.delete(serial)
      }
    }
    const give = async () => {
      for (const { serial } of shuffled(shelved).slice(0, 15)) {
        if (!take(serial)) continue
        lies.delete(serial)
        await givenTicket(db, centre, `t-${serial}`, serial)
        const handover = { serial, ticketId: `t-${serial}`, staffId: 'staff1', oldCard: false }
        const paper = { identity: 'card_holder', representativeCipher: null }
        done(
          await db.write(centre, (command) => handOver(command, { ...handover, ...paper }, true)),
        )
        moved.add(serial)
      }
    }
    const shelve = async () => {
      for (let n = 0; n < 10; n++) {
        const place = free.pop() ?? ''
        await givenCard(db, centre, `NEW-${n}`)
        done(await scan(db, centre, `NEW-${n}`, place))
        lies.set(`NEW-${n}`, place)
      }
    }
    const people = await Promise.all([1, 2, 3, 4].map(() => signedIn(db, clock, 'post', centre)))
    await Promise.all([...people.map(walk), move(), give(), shelve()])
    t.ok(answers.length > CARDS && moved.size > 15, `${answers.length} scans, ${moved.size} moves`)
    t.ok(answers.every((status) => status === 200))

    // What neither was scanned nor moved, gone or overlooked.
    const unseen = shelved
      .map(({ serial }) => serial)
      .filter((serial) => !scanned.has(serial) && !moved.has(serial))
    const { body } = await get(url)
    const { progress } = body
    t.equal(progress.scanned + progress.others, scanned.size, 'each card counts once')
    t.ok(progress.scanned <= progress.expected)
    t.equal(body.unseen, unseen.length)
    t.ok([...gone].every((serial) => unseen.includes(serial)))
    const closed = await send(`${url}/close`, { missing: unseen.length })
    t.equal(closed.status, 200)
    const { found, misplaced, unknown, missing } = closed.body.counts
    t.strictSame([found + misplaced + unknown, missing], [scanned.size, unseen.length])
    const cards = await db.read(allCards)
    t.strictSame(
      cards.flatMap(({ serial, state }) => (state === 'missing' ? [serial] : [])).sort(),
      unseen.sort(),
    )
    for (const serial of moved) {
      const card = cards.find((one) => one.serial === serial)
      t.equal(card?.place ?? undefined, lies.get(serial))
    }
    const listed = (await get(`${url}?list=misplaced`)).body.cards as {
      serial: string
      putRight: boolean
    }[]
    t.equal(listed.length, misplaced)
    t.ok(
      listed.every(({ serial, putRight }) => wrong.has(serial) && putRight === moved.has(serial)),
    )
    t.equal((await checkCustody(db, centre)).broken, null)
    t.ok(id)
  },
)

await onBothEngines(t, 'a closing that was broken off is gone on with', async (t, db, clock) => {
  const { app, centre, post, id, url, get, send, shelved } = await given(t, db, clock, 230)
  for (const { serial, place } of shelved.slice(0, 5)) await send(`${url}/scans`, { serial, place })
  const pages = await all(get, `${url}?list=unseen`)
  t.strictSame(
    pages.map(({ length }) => length),
    [100, 100, 25],
  )
  const page = shelved.slice(5, 105).map(({ serial }) => ({ serial, incidentId: `i-${serial}` }))
  const half = { stocktakeId: id, cards: page, staffId: 'post1' }
  t.match(
    await db.write(centre, (command) => missUnseen(command, half)),
    { refused: 'stocktake_closed' },
    'nothing is missed before it is closing',
  )
  done(await db.write(centre, (command) => beginClosing(command, id, 225)))
  // One that was read as unseen is moved before the lock is had.
  done(await scan(db, centre, 'Y50', 'C-02-08-19'))
  done(await db.write(centre, (command) => missUnseen(command, half)))
  done(await db.write(centre, (command) => missUnseen(command, half)))
  t.match((await get(url)).body, { state: 'closing', unseen: 125, counts: { missing: 99 } })
  for (const no of ['pause', 'resume', 'abandon'])
    t.match(await send(`${url}/${no}`), { status: 409, body: { code: 'stocktake_closed' } })
  t.match(await send(`${url}/scans`, { serial: 'Y200', place: 'C-01-01-01' }), { status: 409 })
  // One is moved meanwhile; two people go on with it at once, and need not confirm it again.
  done(await scan(db, centre, 'Y229', 'C-02-08-20'))
  const closed = await Promise.all([send(`${url}/close`), send(`${url}/close`)])
  for (const one of closed)
    t.match(one, { status: 200, body: { state: 'closed', counts: { missing: 223, found: 5 } } })
  t.equal((await db.read(allIncidents)).length, 223, 'one incident each')
  t.strictSame(
    (await all(get, `${url}?list=missing`)).map(({ length }) => length),
    [100, 100, 23],
  )
  t.equal((await checkCustody(db, centre)).broken, null)
  const { body } = await app.inject({ method: 'GET', url: `${url}/report`, headers: post })
  t.equal(
    parse(body, { bom: true }).filter(([finding]: string[]) => finding === 'missing').length,
    223,
  )
})

await onBothEngines(
  t,
  'a scan at the moment of closing counts or is refused',
  async (t, db, clock) => {
    const { url, get, send, shelved } = await given(t, db, clock, 12)
    /** Closed by somebody who, when it is refused, looks at the number that they are told. */
    const close = async (missing: number): Promise<number> => {
      const { status, body } = await send(`${url}/close`, { missing })
      return status === 409 ? close(body.details.count) : status
    }
    const [closed, ...scans] = await Promise.all([
      close(12),
      ...shelved.map(({ serial, place }) => send(`${url}/scans`, { serial, place })),
    ])
    const taken = scans.filter(({ status }) => status === 200).length
    t.equal(closed, 200)
    t.match((await get(url)).body.counts, { found: taken, missing: 12 - taken })
  },
)

await onBothEngines(t, 'a stocktake that was given up misses nothing', async (t, db, clock) => {
  const { url, get, send, app, post } = await given(t, db, clock, 3)
  t.match(await send(`${url}/abandon`), { status: 200, body: { state: 'abandoned' } })
  t.match(await send(`${url}/abandon`), { status: 200 }, 'said twice')
  t.match(await send(`${url}/close`, { missing: 3 }), { status: 409 })
  t.match((await get(url)).body, { unseen: 0, counts: { missing: 0 } })
  t.ok((await db.read(allCards)).every(({ state }) => state === 'shelved'))
  const { body } = await app.inject({ method: 'GET', url: `${url}/report`, headers: post })
  t.match(body, /abandoned/)
})

await onBothEngines(t, 'what cannot be meant changes nothing', async (t, db, clock) => {
  const { centre, url, get, send } = await given(t, db, clock, 3)
  const before = await revisionOf(db, centre)
  const refusals: [string, object, number, string][] = [
    ['/scans', { serial: 'Y1', place: 'Z-01' }, 404, 'unknown_place'],
    ['/scans', { serial: 'Y1', place: 'C-01' }, 422, 'not_a_slot'],
    ['/scans', { serial: 'Y1', place: 'B-01-01-01' }, 422, 'outside_stocktake'],
    ['/scans', { serial: 'Y 1', place: 'C-01-01-01' }, 400, 'malformed'],
    ['/scans', { serial: 'Y1', place: 'C-01-01-01', more: 1 }, 400, 'malformed'],
    ['/close', { missing: -1 }, 400, 'malformed'],
    ['/close', { missing: 2 }, 409, 'stocktake_unseen'],
    ['/close', { missing: 4 }, 409, 'stocktake_unseen'],
    ['/close', {}, 409, 'stocktake_unseen'],
  ]
  for (const [path, sent, status, code] of refusals)
    t.match(await send(url + path, sent), { status, body: { code } }, `${path} ${code}`)
  t.match(await get(`${url}?list=nothing`), { status: 400 })
  t.match(await get(`${url}?after=x`), { status: 400 })
  t.match(await get('/api/stocktakes/none'), { status: 404, body: { code: 'unknown_stocktake' } })
  const anywhere = await signedIn(db, clock, 'admin', null)
  t.match(await get('/api/centres/none/stocktakes', undefined, anywhere), { status: 404 })
  t.equal(await revisionOf(db, centre), before)
  const kept = (await db.read(allIncidents)).map(({ kind, note }) => [kind, note.split(' ')[0]])
  t.strictSame(kept.sort(), [
    ['refused_scan', 'not_a_slot'],
    ['refused_scan', 'outside_stocktake'],
    ['refused_scan', 'unknown_place'],
  ])

  const elsewhere = await signedIn(db, clock, 'post', 'muharraq')
  const clerk = await signedIn(db, clock, 'clerk', centre)
  for (const headers of [elsewhere, clerk]) {
    for (const path of ['/scans', '/pause', '/resume', '/close', '/abandon']) {
      const body = path === '/scans' ? { serial: 'Y1', place: 'C-01-01-01' } : {}
      t.match(await send(url + path, body, headers), { status: 403 })
    }
    for (const path of ['', '/report'])
      t.match(await get(url + path, undefined, headers), { status: 403 })
  }
})
