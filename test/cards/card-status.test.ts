import { pairedKiosk, signedIn, withApp } from './app.ts'
import { DUE_AT, due, keepTwoDays } from './disposals-given.ts'
import {
  allCards,
  allEvents,
  done,
  givenCard,
  givenCentre,
  givenDelivery,
  givenTicket,
  OWNER,
  scan,
  sealed,
  vault,
} from './given.ts'

const HOUR_MS = 3_600_000
/** Sixty working days after MORNING, in a centre that works on Tuesdays alone. */
const KEPT_UNTIL = '2028-01-18'
/** Bahrain’s clock before that of UTC. */
const ZONE_MS = 3 * HOUR_MS

withApp('kiosk and post ask with the citizen id alone', async (t, db, { centre, post, send }) => {
  const muharraq = await givenCentre(db, 'muharraq')
  const kiosk = await pairedKiosk(db, centre)
  const other = await pairedKiosk(db, muharraq)
  const ask = async (headers: Record<string, string>) =>
    (await send('/api/card-status', { citizenId: OWNER }, headers)).body
  t.same(await ask(kiosk), { state: 'unknown' })
  await givenDelivery(db, centre, [sealed('X1')])
  t.same(await ask(kiosk), { state: 'not_here', centre })
  done(await scan(db, centre, 'X1', 'B-01-01-01'))
  const ready = { state: 'ready', centre, section: 'B' }
  t.match(await ask(kiosk), { ...ready, keptUntil: KEPT_UNTIL })
  t.same(await ask(post), await ask(kiosk))
  t.same(await ask(other), { state: 'other_centre', centre })
  await givenTicket(db, centre, 't1', 'X1')
  await send('/api/cards/X1/handover', { ticketId: 't1', identity: 'passport' })
  t.same(await ask(kiosk), { state: 'collected', centre })
})

withApp(
  'from outside nobody learns anything without proof',
  async (t, db, { centre, send }, clock) => {
    const applicationHash = vault.findApplication('BH267K3M9X2Q')
    await givenCard(db, centre, 'X1', { applicationHash })
    done(await scan(db, centre, 'X1', 'B-01-01-01'))
    const ask = (body: object, headers = {}) => send('/api/card-status', body, headers)
    const nothing = { status: 200, body: { state: 'unknown' } }
    const body = { state: 'ready', centre, section: 'B', keptUntil: KEPT_UNTIL }
    const ready = { status: 200, body }
    t.same(await ask({ citizenId: OWNER, proof: 'X1' }), nothing, 'a serial can be counted up')
    for (const proof of [' bh26-٧k3m-9x2q ', 'BH26 7K3M 9X2Q', 'bh267k3m9x2q', 'BH26–7K3M–9X2Q'])
      t.same(await ask({ citizenId: OWNER, proof }), ready, `application number ${proof}`)
    // Nobody is let ask more often than five times an hour.
    clock.advance(HOUR_MS)
    const code = vault.pickupCode('X1')
    for (const proof of [code, ` ${code.slice(0, 3)} ${code.slice(3)}`])
      t.same(await ask({ citizenId: OWNER, proof }), ready, 'the code')
    t.same(await ask({ citizenId: OWNER }), nothing)
    clock.advance(HOUR_MS)
    t.same(await ask({ citizenId: OWNER, proof: 'BH26-7K3M-9X2R' }), nothing, 'wrong proof')
    t.same(await ask({ citizenId: OWNER, proof: applicationHash }), nothing, 'what is stored')
    t.same(await ask({ citizenId: '010203040', proof: 'BH26-7K3M-9X2Q' }), nothing, 'no card')
    t.same(await ask({ citizenId: '010203040', proof: 'no card 0'.toUpperCase() }), nothing)
    t.same(await ask({ citizenId: OWNER }, await signedIn(db, clock, 'clerk', centre)), nothing)
    t.match(await ask({ citizenId: '12345678', proof: 'X1' }), {
      status: 400,
      body: { code: 'malformed' },
    })
  },
)

withApp(
  'who may know that a card is ready is told the last day on which it is kept',
  async (t, db, { centre, send }, clock) => {
    const kiosk = await pairedKiosk(db, centre)
    const ask = async (headers = kiosk, proof?: string) =>
      (await send('/api/card-status', { citizenId: OWNER, ...(proof && { proof }) }, headers)).body
    await keepTwoDays(db, centre)
    await givenCard(db, centre, 'X1')
    t.notHas(await ask(), ['keptUntil'], 'not before it is ready')
    done(await scan(db, centre, 'X1', 'B-01-01-01'))
    const { keptUntil } = await ask()
    t.equal(keptUntil, new Date(DUE_AT - 1 + ZONE_MS).toISOString().slice(0, 10))
    clock.set(DUE_AT - 1)
    t.same(await due(db, clock, centre), [], 'through that day it is kept')
    clock.set(DUE_AT)
    t.same(await due(db, clock, centre), ['X1'], 'and not on the next one')
    t.match(await ask(), { state: 'ready', keptUntil }, 'it lies there still')
    t.same(await ask({}, 'BH26-7K3M-9X2R'), { state: 'unknown' }, 'without proof nothing is told')
  },
)

withApp(
  'a card without an application number is proven by its pickup code alone',
  async (t, db, { centre, send }) => {
    await givenCard(db, centre, 'X1')
    done(await scan(db, centre, 'X1', 'B-01-01-01'))
    for (const proof of ['', ' ', 'X1', 'no number 0', 'null'])
      t.same((await send('/api/card-status', { citizenId: OWNER, proof }, {})).body, {
        state: 'unknown',
      })
  },
)

withApp(
  'application numbers come with a delivery, and never leave again',
  async (t, db, { app, centre, post, get, send }) => {
    const number = 'BH26-7K3M-9X2Q'
    const cards = [
      { serial: 'X1', citizenId: OWNER, applicationNumber: ` ${number.toLowerCase()} ` },
      { serial: 'X2', citizenId: '010203040', applicationNumber: '12345' },
      { serial: 'X3', citizenId: '020304050', applicationNumber: '' },
    ]
    const answers = [await send(`/api/centres/${centre}/manifests`, { origin: 'plant', cards })]
    t.match(answers[0]?.body, {
      expected: 2,
      rejected: [{ row: 2, code: 'bad_manifest_row', field: 'applicationNumber', serial: 'X2' }],
    })
    const csv = await app.inject({
      method: 'POST',
      url: `/api/centres/${centre}/manifests?origin=plant`,
      headers: { ...post, 'content-type': 'text/csv' },
      payload: 'serial,citizenId,applicationNumber\nX4,030405060,BH26/AAAA-BBBB',
    })
    t.equal(csv.statusCode, 201)
    const ask = async (citizenId: string, proof: string) =>
      (await send('/api/card-status', { citizenId, proof }, {})).body.state
    t.equal(await ask(OWNER, number), 'not_here')
    t.equal(await ask('030405060', 'BH26/AAAA-BBBB'), 'not_here')
    t.equal(await ask('030405060', number), 'unknown', 'of somebody else')
    done(await scan(db, centre, 'X1', 'B-01-01-01'))
    answers.push(
      await get('/api/cards/X1'),
      await get(`/api/centres/${centre}/cards?citizenId=${OWNER}`),
      await get(`/api/centres/${centre}/post`),
      await send('/api/card-status', { citizenId: OWNER, proof: number }, {}),
    )
    const stored = JSON.stringify([await db.read(allCards), await db.read(allEvents)])
    t.notMatch(stored, /7K3M/i, 'it is kept as a keyed hash alone')
    t.notMatch(JSON.stringify(answers), /7K3M|application_?hash/i)
    for (const { applicationHash } of await db.read(allCards))
      if (applicationHash) t.notMatch(JSON.stringify(answers), applicationHash)
  },
)
