import { eq } from 'drizzle-orm'
import t, { type Test } from 'tap'
import { SESSION_COOKIE } from '../../src/access.ts'
import { checkCustody } from '../../src/cards/custody.view.ts'
import { exceptionsOf } from '../../src/cards/handover.ts'
import { secondPerson } from '../../src/cards/second-person.ts'
import { tokenHash } from '../../src/crypto.ts'
import { type Database, query, run } from '../../src/db/transact.ts'
import { openLog } from '../../src/log.ts'
import { retentionJobs } from '../../src/retention/retention.jobs.ts'
import { createStaff } from '../../src/staff/staff.create.ts'
import { type HandSetClock, onBothEngines } from '../databases.ts'
import { setUp, signedIn, withApp } from './app.ts'
import {
  allCustody,
  allHandovers,
  allIncidents,
  cardOf,
  done,
  givenCard,
  givenTicket,
  revisionOf,
  scan,
  vault,
} from './given.ts'
import { signature } from './signature.ts'

const DAY_MS = 86_400_000
const PASSWORD = 'a second pair of eyes'

/** Cards X1 and X2 on their shelves with a visitor each at a counter, and colleagues to answer too. */
const given = async (t: Test, db: Database, clock: HandSetClock) => {
  const at = await setUp(t, db, clock)
  for (const n of [1, 2] as const) {
    await givenCard(db, at.centre, `X${n}`)
    done(await scan(db, at.centre, `X${n}`, `B-01-01-0${n}`))
    await givenTicket(db, at.centre, `t${n}`, `X${n}`)
  }
  for (const [username, centreId] of [
    ['colleague', at.centre],
    ['elsewhere', 'muharraq'],
  ] as const)
    await createStaff(db, {
      id: `id-of-${username}`,
      username,
      name: 'Huda',
      password: PASSWORD,
      roles: ['post'],
      skills: ['*'],
      centreId,
    })
  const give = (more: object = {}, serial = 'X1') =>
    at.send(`/api/cards/${serial}/handover`, { ticketId: 't1', identity: 'card_holder', ...more })
  return { ...at, give }
}

const second = { username: 'Colleague', password: PASSWORD }

t.test('what two have to answer for', async (t) => {
  const plain = {
    identity: 'passport',
    isAuthorised: true,
    receipt: 'none' as const,
    receiptNeeded: false,
  }
  t.same(exceptionsOf(plain), [])
  for (const identity of ['no_document', ' No_Document ', 'pickup_code'])
    t.same(exceptionsOf({ ...plain, identity }), ['no_document'], identity)
  t.same(exceptionsOf({ ...plain, isAuthorised: false }), ['not_authorised'])
  t.same(exceptionsOf({ ...plain, receiptNeeded: true }), ['no_receipt'])
  for (const receipt of ['pickup_code', 'signature'] as const)
    t.same(exceptionsOf({ ...plain, receiptNeeded: true, receipt }), [])
})

t.test('the second person is another one, who took no part', async (t) => {
  t.equal(secondPerson('b', ['a', null]), null)
  for (const [one, involved] of [
    [null, ['a']],
    ['a', ['a']],
    ['a', ['b', 'a']],
  ] as const)
    t.match(secondPerson(one, involved, { why: 'x' }), {
      refused: 'second_person_needed',
      details: { why: 'x' },
    })
})

await onBothEngines(t, 'a card is received for its code, or a signature', async (t, db, clock) => {
  const { centre, give, get } = await given(t, db, clock)
  const supervisor = await signedIn(db, clock, 'supervisor', centre)
  const record = async (serial: string) =>
    (await get(`/api/handovers/${serial}`, undefined, supervisor)).body
  t.equal((await record('X1')).code, 'not_handed_over')
  const [digits] = [vault.pickupCode('X1')]
  const arabic = digits.replace(/\d/g, (digit) => '٠١٢٣٤٥٦٧٨٩'.charAt(Number(digit)))
  t.equal((await give({ pickupCode: ` ${arabic} `, oldCard: true })).status, 200)
  t.match(await record('X1'), {
    serial: 'X1',
    ticketId: 't1',
    identity: 'card_holder',
    oldCard: true,
    representative: null,
    receipt: 'pickup_code',
    signature: false,
    exceptions: [],
    staff: 'Noor',
    second: null,
  })
  const image = signature()
  const representative = { name: 'Ali', citizenId: '880112345', authorised: true }
  const given2 = await give(
    { ticketId: 't2', identity: 'representative', representative, signature: image },
    'X2',
  )
  t.match(given2, { status: 200, body: { state: 'handed_over' } })
  t.match(await record('X2'), {
    receipt: 'signature',
    signature: true,
    representative: { name: 'Ali', citizenId: '880112345' },
  })
  const rows = JSON.stringify(await db.read(allHandovers))
  t.notOk(rows.includes(image.slice(20, 60)) || rows.includes('880112345'), 'both are sealed')
  t.notMatch(JSON.stringify(given2.body), /signature|Ali/)
})

await onBothEngines(
  t,
  'an exception takes two, and changes nothing before',
  async (t, db, clock) => {
    const { centre, give } = await given(t, db, clock)
    const revision = await revisionOf(db, centre)
    const exception = { identity: 'no_document' }
    t.match(await give(exception), {
      status: 409,
      body: { code: 'second_person_needed', details: { why: 'no_document' } },
    })
    const not = async (who: object, code: string, status = 422) =>
      t.match(await give({ ...exception, second: who }), { status, body: { code } }, code)
    await not({ ...second, password: 'wrong' }, 'second_person_unknown')
    await not({ ...second, username: 'nobody' }, 'second_person_unknown')
    await not({ ...second, username: 'elsewhere' }, 'second_person_unknown')
    await db.amend(function* () {
      yield* run(
        query((q, { staff }) =>
          q.update(staff).set({ active: false }).where(eq(staff.username, 'colleague')),
        ),
      )
    })
    await not(second, 'second_person_unknown')
    await db.amend(function* () {
      yield* run(query((q, { staff }) => q.update(staff).set({ active: true })))
    })
    t.equal(await revisionOf(db, centre), revision)
    t.same(await db.read(allHandovers), [])

    t.equal((await give({ ...exception, second })).status, 200)
    t.match(await db.read(allHandovers), [
      { exceptions: ['no_document'], secondId: 'id-of-colleague', receipt: 'none' },
    ])
    const custody = (await db.read(allCustody)).find(({ action }) => action === 'handed_over')
    t.match(custody, { why: 'no_document no_document with id-of-colleague' })
    t.equal((await checkCustody(db, centre)).broken, null, 'the chain holds')
  },
)

await onBothEngines(t, 'nobody is their own second person', async (t, db, clock) => {
  const { send, give } = await given(t, db, clock)
  await db.amend(function* () {
    const session = { tokenHash: tokenHash('own'), staffId: 'id-of-colleague', createdAt: 0 }
    yield* run(
      query((q, { sessions }) =>
        q.insert(sessions).values({ ...session, expiresAt: clock.now() + DAY_MS }),
      ),
    )
  })
  const body = { ticketId: 't1', identity: 'no_document', second }
  const alone = await send('/api/cards/X1/handover', body, { cookie: `${SESSION_COOKIE}=own` })
  t.match(alone, { status: 409, body: { code: 'second_person_needed' } })
  t.equal((await cardOf(db, 'X1')).state, 'shelved')
  t.equal((await give(body)).status, 200, 'for another they are')
})

await onBothEngines(
  t,
  'wrong passwords of a second person lock as at sign-in',
  async (t, db, clock) => {
    const { give } = await given(t, db, clock)
    const asked = (password: string) =>
      give({ identity: 'no_document', second: { ...second, password } })
    for (let tries = 0; tries < 5; tries++)
      t.equal((await asked('wrong')).body.code, 'second_person_unknown')
    t.match(await asked(PASSWORD), { status: 429, body: { code: 'locked_out' } })
    clock.advance(61_000)
    t.equal((await asked(PASSWORD)).status, 200)
  },
)

await onBothEngines(t, 'a representative whom nothing authorises', async (t, db, clock) => {
  const { give } = await given(t, db, clock)
  const sent = (more: object) =>
    give({ identity: 'representative', representative: { name: 'Ali', ...more } })
  t.match(await sent({ authorised: false }), {
    status: 409,
    body: { code: 'second_person_needed', details: { why: 'not_authorised' } },
  })
  for (const identity of ['representative', 'passport'])
    t.match(await give({ identity, representative: { name: ' ' } }), {
      body: { code: 'representative_needed' },
    })
  t.equal((await sent({})).status, 200, 'as before there was such a field')
  t.match(await db.read(allHandovers), [{ exceptions: [], secondId: null }])
})

await onBothEngines(t, 'whoever hands over may ask for a receipt', async (t, db, clock) => {
  const { give } = await given(t, db, clock)
  const asked = { receiptAsked: true }
  t.match(await give(asked), { status: 409, body: { details: { why: 'no_receipt' } } })
  t.equal((await give({ ...asked, pickupCode: vault.pickupCode('X1') })).status, 200)
  t.equal((await give({ ...asked, ticketId: 't2', second }, 'X2')).status, 200)
  const kept = await db.read(allHandovers)
  t.same(kept.map(({ exceptions, secondId }) => [exceptions, secondId]).sort(), [
    [[], null],
    [['no_receipt'], 'id-of-colleague'],
  ])
})

await onBothEngines(t, 'a centre may ask for a receipt', async (t, db, clock) => {
  const { give } = await given(t, db, clock)
  await db.amend(function* () {
    const [centre] = yield* run(query((q, { centres }) => q.select().from(centres)))
    if (!centre) throw new Error('there is a centre')
    const settings = { ...centre.settings, receiptNeeded: true }
    yield* run(query((q, { centres }) => q.update(centres).set({ settings })))
  })
  t.match(await give(), { status: 409, body: { details: { why: 'no_receipt' } } })
  t.match(await give({ receiptAsked: false }), { status: 409 }, 'whatever is said at the counter')
  t.equal((await give({ signature: signature() })).status, 200)
  t.equal((await give({ ticketId: 't2', second }, 'X2')).status, 200, 'or two answer for it')
  t.match(
    (await db.read(allHandovers)).map(({ receipt, secondId }) => [receipt, secondId]).sort(),
    [
      ['none', 'id-of-colleague'],
      ['signature', null],
    ],
  )
})

await onBothEngines(
  t,
  'a wrong card comes first, and wrong codes are kept',
  async (t, db, clock) => {
    const { give, centre } = await given(t, db, clock)
    const all = { identity: 'no_document', pickupCode: '000000', signature: signature(), second }
    t.match(await give({ ...all, ticketId: 't1' }, 'X2'), { body: { code: 'wrong_card' } })
    const revision = await revisionOf(db, centre)
    t.match(await give({ pickupCode: vault.pickupCode('X2') }), {
      status: 422,
      body: { code: 'wrong_pickup_code' },
    })
    t.match(await give({ signature: 'iVBORw0KGgo=' }), {
      status: 400,
      body: { code: 'bad_signature' },
    })
    t.equal(await revisionOf(db, centre), revision, 'nothing changed')
    t.match(
      (await db.read(allIncidents)).map(({ kind, serial, state }) => [kind, serial, state]).sort(),
      [
        ['wrong_card', 'X2', 'closed'],
        ['wrong_code', 'X1', 'closed'],
      ],
    )
    await db.amend(function* () {
      yield* run(query((q, { cards }) => q.update(cards).set({ blocked: true })))
    })
    t.match(await give({ ...all, pickupCode: '' }), {
      body: { code: 'card_not_ready', details: { state: 'blocked' } },
    })
  },
)

await onBothEngines(t, 'a pickup code is not found by trying', async (t, db, clock) => {
  const { give, send, centre } = await given(t, db, clock)
  const right = vault.pickupCode('X1')
  const wrong = right === '000000' ? '000001' : '000000'
  for (let tries = 0; tries < 5; tries++)
    t.equal((await give({ pickupCode: wrong })).body.code, 'wrong_pickup_code')
  for (const pickupCode of [wrong, right])
    t.match(await give({ pickupCode }), { status: 429, body: { code: 'too_many_codes' } })
  t.match(
    await give(),
    { status: 409, body: { code: 'second_person_needed', details: { why: 'no_receipt' } } },
    'and telling none helps no more',
  )
  t.equal((await db.read(allIncidents)).length, 5, 'what was not looked at is not kept')
  const other = { ticketId: 't2', pickupCode: vault.pickupCode('X2') }
  t.equal((await give(other, 'X2')).status, 200, 'another card has its own')
  clock.advance(3_600_000)
  const body = { ticketId: 't1', identity: 'card_holder', pickupCode: right }
  const later = await signedIn(db, clock, 'post', centre)
  t.equal((await send('/api/cards/X1/handover', body, later)).status, 200, 'after an hour it is')
})

await onBothEngines(t, 'two pairs give one card at once: one does', async (t, db, clock) => {
  const { give } = await given(t, db, clock)
  const body = { identity: 'no_document', second, signature: signature() }
  const both = await Promise.all([give(body), give(body)])
  t.same(both.map(({ status }) => status).sort(), [200, 422])
  t.equal((await db.read(allHandovers)).length, 1)
})

withApp('who sees how a card was given', async (t, db, { centre, get, send, app, post }, clock) => {
  await givenCard(db, centre, 'X1')
  done(await scan(db, centre, 'X1', 'B-01-01-01'))
  await givenTicket(db, centre, 't1', 'X1')
  const image = signature()
  const body = { ticketId: 't1', identity: 'passport', signature: image }
  t.equal((await send('/api/cards/X1/handover', body)).status, 200)
  const urls = ['/api/handovers/x1', '/api/handovers/x1/signature']
  const supervisor = await signedIn(db, clock, 'supervisor', centre)
  const elsewhere = await signedIn(db, clock, 'supervisor', 'muharraq')
  const clerk = await signedIn(db, clock, 'clerk', centre)
  for (const url of urls) {
    for (const [who, status] of [
      [post, 403],
      [clerk, 403],
      [elsewhere, 403],
      [{}, 401],
    ] as const)
      t.equal((await get(url, undefined, who)).status, status, url)
    const gone = url.replace('x1', 'x9')
    t.equal((await get(gone, undefined, supervisor)).body.code, 'not_handed_over')
  }
  const seen = await app.inject({ url: urls[1] ?? '', headers: supervisor })
  t.equal(seen.headers['content-type'], 'image/png')
  t.equal(seen.rawPayload.toString('base64'), image)

  const { forget } = retentionJobs({ db, clock, log: openLog('silent') })
  clock.advance(89 * DAY_MS)
  await forget.run({ centreId: centre })
  t.notOk((await db.read(allHandovers))[0]?.signatureCipher === null, 'kept for its time')
  clock.advance(2 * DAY_MS)
  await forget.run({ centreId: centre })
  t.match(await db.read(allHandovers), [{ signatureCipher: null, receipt: 'signature' }])
  const later = await signedIn(db, clock, 'supervisor', centre)
  t.equal((await get(urls[1] ?? '', undefined, later)).body.code, 'no_signature')
  t.match((await get(urls[0] ?? '', undefined, later)).body, { signature: false })
})
