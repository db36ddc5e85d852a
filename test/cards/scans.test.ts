import t from 'tap'
import type { CardState } from '../../src/cards/card.ts'
import { checkCustody } from '../../src/cards/custody.view.ts'
import { pickCard, pickOfTicket } from '../../src/cards/pick.store.ts'
import { shelveOnce, undoScan } from '../../src/cards/scan.store.ts'
import { type Database, query, run } from '../../src/db/transact.ts'
import { onBothEngines } from '../databases.ts'
import { signedIn, withApp } from './app.ts'
import {
  allCustody,
  allIncidents,
  allNotices,
  cardOf,
  done,
  givenCard,
  givenCentre,
  givenPick,
  revisionOf,
  scan,
  whyNot,
} from './given.ts'

const by = { staffId: 'post1', device: 'Post 1' }

const shelve = (db: Database, centre: string, id: string, serial: string, place: string) =>
  db.write(centre, (command) => shelveOnce(command, { id, serial, place, ...by }))
const undo = (db: Database, centre: string, id: string) =>
  db.write(centre, (command) => undoScan(command, id, by))

await onBothEngines(t, 'a scan that is sent again counts once', async (t, db) => {
  const centre = await givenCentre(db)
  await givenCard(db, centre, 'X1')
  const first = done(await shelve(db, centre, 'scan-0001', 'X1', 'B-01-01-01'))
  done(await scan(db, centre, 'X1', 'B-01-01-02'))
  const again = done(await shelve(db, centre, 'scan-0001', 'X1', 'B-01-01-01'))
  t.equal(first.row.place, 'B-01-01-01')
  t.equal(again.row.place, 'B-01-01-02', 'it stays where it went since')
  t.equal((await db.read(allCustody)).length, 2)
  t.equal(
    whyNot(await shelve(db, centre, 'scan-0001', 'X2', 'B-01-01-01')),
    'malformed',
    'one id for two cards',
  )
  await givenCard(db, centre, 'X2')
  const both = await Promise.all([
    shelve(db, centre, 'scan-0002', 'X2', 'B-01-01-03'),
    shelve(db, centre, 'scan-0002', 'X2', 'B-01-01-03'),
  ])
  t.same(
    both.map(done).map(({ warnings }) => warnings),
    [[], []],
    'told the same',
  )
  t.match((await db.read(allCustody)).at(-1), { serial: 'X2', device: 'Post 1' })
})

for (const state of ['expected', 'received'] satisfies CardState[])
  await onBothEngines(
    t,
    `the shelving of a card that was ${state} is taken back`,
    async (t, db) => {
      const centre = await givenCentre(db)
      await givenCard(db, centre, 'X1', { state })
      const before = await cardOf(db, 'X1')
      done(await shelve(db, centre, 'scan-0001', 'X1', 'B-01-01-01'))
      t.equal((await db.read(allNotices)).length, 1)
      const undone = done(await undo(db, centre, 'scan-0001'))
      t.match(undone, { state, place: null, readyAt: null, stateSince: before.stateSince })
      t.equal((await db.read(allNotices)).length, 0, 'nobody is told')
      t.same(
        (await db.read(allCustody)).map(({ action, fromPlace, toPlace }) => [
          action,
          fromPlace,
          toPlace,
        ]),
        [
          ['shelved', null, 'B-01-01-01'],
          ['undone', 'B-01-01-01', null],
        ],
        'the log says both',
      )
      t.match(done(await undo(db, centre, 'scan-0001')), { state }, 'undone twice, it is undone')
      done(await shelve(db, centre, 'scan-0002', 'X1', 'B-01-01-02'))
      t.equal((await db.read(allNotices)).length, 1, 'told once it lies where it should')
      t.match(await checkCustody(db, centre), { broken: null, strays: [] })
    },
  )

await onBothEngines(t, 'a message on its way is not sent again', async (t, db) => {
  const centre = await givenCentre(db)
  await givenCard(db, centre, 'X1')
  done(await shelve(db, centre, 'scan-0001', 'X1', 'B-01-01-01'))
  await db.amend(function* () {
    yield* run(query((db, t) => db.update(t.notices).set({ state: 'sent', attempts: 1 })))
  })
  const { readyAt } = await cardOf(db, 'X1')
  t.match(done(await undo(db, centre, 'scan-0001')), { state: 'received', readyAt })
  done(await shelve(db, centre, 'scan-0002', 'X1', 'B-01-01-02'))
  t.match(await db.read(allNotices), [{ state: 'sent' }])
})

await onBothEngines(t, 'only the last scan of a card is taken back', async (t, db) => {
  const centre = await givenCentre(db)
  for (const serial of ['X1', 'X2']) await givenCard(db, centre, serial)
  done(await shelve(db, centre, 'scan-0001', 'X1', 'B-01-01-01'))
  done(await shelve(db, centre, 'scan-0002', 'X1', 'B-01-01-02'))
  const before = await revisionOf(db, centre)
  t.equal(whyNot(await undo(db, centre, 'scan-0001')), 'scan_overtaken')
  t.equal(whyNot(await undo(db, centre, 'scan-none')), 'unknown_scan')
  done(await shelve(db, centre, 'scan-0003', 'X2', 'B-01-01-01'))
  t.equal(whyNot(await undo(db, centre, 'scan-0002')), 'place_full', 'its old slot is taken')
  t.equal(await revisionOf(db, centre), before + 1, 'what is refused changes nothing')
  done(await undo(db, centre, 'scan-0003'))
  t.match(done(await undo(db, centre, 'scan-0002')), { state: 'shelved', place: 'B-01-01-01' })
})

await onBothEngines(t, 'a card that was put back by mistake is in hand again', async (t, db) => {
  const centre = await givenCentre(db)
  await givenCard(db, centre, 'X1')
  done(await scan(db, centre, 'X1', 'B-01-01-01'))
  await givenPick(db, centre, 't1', 'X1')
  done(await db.write(centre, (command) => pickCard(command, 'pick-t1', by)))
  done(await shelve(db, centre, 'scan-0001', 'X1', 'B-01-01-02'))
  t.match(await db.read(pickOfTicket({ ticketId: 't1' })), [{ state: 'open', place: 'B-01-01-02' }])
  t.match(done(await undo(db, centre, 'scan-0001')), { state: 'picked', place: 'B-01-01-01' })
  t.match(await db.read(pickOfTicket({ ticketId: 't1' })), [
    { state: 'picked', place: 'B-01-01-01' },
  ])
})

await onBothEngines(t, 'a card that was found stays found', async (t, db) => {
  const centre = await givenCentre(db)
  await givenCard(db, centre, 'X1', { state: 'missing' })
  done(await shelve(db, centre, 'scan-0001', 'X1', 'B-01-01-01'))
  t.equal(whyNot(await undo(db, centre, 'scan-0001')), 'scan_stays')
})

withApp('a scan and its end over HTTP', async (t, db, { centre, send }) => {
  await givenCard(db, centre, 'X1')
  const path = `/api/centres/${centre}/scans`
  const body = { place: 'B-01-01-01', serial: 'X1', scanId: 'scan-0001', device: 'Post 1' }
  t.match(await send(path, body), { status: 200, body: { scanId: 'scan-0001' } })
  t.match(await send(path, { ...body, place: 'B-01-01-02' }), {
    status: 200,
    body: { place: 'B-01-01-01' },
  })
  t.match(await send(path, { ...body, scanId: 'no' }), { status: 400 })
  const refused = { ...body, place: 'Z-01', scanId: 'scan-0002' }
  t.equal((await send(path, refused)).status, 404)
  t.equal((await send(path, refused)).status, 404)
  t.equal((await db.read(allIncidents)).length, 1, 'a refused scan is kept once')
  t.match(await send(`${path}/scan-0001/undo`), { status: 200, body: { state: 'received' } })
  t.match(await send(`${path}/scan-0009/undo`, { device: 'Post 1' }), {
    status: 404,
    body: { code: 'unknown_scan' },
  })
})

withApp(
  'nobody is told of a scan that may still be taken back',
  async (t, db, { centre, send }, clock) => {
    // Past the quiet hours, in which no message of a card goes out, and the session from before.
    clock.advance(3_600_000)
    const post = await signedIn(db, clock, 'post', centre)
    for (const serial of ['X1', 'X2']) await givenCard(db, centre, serial)
    const path = `/api/centres/${centre}/scans`
    const body = { place: 'B-01-01-01', serial: 'X1', scanId: 'scan-0001' }
    t.equal((await send(path, body, post)).status, 200)
    t.equal((await send(path, { place: 'B-01-01-02', serial: 'X2' }, post)).status, 200)
    const notices = (await db.read(allNotices)).sort((a, b) => (a.subject < b.subject ? -1 : 1))
    t.same(
      notices.map(({ subject, dueAt, queuedAt }) => [subject, dueAt - queuedAt]),
      [
        ['X1', 10_000],
        ['X2', 0],
      ],
    )
  },
)

withApp('an incident is looked into, noted and ended', async (t, db, { centre, get, send }) => {
  await givenCard(db, centre, 'X1')
  done(await scan(db, centre, 'X1', 'B-01-01-01'))
  await givenPick(db, centre, 't1', 'X1')
  await send('/api/picks/pick-t1/not-found')
  const open = async () => (await get(`/api/centres/${centre}/post`)).body.incidents
  const [incident] = await open()
  t.match(incident, { kind: 'not_found', owner: null, remark: null, state: 'open' })
  const path = `/api/incidents/${incident.id}`
  t.match(await send(path, { mine: true, remark: ' behind the cabinet ' }), {
    status: 200,
    body: { owner: 'Noor', remark: 'behind the cabinet', state: 'open' },
  })
  t.match(await send(path, { state: 'closed' }), { body: { owner: 'Noor', state: 'closed' } })
  t.same(await open(), [])
  t.match(await send(path, { state: 'open', mine: false }), { body: { owner: null } })
  t.equal((await open()).length, 1)
  t.equal((await send(path, {})).status, 400, 'nothing to change')
  t.match(await send('/api/incidents/none', { mine: true }), {
    status: 404,
    body: { code: 'unknown_incident' },
  })
})
