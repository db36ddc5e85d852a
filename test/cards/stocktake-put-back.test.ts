import t, { type Test } from 'tap'
import { checkCustody } from '../../src/cards/custody.view.ts'
import { pickCard } from '../../src/cards/pick.store.ts'
import { insertPlaces } from '../../src/cards/place.store.ts'
import { places } from '../../src/cards/place.ts'
import type { Database } from '../../src/db/transact.ts'
import { type HandSetClock, onBothEngines } from '../databases.ts'
import {
  allCustody,
  allIncidents,
  cardOf,
  done,
  givenCentre,
  givenPick,
  revisionOf,
  scan,
} from './given.ts'
import { merge, move } from './places-given.ts'
import { givenStocktakes, slot } from './stocktake-given.ts'

const HOME = 'C-01-01-01'
const SCAN_ID = '0190a000-0000-7000-8000-000000000001'

/** FAR belongs in another section; it and X1, of this one, are seen in a wrong slot. */
const givenMisplaced = async (t: Test, db: Database, clock: HandSetClock) => {
  const at = await givenStocktakes(t, db, clock, 2)
  const { centre, send, shelve, start, note, list, report } = at
  for (const line of ['C: 2 cabinets × 2 drawers × 3 slots', 'Q1: quarantine of 5'])
    await db.amend(() => insertPlaces(centre, done(places(line))))
  await shelve('FAR', HOME)
  const id = await start()
  for (const serial of ['FAR', 'X1'])
    t.match((await note(id, serial, slot(7))).body, { outcome: 'misplaced' })
  const right = async (of = id) =>
    (await list(of, 'misplaced')).filter(({ putRight }) => putRight).map(({ serial }) => serial)
  const reported = async () =>
    (await report(id)).body
      .split('\r\n')
      .filter((line: string) => line.startsWith('misplaced') && line.endsWith('yes'))
      .map((line: string) => line.split(',')[1])
  const shelf = (serial: string, place: string, scanId?: string) =>
    send(`/api/centres/${centre}/scans`, { serial, place, scanId })
  return { ...at, id, right, reported, shelf }
}

const alreadyThere = { status: 200, body: { warnings: ['already_there'] } }

await onBothEngines(
  t,
  'a card scanned to the shelves where it belongs is put right',
  async (t, db, clock) => {
    const { centre, id, send, right, reported, shelf, close, list } = await givenMisplaced(
      t,
      db,
      clock,
    )
    t.same(await right(), [])
    t.equal((await shelf('FAR', slot(99))).status, 404)
    t.equal((await shelf('FAR', 'C-01-01')).status, 422)
    t.same(await right(), [], 'a refused scan proves nothing')
    t.match(await shelf('FAR', HOME.toLowerCase()), alreadyThere)
    t.same(await right(), ['FAR'], 'of another section')
    await send(`/api/stocktakes/${id}/pause`)
    t.match(await shelf('X1', slot(1)), alreadyThere)
    t.same(await right(), ['FAR', 'X1'], 'of the same section, while it is paused')
    t.match(await shelf('X1', slot(1)), alreadyThere, 'once more')
    t.same(await right(), ['FAR', 'X1'])
    await close(id)
    t.same(await reported(), ['FAR', 'X1'], 'the report says so')
    t.equal((await list(id, 'misplaced')).length, 2)
    const steps = (await db.read(allCustody)).filter(({ action }) => action === 'moved')
    t.match(
      steps.map(({ serial, fromPlace, toPlace, why }) => [serial, fromPlace, toPlace, why]),
      [
        ['FAR', slot(7), HOME, `put back after stocktake ${id}`],
        ['X1', slot(7), slot(1), `put back after stocktake ${id}`],
      ],
      'each way back is a step of its card, once',
    )
    t.ok(
      steps.every(({ staffId }) => staffId !== null),
      'and has who went it',
    )
    const { broken, strays } = await checkCustody(db, centre)
    t.strictSame([broken, strays], [null, []])
  },
)

await onBothEngines(
  t,
  'cards are put back after the end, and the report stays',
  async (t, db, clock) => {
    const { centre, id, right, reported, shelf, close, report, send } = await givenMisplaced(
      t,
      db,
      clock,
    )
    await shelf('FAR', HOME)
    await close(id)
    const before = (await report(id)).body
    t.match(await shelf('X1', slot(1), SCAN_ID), alreadyThere)
    t.same(await right(), ['FAR', 'X1'])
    t.match(await shelf('FAR', HOME), alreadyThere)
    t.same(await right(), ['FAR', 'X1'], 'what was proved before the end stays proved')
    const undone = await send(`/api/centres/${centre}/scans/${SCAN_ID}/undo`)
    t.equal(undone.status, 200)
    t.same(await right(), ['FAR'], 'a scan that is taken back proves nothing')
    t.match(await shelf('X1', slot(1)), alreadyThere)
    t.same(await right(), ['FAR', 'X1'], 'scanned anew, it is put back')
    t.same(await reported(), ['FAR'])
    t.equal((await report(id)).body, before)
  },
)

await onBothEngines(
  t,
  'one that was given up is put back from, and seen wrong again is wrong',
  async (t, db, clock) => {
    const { id, send, right, shelf, start, note } = await givenMisplaced(t, db, clock)
    await shelf('FAR', HOME)
    t.match((await note(id, 'FAR', slot(8))).body, { outcome: 'misplaced', again: true })
    t.same(await right(), [], 'the newest scan counts')
    await send(`/api/stocktakes/${id}/abandon`)
    t.match(await shelf('FAR', HOME), alreadyThere)
    t.same(await right(), ['FAR'])
    // Another stocktake that sees the other one in its slot proves it as well.
    const second = await start()
    t.match((await note(second, 'X1', slot(1))).body, { outcome: 'found' })
    t.same((await right()).toSorted(), ['FAR', 'X1'])
    t.same(await right(second), [])
  },
)

await onBothEngines(t, 'shelved where it lies, record and place agree', async (t, db, clock) => {
  const { right, shelf } = await givenMisplaced(t, db, clock)
  t.match(await shelf('FAR', slot(7)), { status: 200, body: { place: slot(7), warnings: [] } })
  t.same(await right(), ['FAR'])
  t.match(await shelf('X1', 'Q1'), { status: 200, body: { state: 'damaged' } })
  t.same(await right(), ['FAR', 'X1'])
})

await onBothEngines(
  t,
  'a card that goes along with its place was in nobody’s hand',
  async (t, db, clock) => {
    const { centre, right, shelf } = await givenMisplaced(t, db, clock)
    t.match(await move(db, centre, 'C-01-01', 'C-02'), { code: 'C-02-03' })
    t.equal((await cardOf(db, 'FAR')).place, 'C-02-03-01')
    t.same(await right(), [])
    done(await merge(db, centre, 'C-02-03', 'C-02-01'))
    const { place } = await cardOf(db, 'FAR')
    t.match(place, /^C-02-01-/)
    t.same(await right(), [])
    t.match(await shelf('FAR', place ?? ''), alreadyThere)
    t.same(await right(), ['FAR'], 'wherever its record says now')
  },
)

await onBothEngines(
  t,
  'a card put in a box that is not sealed may still go back to where it lay',
  async (t, db, clock) => {
    const { centre, send, right } = await givenMisplaced(t, db, clock)
    await givenCentre(db, 'muharraq')
    const box = await send(`/api/centres/${centre}/boxes`, { to: 'muharraq' })
    t.match(await send(`/api/boxes/${box.body.id}/scans`, { serial: 'FAR' }), { status: 200 })
    t.same(await right(), [])
  },
)

await onBothEngines(
  t,
  'in the stocktake itself a card is put back outside its shelves',
  async (t, db, clock) => {
    const { centre, id, get, note, right, send } = await givenMisplaced(t, db, clock)
    const asked = (place: string) => get(`/api/stocktakes/${id}/slot?place=${place}`)
    t.match(await asked(HOME.toLowerCase()), { status: 200, body: { slot: HOME, putBack: true } })
    t.match(await asked(slot(1)), { status: 200, body: { slot: slot(1), putBack: false } })
    t.match(await asked('C-01-01-02'), { status: 422, body: { code: 'outside_stocktake' } })
    const { progress, counts } = (await get(`/api/stocktakes/${id}`)).body
    const before = await revisionOf(db, centre)
    for (const [serial, place] of [
      ['X1', HOME],
      ['X2', HOME],
      ['NOBODYS', HOME],
      ['FAR', 'C-01-01-02'],
    ] as const)
      t.match(
        await note(id, serial, place),
        { status: 422, body: { code: 'outside_stocktake' } },
        `${serial} in ${place}`,
      )
    t.equal(await revisionOf(db, centre), before, 'a refused scan changes nothing')
    t.same(
      (await db.read(allIncidents)).map(({ kind, serial }) => `${kind} ${serial}`).toSorted(),
      ['FAR', 'NOBODYS', 'X1', 'X2'].map((serial) => `refused_scan ${serial}`),
    )
    await send(`/api/stocktakes/${id}/pause`)
    t.match(await note(id, 'FAR', HOME), { status: 409, body: { code: 'stocktake_paused' } })
    t.same(await right(), [])
    await send(`/api/stocktakes/${id}/resume`)
    const answers = await Promise.all([note(id, 'FAR', HOME), note(id, 'far', HOME)])
    for (const answer of answers)
      t.match(answer, {
        status: 200,
        body: { serial: 'FAR', slot: HOME, outcome: 'put_back', belongs: HOME, progress },
      })
    t.same(await right(), ['FAR'])
    t.same((await get(`/api/stocktakes/${id}`)).body.counts, counts, 'it was seen misplaced')
  },
)

await onBothEngines(
  t,
  'a fetched card and one in quarantine are put back there, too',
  async (t, db, clock) => {
    const { centre, id, get, note, shelve, right } = await givenMisplaced(t, db, clock)
    await givenPick(db, centre, 't1', 'FAR')
    done(await db.write(centre, (command) => pickCard(command, 'pick-t1', { staffId: 'post1' })))
    t.match((await note(id, 'FAR', slot(6))).body, { outcome: 'misplaced', state: 'picked' })
    t.match((await note(id, 'FAR', HOME)).body, { outcome: 'put_back', state: 'shelved' })
    t.match(await cardOf(db, 'FAR'), { state: 'shelved', place: HOME })
    await shelve('HURT', slot(5))
    done(await scan(db, centre, 'HURT', 'Q1'))
    const asked = () => get(`/api/stocktakes/${id}/slot?place=q1`)
    t.match(await asked(), { status: 422, body: { code: 'not_a_slot' } })
    t.match((await note(id, 'HURT', slot(5))).body, { outcome: 'misplaced', belongs: 'Q1' })
    t.match(await asked(), { body: { slot: 'Q1', putBack: true } })
    t.match((await note(id, 'HURT', 'Q1')).body, { outcome: 'put_back', state: 'damaged' })
    t.same((await right()).toSorted(), ['FAR', 'HURT'])
    const { broken, strays } = await checkCustody(db, centre)
    t.strictSame([broken, strays], [null, []])
  },
)
