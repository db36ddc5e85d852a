import { pairedKiosk, signedIn, withApp } from './app.ts'
import {
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
  t.same(await ask(kiosk), { state: 'ready', centre, section: 'B' })
  t.same(await ask(post), { state: 'ready', centre, section: 'B' })
  t.same(await ask(other), { state: 'other_centre', centre })
  await givenTicket(db, centre, 't1', 'X1')
  await send('/api/cards/X1/handover', { ticketId: 't1', identity: 'passport' })
  t.same(await ask(kiosk), { state: 'collected', centre })
})

withApp(
  'from outside nobody learns anything without proof',
  async (t, db, { centre, send }, clock) => {
    await givenCard(db, centre, 'X1')
    done(await scan(db, centre, 'X1', 'B-01-01-01'))
    const ask = (body: object, headers = {}) => send('/api/card-status', body, headers)
    const nothing = { status: 200, body: { state: 'unknown' } }
    const ready = { status: 200, body: { state: 'ready', centre, section: 'B' } }
    t.same(await ask({ citizenId: OWNER, proof: ' x1' }), ready, 'the application number')
    t.same(await ask({ citizenId: OWNER, proof: vault.pickupCode('X1') }), ready, 'the code')
    t.same(await ask({ citizenId: OWNER }), nothing)
    t.same(await ask({ citizenId: OWNER, proof: 'X2' }), nothing, 'wrong proof')
    t.same(await ask({ citizenId: '010203040', proof: 'X1' }), nothing, 'no card')
    t.same(await ask({ citizenId: '010203040', proof: 'no card 0'.toUpperCase() }), nothing)
    t.same(await ask({ citizenId: OWNER }, await signedIn(db, clock, 'clerk', centre)), nothing)
    t.match(await ask({ citizenId: '12345678', proof: 'X1' }), {
      status: 400,
      body: { code: 'malformed' },
    })
  },
)
