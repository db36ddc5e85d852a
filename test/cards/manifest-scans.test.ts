import t from 'tap'
import { query } from '../../src/db/transact.ts'
import { forgetSlice } from '../../src/retention/retention.store.ts'
import { onBothEngines } from '../databases.ts'
import { setUp } from './app.ts'
import { allCustody, allIncidents, givenDelivery, sealed } from './given.ts'

const allScans = query((db, t) => db.select().from(t.manifestScans))

await onBothEngines(
  t,
  'a scan out of a delivery counts once under its id',
  async (t, db, clock) => {
    const { centre, send } = await setUp(t, db, clock)
    const cards = ['X1', 'X2', 'X3'].map((serial) => sealed(serial))
    const id = await givenDelivery(db, centre, cards)
    const other = await givenDelivery(db, centre, [sealed('X9')], 'delivery-2')
    const receive = (serial: string, scanId?: string, manifest = id) =>
      send(`/api/manifests/${manifest}/receive`, { serial, ...(scanId && { scanId }) })
    const first = await receive('X1', 'scan-0001')
    t.match(first, { status: 200, body: { serial: 'X1', state: 'received', outcome: 'received' } })
    t.same(await receive('x1', 'scan-0001'), first, 'answered as at first')
    t.same(await db.read(allIncidents), [], 'and no duplicate')
    const both = await Promise.all(['X2', 'X2'].map((one) => receive(one, 'scan-0002')))
    t.match(both, [{ body: { outcome: 'received' } }, { body: { outcome: 'received' } }])
    t.equal((await db.read(allCustody)).length, 2)

    const surplus = await receive('NOBODYS', 'scan-0003')
    t.match(surplus.body, { state: null, outcome: 'surplus' })
    t.same(await receive('NOBODYS', 'scan-0003'), surplus)
    t.match((await receive('X1', 'scan-0004')).body, { outcome: 'duplicate' }, 'another scan')
    t.match((await receive('X1')).body, { outcome: 'duplicate' }, 'without an id, each is a scan')
    const duplicate = await receive('X1', 'scan-0004')
    t.match(duplicate.body, { outcome: 'duplicate' })
    t.equal((await db.read(allIncidents)).length, 2)

    for (const wrong of [await receive('X3', 'scan-0001'), await receive('X1', 'scan-0001', other)])
      t.match(wrong, { status: 400, body: { code: 'malformed', details: { field: 'scanId' } } })
    t.equal((await receive('X3', 'short')).status, 400)

    t.match(await send(`/api/manifests/${id}/close`), {
      body: { received: 2, missing: 1, surplus: 1, duplicate: 1 },
    })
    t.same(await receive('X1', 'scan-0001'), first, 'also when the delivery is closed')
    t.match(await receive('X3', 'scan-0005'), { status: 409, body: { code: 'manifest_closed' } })

    await db.amend(() => forgetSlice(centre, { personal: 0, events: clock.now() + 1 }))
    t.same(await db.read(allScans), [], 'kept for a time')
  },
)
