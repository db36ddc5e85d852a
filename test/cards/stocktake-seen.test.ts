import t from 'tap'
import { pickCard } from '../../src/cards/pick.store.ts'
import { query, run } from '../../src/db/transact.ts'
import { onBothEngines } from '../databases.ts'
import { signedIn } from './app.ts'
import { cardOf, done, givenCentre, givenPick, revisionOf, scan } from './given.ts'
import { givenStocktakes, slot } from './stocktake-given.ts'

await onBothEngines(t, 'what was not expected is counted apart', async (t, db, clock) => {
  const { centre, get, shelve, start, note } = await givenStocktakes(t, db, clock, 4)
  await shelve('FAR', slot(10))
  await givenPick(db, centre, 'out', 'X4')
  await db.write(centre, (command) => pickCard(command, 'pick-out', { staffId: 'post1' }))
  const id = await start('B-01-01')
  t.match((await get(`/api/stocktakes/${id}`)).body.progress, {
    expected: 3,
    scanned: 0,
    others: 0,
  })
  const progress = async (serial: string, n: number) =>
    Object.values((await note(id, serial, slot(n))).body.progress)
  t.same(await progress('X1', 1), [1, 3, 0])
  t.same(await progress('X2', 5), [2, 3, 0], 'in the wrong slot, and expected all the same')
  t.same(await progress('X2', 2), [2, 3, 0], 'again')
  t.same(await progress('FAR', 5), [2, 3, 1], 'of another drawer')
  t.same(await progress('NOBODYS', 5), [2, 3, 2])
  t.same(await progress('X4', 4), [2, 3, 3], 'it was out when the stocktake began')
  await shelve('NEW', slot(5))
  t.same(await progress('NEW', 5), [2, 3, 4], 'it came since')
  done(await scan(db, centre, 'X3', slot(9)))
  done(await scan(db, centre, 'X3', slot(3)))
  t.same(await progress('X3', 3), [3, 3, 4], 'moved meanwhile, it was expected')
  const elsewhere = (await get(`/api/centres/${centre}/stocktakes`)).body.stocktakes
  t.match(elsewhere, [{ progress: { scanned: 3, expected: 3, others: 4 } }])
})

await onBothEngines(
  t,
  'what somebody had in hand meanwhile is not missing',
  async (t, db, clock) => {
    const { centre, get, send, start, note, close, serials } = await givenStocktakes(
      t,
      db,
      clock,
      6,
    )
    await givenCentre(db, 'muharraq')
    // They became ready long ago.
    await db.amend(function* () {
      yield* run(query((q, { cards }) => q.update(cards).set({ readyAt: 1 })))
    })
    const other = await signedIn(db, clock, 'post', centre)
    const as = (url: string, body: object) => send(url, body, other)
    const id = await start()
    const put = await as(`/api/centres/${centre}/scans`, { serial: 'X1', place: slot(1) })
    t.match(put, { status: 200, body: { warnings: ['already_there'] } })
    const box = await as(`/api/centres/${centre}/boxes`, { to: 'muharraq' })
    t.match(await as(`/api/boxes/${box.body.id}/scans`, { serial: 'X2' }), { status: 200 })
    const list = await as(`/api/centres/${centre}/disposals`, { kind: 'return' })
    for (const _ of ['once', 'twice'])
      t.match(await as(`/api/disposals/${list.body.id}/scans`, { serial: 'X3' }), { status: 200 })
    t.same(await serials(id, 'found'), ['X1', 'X2', 'X3'])
    t.same(await serials(id, 'unseen'), ['X4', 'X5', 'X6'])
    t.match((await get(`/api/stocktakes/${id}`)).body.progress, {
      scanned: 3,
      expected: 6,
      others: 0,
    })
    t.match((await note(id, 'X1', slot(1))).body, { again: true, progress: { scanned: 3 } })
    t.match((await note(id, 'X5', slot(9))).body, { outcome: 'misplaced' })
    await as(`/api/centres/${centre}/scans`, { serial: 'X5', place: slot(5) })
    t.same(await serials(id, 'misplaced'), ['X5'], 'what the stocktake saw by itself stays')
    const refused = await as(`/api/centres/${centre}/scans`, { serial: 'X6', place: slot(1) })
    t.equal(refused.status, 409)
    t.same(await serials(id, 'unseen'), ['X4', 'X6'], 'a refused scan proves nothing')
    t.match((await close(id, 2)).body.counts, { missing: 2, found: 3, misplaced: 1 })
    for (const serial of ['X1', 'X2', 'X3']) t.equal((await cardOf(db, serial)).state, 'shelved')
  },
)

await onBothEngines(t, 'a place outside is refused before any card', async (t, db, clock) => {
  const { centre, get, send, start } = await givenStocktakes(t, db, clock, 1)
  const id = await start('B-01-01')
  const before = await revisionOf(db, centre)
  const ask = (place: string) => get(`/api/stocktakes/${id}/slot?place=${place}`)
  t.match(await ask(slot(1).toLowerCase()), { status: 200, body: { slot: slot(1) } })
  t.match(await ask(slot(6)), {
    status: 422,
    body: { code: 'outside_stocktake', detail: /B-01-02-01.*B-01-01/ },
  })
  t.match(await ask('B-01-01'), { status: 422, body: { code: 'not_a_slot' } })
  t.match(await ask('Z-01'), { status: 404, body: { code: 'unknown_place' } })
  t.match(await ask('%20'), { status: 400, body: { code: 'malformed' } })
  t.equal(await revisionOf(db, centre), before)
  await send(`/api/stocktakes/${id}/pause`)
  t.match(await ask(slot(1)), { status: 409, body: { code: 'stocktake_paused' } })
  const elsewhere = await signedIn(db, clock, 'post', 'muharraq')
  t.equal(
    (await get(`/api/stocktakes/${id}/slot?place=${slot(1)}`, undefined, elsewhere)).status,
    403,
  )
})
