import t from 'tap'
import { checkCustody } from '../../src/cards/custody.view.ts'
import { insertPlaces } from '../../src/cards/place.store.ts'
import { places } from '../../src/cards/place.ts'
import { onBothEngines } from '../databases.ts'
import { setUp } from './app.ts'
import { allIncidents, allNotices, cardOf, done, givenCard, givenPick, scan } from './given.ts'

await onBothEngines(t, 'a doubtful card is kept apart, and comes back', async (t, db, clock) => {
  const { centre, get, send } = await setUp(t, db, clock)
  await db.amend(() => insertPlaces(centre, done(places('Q1: quarantine of 1'))))
  for (const serial of ['X1', 'X2']) await givenCard(db, centre, serial)
  done(await scan(db, centre, 'X1', 'B-01-01-01'))
  await givenPick(db, centre, 't1', 'X1')
  const url = `/api/centres/${centre}/scans`
  const put = (serial: string, place: string, scanId?: string) =>
    send(url, { serial, place, ...(scanId && { scanId }) })
  const incidents = async () =>
    (await db.read(allIncidents))
      .filter(({ kind }) => kind === 'damaged')
      .map(({ serial, state, note }) => `${serial} ${state} ${note}`)

  t.match(await put('X1', 'Q1'), { status: 200, body: { state: 'damaged', place: 'Q1' } })
  t.same(await incidents(), ['X1 open Q1'], 'somebody has to decide upon it')
  t.match(await get(`/api/centres/${centre}/post`), {
    body: {
      quarantine: [{ place: 'Q1', cards: 1, capacity: 1 }],
      picks: [{ serial: 'X1', place: 'Q1', state: 'open' }],
    },
  })
  t.match(await get(`/api/centres/${centre}/cards?place=Q1`), {
    body: { cards: [{ serial: 'X1', place: 'Q1' }] },
  })
  t.match(await send('/api/picks/pick-t1/picked'), {
    status: 422,
    body: { code: 'card_not_ready', details: { state: 'damaged' } },
  })
  t.equal((await put('X2', 'Q1')).body.code, 'place_full')

  t.match(await put('X1', 'B-01-01-02'), { body: { state: 'shelved', place: 'B-01-01-02' } })
  t.same(await incidents(), ['X1 closed Q1'])
  t.equal((await db.read(allNotices)).length, 2, 'it is ready anew, and told so')

  const { readyAt } = await cardOf(db, 'X1')
  t.match(await put('X1', 'Q1', 'scan-0001'), { body: { state: 'damaged' } })
  t.match(await send(`${url}/scan-0001/undo`), { body: { state: 'shelved', place: 'B-01-01-02' } })
  t.match(await cardOf(db, 'X1'), { readyAt }, 'a slip of the hand: it was ready all the time')
  t.equal((await db.read(allNotices)).length, 2)
  t.same(await incidents(), ['X1 closed Q1', 'X1 closed Q1'])
  t.match(await checkCustody(db, centre), { broken: null, strays: [] })
})
