import { withApp } from './app.ts'
import { allCards, OWNER, revisionOf } from './given.ts'

withApp('a list without one good line is refused', async (t, db, { centre, send }) => {
  const good = { serial: 'X1', citizenId: OWNER }
  const upload = (...cards: object[]) =>
    send(`/api/centres/${centre}/manifests`, { origin: 'plant', cards })
  t.match(await upload({ serial: 'X2', citizenId: '12345678' }), {
    status: 400,
    body: { code: 'bad_manifest_row', details: { row: 1, field: 'citizenId' } },
  })
  t.match(await upload(), { status: 400, body: { code: 'malformed' } })
  t.equal((await db.read(allCards)).length, 0)
  t.match(await upload(good, { serial: 'X2', citizenId: '009912345' }), {
    status: 201,
    body: { oddCitizenIds: [2] },
  })
  t.match(
    await upload(good),
    {
      status: 200,
      body: { expected: 0, known: 1, rejected: [{ row: 1, code: 'card_known', serial: 'X1' }] },
    },
    'nothing new came of it',
  )
})

withApp('a report is of the list just sent', async (t, db, { centre, send }) => {
  const upload = (...cards: object[]) =>
    send(`/api/centres/${centre}/manifests`, { origin: 'plant', cards })
  const good = ['X1', 'X2'].map((serial) => ({ serial, citizenId: OWNER }))
  const bad = (serial: string) => ({ serial, citizenId: '12' })
  const first = await upload(...good, bad('BAD1'))
  t.match(first, { status: 201, body: { expected: 2, known: 0, rejected: [{ row: 3 }] } })
  const revision = await revisionOf(db, centre)
  const again = await upload(bad('BAD2'), ...good, bad('BAD3'))
  t.match(again, { status: 200, body: { id: first.body.id, expected: 2, known: 0 } })
  t.match(
    again.body.rejected,
    [
      { row: 1, code: 'bad_manifest_row', serial: 'BAD2' },
      { row: 4, code: 'bad_manifest_row', serial: 'BAD3' },
    ],
    'not what was wrong with another one',
  )
  t.equal(again.body.rejected.length, 2)
  t.equal(await revisionOf(db, centre), revision, 'nothing changed')
  const known = await upload(bad('BAD4'), good[0] ?? {})
  t.match(known, { status: 200, body: { expected: 0, known: 1 } })
  t.match(known.body.rejected, [
    { row: 1, code: 'bad_manifest_row', serial: 'BAD4' },
    { row: 2, code: 'card_known', serial: 'X1' },
  ])
})

withApp(
  'what is wrong in a long corrected list is named first',
  async (t, _db, { centre, send }) => {
    const upload = (cards: object[]) =>
      send(`/api/centres/${centre}/manifests`, { origin: 'plant', cards })
    const good = Array.from({ length: 1001 }, (_, at) => ({ serial: `C${at}`, citizenId: OWNER }))
    t.match(await upload([...good, { serial: 'BAD', citizenId: '12' }]), {
      body: { expected: 1001, rejected: [{ row: 1002, code: 'bad_manifest_row' }] },
    })
    const mended = [
      ...good,
      { serial: 'MENDED', citizenId: OWNER },
      { serial: 'BAD', citizenId: '1' },
    ]
    const { body } = await upload(mended)
    t.equal(body.expected, 1)
    t.equal(body.rejected.length, 1000)
    t.match(body.rejected.at(-1), { row: 1003, code: 'bad_manifest_row' })
    t.match(body.rejected[0], { row: 1, code: 'card_known' })
  },
)
