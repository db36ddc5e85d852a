import t from 'tap'
import type { CardWarning } from '../../src/cards/card.ts'
import { custodyOf } from '../../src/cards/custody.store.ts'
import { handOver } from '../../src/cards/handover.store.ts'
import {
  announceCards,
  beginDelivery,
  closeManifest,
  openDelivery,
  receiveCard,
} from '../../src/cards/manifest.store.ts'
import { missPick } from '../../src/cards/not-found.store.ts'
import {
  cancelPick,
  cardForPickup,
  openPick,
  pickCard,
  pickOfTicket,
} from '../../src/cards/pick.store.ts'
import { postView } from '../../src/cards/post.view.ts'
import type { Database, Step } from '../../src/db/transact.ts'
import { onBothEngines } from '../databases.ts'
import {
  allCards,
  allIncidents,
  allNotices,
  cardOf,
  done,
  givenCard,
  givenCentre,
  givenDelivery,
  givenPick,
  givenTicket,
  OWNER,
  revisionOf,
  scan,
  sealed,
  vault,
  whyNot,
} from './given.ts'

const by = { staffId: 'post1' }

const fetchCard = (db: Database, centreId: string, ticketId: string) =>
  db.write(centreId, (command) => pickCard(command, `pick-${ticketId}`, by))

const pickState = async (db: Database, ticketId: string) =>
  (await db.read(pickOfTicket({ ticketId })))[0]?.state

const give = (db: Database, centreId: string, ticketId: string, serial: string) =>
  db.write(centreId, (command) =>
    handOver(
      command,
      {
        serial,
        ticketId,
        identity: 'card_holder',
        oldCard: true,
        representativeCipher: null,
        staffId: 'post1',
      },
      true,
    ),
  )

await onBothEngines(t, 'a delivery is reconciled against its list', async (t, db) => {
  const centre = await givenCentre(db)
  await givenDelivery(db, centre, [sealed('X9')], 'delivery-0')
  await givenCard(db, await givenCentre(db, 'muharraq'), 'Y1')
  const id = await givenDelivery(
    db,
    centre,
    ['X1', 'X2', 'X3', 'X4'].map((one) => sealed(one)),
  )
  let incidents = 0
  const receive = (serial: string) =>
    db.write(centre, (command) =>
      receiveCard(command, { manifestId: id, serial, incidentId: `i${incidents++}`, ...by }),
    )
  t.same(await receive('X1'), { serial: 'X1', state: 'received', outcome: 'received' })
  t.same(await receive('X1'), { serial: 'X1', state: 'received', outcome: 'duplicate' })
  t.same(await receive('X1'), { serial: 'X1', state: 'received', outcome: 'duplicate' })
  t.same(await receive('Z1'), { serial: 'Z1', state: null, outcome: 'surplus' })
  t.same(await receive('Y1'), { serial: 'Y1', state: 'received', outcome: 'surplus' })
  t.same(
    await receive('X9'),
    { serial: 'X9', state: 'received', outcome: 'surplus' },
    'of another list',
  )
  const shelved = done(await scan(db, centre, 'X2', 'B-01-01-01'))
  t.same(shelved.warnings, ['was_expected'] satisfies CardWarning[])
  const view = await postView(db, centre)
  t.match(view?.manifests, [
    { id: 'delivery-0', expected: 1, received: 1 },
    { id, expected: 4, received: 2 },
  ])
  const before = await revisionOf(db, centre)
  t.same(await db.write(centre, (command) => closeManifest(command, { manifestId: id, ...by })), {
    received: 2,
    missing: 2,
    surplus: 3,
    duplicate: 1,
  })
  t.equal(await revisionOf(db, centre), before + 1)
  const kept = (await db.read(allIncidents)).map(({ kind, serial }) => `${kind} ${serial}`)
  t.same(kept.sort(), [
    'duplicate X1',
    'missing X3',
    'missing X4',
    'surplus X9',
    'surplus Y1',
    'surplus Z1',
  ])
  t.equal((await cardOf(db, 'X3')).state, 'missing')
  t.match(await db.read(custodyOf({ serial: 'X3' })), [
    { action: 'missing', staffId: 'post1', revision: before + 1, why: id },
  ])
  t.equal(whyNot(await receive('X3')), 'manifest_closed')
})

await onBothEngines(t, 'the same delivery twice is one delivery', async (t, db) => {
  const centre = await givenCentre(db)
  const cards = Array.from({ length: 230 }, (_, at) => sealed(`X${at}`))
  const begin = (id: string) =>
    db.write(centre, (command) => beginDelivery(command, { id, origin: 'plant', fingerprint: 'f' }))
  const both = await Promise.all([begin('one'), begin('two')])
  t.match(both, [
    { id: 'one', state: 'loading' },
    { id: 'one', state: 'loading' },
  ])
  const announce = () => db.write(centre, (command) => announceCards(command, 'one', cards))
  t.same(await Promise.all([announce(), announce()]), [[], []], 'none is refused')
  const open = () => db.write(centre, (command) => openDelivery(command, 'one', []))
  t.match(await open(), { state: 'open', expected: cards.length })
  t.match(await open(), { state: 'open', expected: cards.length })
  t.equal((await db.read(allCards)).length, cards.length)
})

await onBothEngines(t, 'a list that was broken off is gone on with', async (t, db) => {
  const centre = await givenCentre(db)
  const cards = Array.from({ length: 150 }, (_, at) => sealed(`X${at}`))
  await db.write(centre, (command) =>
    beginDelivery(command, { id: 'one', origin: 'plant', fingerprint: 'one' }),
  )
  await db.write(centre, (command) => announceCards(command, 'one', cards.slice(0, 70)))
  const scan = { manifestId: 'one', serial: 'X1', incidentId: 'i1', ...by }
  t.equal(
    whyNot(await db.write(centre, (command) => receiveCard(command, scan))),
    'manifest_loading',
  )
  await givenDelivery(db, centre, cards, 'one')
  t.match(await db.write(centre, (command) => receiveCard(command, scan)), { outcome: 'received' })
  t.match((await postView(db, centre))?.manifests, [{ id: 'one', expected: 150, received: 1 }])
})

await onBothEngines(t, 'of a delivery what is here already is not taken', async (t, db) => {
  const centre = await givenCentre(db)
  await givenCard(db, centre, 'X2')
  const cards = ['X1', 'X2', 'X3'].map((serial) => sealed(serial))
  await db.write(centre, (command) =>
    beginDelivery(command, { id: 'one', origin: 'plant', fingerprint: 'f' }),
  )
  t.same(await db.write(centre, (command) => announceCards(command, 'one', cards)), ['X2'])
  t.match(await db.write(centre, (command) => openDelivery(command, 'one', [])), { expected: 2 })
  t.match(await cardOf(db, 'X2'), { state: 'received', manifestId: null })
})

await onBothEngines(t, 'a delivery that never came is closed a slice at a time', async (t, db) => {
  const centre = await givenCentre(db)
  const cards = Array.from({ length: 260 }, (_, at) => sealed(`X${at}`))
  const id = await givenDelivery(db, centre, cards)
  const close = () =>
    db.write(centre, (command) => closeManifest(command, { manifestId: id, ...by }))
  t.equal(await close(), null, 'there is more')
  t.equal((await postView(db, centre))?.manifests.length, 1, 'it is open until all is done')
  t.same(await close(), { received: 0, missing: 260, surplus: 0, duplicate: 0 })
  t.equal((await db.read(allIncidents)).length, 260)
})

await onBothEngines(
  t,
  'a card that did not come may come with the next delivery',
  async (t, db) => {
    const centre = await givenCentre(db)
    await givenDelivery(db, centre, [sealed('X1')], 'one')
    await db.write(centre, (command) => closeManifest(command, { manifestId: 'one', ...by }))
    t.equal((await cardOf(db, 'X1')).state, 'missing', 'it did not come')
    await givenDelivery(db, centre, [sealed('X1'), sealed('X2')], 'two')
    t.match(await cardOf(db, 'X1'), { state: 'expected', manifestId: 'two' })
    done(await scan(db, centre, 'X1', 'B-01-01-01'))
    t.equal((await db.read(allNotices)).length, 1)
  },
)

await onBothEngines(t, 'a missing card that turns up ends the search for it', async (t, db) => {
  const centre = await givenCentre(db)
  await givenCard(db, centre, 'X1')
  done(await scan(db, centre, 'X1', 'B-01-01-01'))
  await givenPick(db, centre, 't1', 'X1')
  done(await db.write(centre, (command) => missPick(command, 'pick-t1', 'incident-1', by)))
  t.match(await cardOf(db, 'X1'), { state: 'missing', place: null })
  t.equal(await pickState(db, 't1'), 'not_found')
  t.match((await postView(db, centre))?.incidents, [
    { kind: 'not_found', serial: 'X1', note: 'B-01-01-01' },
  ])
  t.match(await db.write(centre, () => cardForPickup(centre, vault.find(OWNER))), {
    state: 'not_here',
  })
  t.same(done(await scan(db, centre, 'X1', 'B-01-02-03')).warnings, ['was_missing'])
  t.same((await postView(db, centre))?.incidents, [])
})

await onBothEngines(t, 'from pick to handover', async (t, db) => {
  const centre = await givenCentre(db)
  await givenCard(db, centre, 'X1')
  done(await scan(db, centre, 'X1', 'B-01-01-01'))
  t.match(await db.write(centre, () => cardForPickup(centre, vault.find(OWNER))), {
    state: 'ready',
    serial: 'X1',
    place: 'B-01-01-01',
    section: 'B',
  })
  await givenPick(db, centre, 't1', 'X1')
  t.match((await postView(db, centre))?.picks, [
    { id: 'pick-t1', number: 'C-t1', serial: 'X1', place: 'B-01-01-01', state: 'open' },
  ])
  done(await fetchCard(db, centre, 't1'))
  done(await fetchCard(db, centre, 't1'))
  t.match(await cardOf(db, 'X1'), { state: 'picked', place: 'B-01-01-01' })
  await givenCard(db, centre, 'X2')
  t.equal(whyNot(await scan(db, centre, 'X2', 'B-01-01-01')), 'place_full', 'its slot is kept')
  done(await give(db, centre, 't1', 'X1'))
  t.match(await cardOf(db, 'X1'), { state: 'handed_over', place: null })
  t.equal(await pickState(db, 't1'), 'done')
  t.same((await postView(db, centre))?.picks, [])
  done(await scan(db, centre, 'X2', 'B-01-01-01'))
  const log = await db.read(custodyOf({ serial: 'X1' }))
  t.same(
    log.map(({ action }) => action),
    ['handed_over', 'picked', 'shelved'],
  )
  t.equal(whyNot(await give(db, centre, 't1', 'X1')), 'card_not_ready', 'not twice')
})

await onBothEngines(t, 'a card is given only to the ticket it is for', async (t, db) => {
  const centre = await givenCentre(db)
  for (const [serial, place] of [
    ['X1', 'B-01-01-01'],
    ['X2', 'B-01-01-02'],
  ] as const) {
    await givenCard(db, centre, serial)
    done(await scan(db, centre, serial, place))
  }
  await givenTicket(db, centre, 't1', 'X1')
  await givenTicket(db, centre, 't2', 'X2', 'waiting')
  await givenTicket(db, centre, 't3', null)
  t.equal(whyNot(await give(db, centre, 't1', 'X2')), 'wrong_card')
  t.equal(whyNot(await give(db, centre, 't3', 'X2')), 'wrong_card')
  t.equal(whyNot(await give(db, centre, 't2', 'X2')), 'ticket_not_at_counter')
  t.equal(whyNot(await give(db, centre, 't9', 'X2')), 'unknown_ticket')
  t.equal(whyNot(await give(db, centre, 't1', 'X9')), 'unknown_card')
  t.equal((await cardOf(db, 'X2')).state, 'shelved')
})

await onBothEngines(t, 'two counters give the same card at once: one does', async (t, db) => {
  const centre = await givenCentre(db)
  await givenCard(db, centre, 'X1')
  done(await scan(db, centre, 'X1', 'B-01-01-01'))
  await givenTicket(db, centre, 't1', 'X1')
  await givenTicket(db, centre, 't2', 'X1')
  const both = await Promise.all(['t1', 't2'].map((ticket) => give(db, centre, ticket, 'X1')))
  t.same(both.map(whyNot).sort(), ['card_not_ready', undefined])
})

await onBothEngines(t, 'a card that moves takes its pick along', async (t, db) => {
  const centre = await givenCentre(db)
  await givenCard(db, centre, 'X1')
  done(await scan(db, centre, 'X1', 'B-01-01-01'))
  await givenPick(db, centre, 't1', 'X1')
  done(await scan(db, centre, 'X1', 'B-01-02-02'))
  t.match((await postView(db, centre))?.picks, [{ place: 'B-01-02-02', state: 'open' }])
  done(await fetchCard(db, centre, 't1'))
  done(await scan(db, centre, 'X1', 'B-01-02-02'))
  t.equal(await pickState(db, 't1'), 'open', 'put back while wanted: to be fetched again')
})

await onBothEngines(t, 'a visitor who goes leaves a card to be put back', async (t, db) => {
  const centre = await givenCentre(db)
  const cancel = (ticketId: string) =>
    db.write(centre, function* (command): Step<null> {
      yield* cancelPick(command, ticketId)
      return null
    })
  await givenCard(db, centre, 'X1')
  done(await scan(db, centre, 'X1', 'B-01-01-01'))
  await givenPick(db, centre, 't1', 'X1')
  await cancel('t1')
  t.equal(await pickState(db, 't1'), 'cancelled')
  t.same((await postView(db, centre))?.picks, [], 'never fetched: nothing to do')
  await givenPick(db, centre, 't2', 'X1')
  done(await fetchCard(db, centre, 't2'))
  await cancel('t2')
  t.match((await postView(db, centre))?.picks, [{ id: 'pick-t2', state: 'cancelled' }])
  await givenPick(db, centre, 't3', 'X1')
  t.match((await postView(db, centre))?.picks, [{ id: 'pick-t3', state: 'picked' }], 'it is out')
  await cancel('t3')
  done(await scan(db, centre, 'X1', 'B-01-01-01'))
  t.same((await postView(db, centre))?.picks, [], 'put back')
  await cancel('t3')
  t.equal(await pickState(db, 't3'), 'cancelled')
})

await onBothEngines(t, 'a ticket that asks again gets its pick back', async (t, db) => {
  const centre = await givenCentre(db)
  await givenCard(db, centre, 'X1')
  done(await scan(db, centre, 'X1', 'B-01-01-01'))
  await givenPick(db, centre, 't1', 'X1')
  await db.write(centre, function* (command): Step<null> {
    yield* cancelPick(command, 't1')
    const pick = { ticketId: 't1', number: 'C-t1', serial: 'X1', place: 'B-01-01-01' }
    yield* openPick(command, pick)
    return null
  })
  t.match((await postView(db, centre))?.picks, [{ id: 'pick-t1', state: 'open' }])
})
