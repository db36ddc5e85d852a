import { parse } from 'csv-parse/sync'
import t from 'tap'
import { checkCustody } from '../../src/cards/custody.view.ts'
import { handOver } from '../../src/cards/handover.store.ts'
import { openPick, pickCard } from '../../src/cards/pick.store.ts'
import { insertPlaces } from '../../src/cards/place.store.ts'
import { places } from '../../src/cards/place.ts'
import { reportHolds } from '../../src/cards/stocktake-report.ts'
import { query } from '../../src/db/transact.ts'
import { onBothEngines } from '../databases.ts'
import { signedIn } from './app.ts'
import {
  allIncidents,
  cardOf,
  done,
  givenCard,
  givenCentre,
  givenPick,
  givenTicket,
  revisionOf,
  scan,
  vault,
} from './given.ts'
import { givenStocktakes, slot } from './stocktake-given.ts'

const allPicks = query((db, t) => db.select().from(t.picks))

await onBothEngines(t, 'a stocktake from its beginning to its report', async (t, db, clock) => {
  const { centre, get, send, start, note, close, list, serials, report } = await givenStocktakes(
    t,
    db,
    clock,
    6,
  )
  await givenCentre(db, 'muharraq')
  await givenCard(db, 'muharraq', 'M1')
  const id = await start('b')
  t.match(await note(id, 'x1', slot(1).toLowerCase()), {
    status: 200,
    body: {
      serial: 'X1',
      slot: slot(1),
      outcome: 'found',
      again: false,
      progress: { scanned: 1, expected: 6 },
    },
  })
  t.match((await note(id, 'X2', slot(7))).body, { outcome: 'misplaced', belongs: slot(2) })
  t.match((await note(id, 'M1', slot(8))).body, { outcome: 'unknown', state: null })
  t.match((await note(id, 'NOBODYS', slot(8))).body, { outcome: 'unknown' })
  t.match((await note(id, 'X3', slot(9))).body, { outcome: 'misplaced' })
  t.match(
    (await note(id, 'X3', slot(3))).body,
    { outcome: 'found', again: true, progress: { scanned: 3, expected: 6, others: 2 } },
    'the newest scan wins, and it counts once',
  )
  t.equal((await cardOf(db, 'X2')).place, slot(2), 'no scan moves a card')
  t.match((await get(`/api/stocktakes/${id}`)).body, {
    state: 'open',
    startedBy: 'Noor',
    unseen: 3,
    counts: { found: 2, misplaced: 1, unknown: 2, missing: 0 },
    list: 'misplaced',
    cards: [{ serial: 'X2', slot: slot(7), belongs: slot(2), state: 'shelved', putRight: false }],
    next: null,
  })
  t.same(await serials(id, 'unseen'), ['X4', 'X5', 'X6'])
  t.match((await note(id, 'X6', slot(9))).body, { outcome: 'misplaced', belongs: slot(6) })

  done(await scan(db, centre, 'X2', slot(2)))
  t.ok((await list(id, 'misplaced'))[0]?.putRight, 'it is where the log says already')
  done(await scan(db, centre, 'X2', slot(10)))
  t.ok((await list(id, 'misplaced'))[0]?.putRight, 'put right by the normal scan')

  t.match(await report(id), { statusCode: 409 })
  const before = await revisionOf(db, centre)
  for (const told of [0, 1, 3, 100])
    t.match(
      await close(id, told),
      { status: 409, body: { code: 'stocktake_unseen', details: { count: 2 } } },
      `${told} told`,
    )
  t.equal(await revisionOf(db, centre), before, 'a refused closing changes nothing')
  clock.advance(60_000)
  t.match(await close(id, 2), {
    status: 200,
    body: { state: 'closed', closedBy: 'Noor', counts: { missing: 2 } },
  })
  t.match(await close(id, 0), { status: 200, body: { state: 'closed' } }, 'said twice')
  t.match(await note(id, 'X4', slot(4)), { status: 409, body: { code: 'stocktake_closed' } })
  t.match(await cardOf(db, 'X4'), { state: 'missing', place: null })
  t.match(
    (await db.read(allIncidents)).map(({ kind, serial, note, state }) => [
      kind,
      serial,
      note,
      state,
    ]),
    [
      ['not_found', 'X4', slot(4), 'open'],
      ['not_found', 'X5', slot(5), 'open'],
    ],
  )
  const { head, broken, strays } = await checkCustody(db, centre)
  t.strictSame([broken, strays], [null, []])

  const answer = await report(id)
  t.match(answer.headers, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': 'attachment; filename="stocktake-B-2026-11-24.csv"',
  })
  const rows: string[][] = parse(answer.body, { bom: true })
  t.match(
    rows.slice(1, 9).map((row) => row.slice(0, 5)),
    [
      ['misplaced', 'X2', slot(7), slot(2), 'shelved'],
      ['misplaced', 'X6', slot(9), slot(6), 'shelved'],
      ['missing', 'X4', '', slot(4), 'shelved'],
      ['missing', 'X5', '', slot(5), 'shelved'],
      ['unknown', 'M1', slot(8), '', ''],
      ['unknown', 'NOBODYS', slot(8), '', ''],
      ['found', 'X1', slot(1), slot(1), 'shelved'],
      ['found', 'X3', slot(3), slot(3), 'shelved'],
    ],
  )
  t.strictSame([rows[1]?.[7], rows[2]?.[7]], ['yes', 'no'])
  const said = (what: string, which: string) =>
    rows.find((row) => row[0] === what && row[1] === which)?.slice(2, 4)
  t.strictSame(
    ['expected', 'found', 'misplaced', 'unknown', 'missing'].map((one) => said('count', one)?.[0]),
    ['6', '2', '2', '2', '2'],
  )
  t.match(said('signed', 'closed'), [/^Noor \(post-/, new Date(clock.now()).toISOString()])
  t.strictSame(said('signed', 'custody log')?.[0], `${head.seq} ${head.hash}`)
  t.ok(reportHolds(answer.body, vault.find))
  t.notOk(reportHolds(answer.body.replace('X4', 'X3'), vault.find), 'a change shows')

  // What is done afterwards belongs to another day.
  done(await scan(db, centre, 'X4', slot(4)))
  done(await scan(db, centre, 'X6', slot(9)))
  t.equal((await cardOf(db, 'X4')).state, 'shelved', 'the normal scan finds it')
  t.equal((await report(id)).body, answer.body, 'the report stays as it was')
  t.match((await send(`/api/stocktakes/${id}/abandon`)).body, { code: 'stocktake_closed' })
})

await onBothEngines(t, 'what moved since it began is not missing', async (t, db, clock) => {
  const { centre, shelve, start, note, close, serials } = await givenStocktakes(t, db, clock, 6)
  await givenPick(db, centre, 't1', 'X3')
  const id = await start()
  // Nothing of what follows is seen by the stocktake, and no moment passes by the clock.
  done(await scan(db, centre, 'X1', slot(9)))
  done(await scan(db, centre, 'X2', slot(10)))
  done(await scan(db, centre, 'X2', slot(2)))
  const paper = { identity: 'card_holder', oldCard: false, representativeCipher: null }
  done(
    await db.write(centre, (command) =>
      handOver(command, { serial: 'X3', ticketId: 't1', staffId: 'staff1', ...paper }, true),
    ),
  )
  await shelve('NEW', slot(8))
  await givenTicket(db, centre, 't4', 'X4')
  await db.write(centre, function* (command) {
    yield* openPick(command, { ticketId: 't4', number: 'C-t4', serial: 'X4', place: slot(4) })
    return yield* pickCard(command, 'pick-t4', { staffId: 'post1' })
  })
  t.same(await serials(id, 'unseen'), ['X5', 'X6'])
  await note(id, 'X5', slot(5))
  t.match((await close(id)).body.counts, { missing: 1, found: 1, misplaced: 0, unknown: 0 })
  t.same(await serials(id, 'missing'), ['X6'])
  t.equal((await cardOf(db, 'X4')).state, 'picked')
  t.equal((await cardOf(db, 'X1')).place, slot(9))
})

await onBothEngines(
  t,
  'a missing card that lies there waits for the normal scan',
  async (t, db, clock) => {
    const { centre, start, note, close, list } = await givenStocktakes(t, db, clock, 2)
    const first = await start()
    await note(first, 'X1', slot(1))
    await close(first)
    const second = await start()
    t.match((await note(second, 'X2', slot(6))).body, {
      outcome: 'misplaced',
      state: 'missing',
      belongs: null,
    })
    t.equal((await cardOf(db, 'X2')).state, 'missing')
    t.equal((await list(second, 'misplaced'))[0]?.putRight, false)
    done(await scan(db, centre, 'X2', slot(6)))
    t.equal((await list(second, 'misplaced'))[0]?.putRight, true)
    t.equal((await db.read(allIncidents))[0]?.state, 'closed', 'its search is over')
  },
)

await onBothEngines(t, 'who waits for a card that is missed is told', async (t, db, clock) => {
  const { centre, start, close } = await givenStocktakes(t, db, clock, 1)
  const id = await start()
  await givenPick(db, centre, 't1', 'X1')
  t.match(await close(id), { status: 200, body: { counts: { missing: 1 } } })
  t.match(await db.read(allPicks), [{ serial: 'X1', state: 'not_found' }])
})

await onBothEngines(t, 'a card that is missed lies as it was seen', async (t, db, clock) => {
  const { centre, send, start, note, list } = await givenStocktakes(t, db, clock, 1)
  const id = await start()
  t.match((await note(id, 'X1', slot(6))).body, { outcome: 'misplaced' })
  await givenPick(db, centre, 't1', 'X1')
  t.equal((await send('/api/picks/pick-t1/not-found')).status, 200)
  t.match(await list(id, 'misplaced'), [{ slot: slot(6), putRight: false }])
})

await onBothEngines(t, 'paused by one, gone on with by another', async (t, db, clock) => {
  const { centre, send, start, note } = await givenStocktakes(t, db, clock, 2)
  const other = await signedIn(db, clock, 'post', centre)
  const id = await start()
  t.match(await send(`/api/stocktakes/${id}/pause`), { status: 200, body: { state: 'paused' } })
  t.match(await send(`/api/stocktakes/${id}/pause`), { status: 200 }, 'said twice')
  const before = await revisionOf(db, centre)
  t.match(await note(id, 'X1', slot(1)), { status: 409, body: { code: 'stocktake_paused' } })
  t.equal(await revisionOf(db, centre), before)
  t.match(await send(`/api/stocktakes/${id}/resume`, undefined, other), {
    status: 200,
    body: { state: 'open' },
  })
  t.match((await note(id, 'X1', slot(1), other)).body, { progress: { scanned: 1, expected: 2 } })
})

await onBothEngines(t, 'the same shelves are walked once at a time', async (t, db, clock) => {
  const { centre, get, send, start, close, serials, note } = await givenStocktakes(t, db, clock, 6)
  await db.amend(() => insertPlaces(centre, done(places('BA: 1 cabinet × 1 drawer × 1 slot'))))
  const id = await start('B-01-01')
  for (const place of ['B', 'B-01', 'B-01-01', slot(1)])
    t.match(
      await send(`/api/centres/${centre}/stocktakes`, { place }),
      { status: 409, body: { code: 'stocktake_running', details: { stocktake: id } } },
      place,
    )
  const beside = await start('B-01-02')
  await start('BA')
  t.match(await send(`/api/centres/${centre}/stocktakes`, { place: 'Z' }), {
    status: 404,
    body: { code: 'unknown_place' },
  })
  // A card of the one that lies in the other was seen: it is misplaced there, and missing nowhere.
  await note(beside, 'X1', slot(7))
  t.same(await serials(id, 'unseen'), ['X2', 'X3', 'X4', 'X5'])
  t.match((await close(id)).body, { state: 'closed', counts: { missing: 4 } })
  t.same(await serials(beside, 'unseen'), ['X6'], 'other shelves are not touched')
  t.ok(await start('B-01-01'), 'once it is closed, another may begin')
  t.match((await get(`/api/centres/${centre}/stocktakes`)).body.stocktakes, [
    { place: String },
    {},
    {},
    {},
  ])
})
