import t from 'tap'
import { servicesOf } from '../../src/centres/centre.store.ts'
import type { ServiceSetup } from '../../src/centres/centre.ts'
import {
  addService,
  allServicesOf,
  changeService,
  orderServices,
} from '../../src/centres/service.store.ts'
import { changesOf } from '../../src/changes/change.store.ts'
import { eventsAfter } from '../../src/db/outbox.ts'
import { centreById, type Database } from '../../src/db/transact.ts'
import { moveTicketById } from '../../src/tickets/move.store.ts'
import { onBothEngines } from '../databases.ts'
import { buildAuthor, buildCentre, granted, issue } from '../factories.ts'

const setup = (overrides: Partial<ServiceSetup> = {}): ServiceSetup => ({
  prefix: 'P',
  name: { ar: 'صورة', en: 'Photo' },
  requirements: { ar: '', en: '' },
  targetMin: 7,
  onlineUrl: null,
  worksOnCards: false,
  active: true,
  ...overrides,
})
const author = buildAuthor('noor')
const first = setup({ prefix: 'A', name: { ar: 'خدمة', en: 'Service' }, targetMin: 5 })

const add = (db: Database, centreId: string, id: string, one: ServiceSetup) =>
  db.write(centreId, (command) => addService(command, author, id, one))
const change = (db: Database, centreId: string, id: string, one: ServiceSetup) =>
  db.write(centreId, (command) => changeService(command, author, id, one))
const changes = (db: Database, centreId: string) =>
  db.read(changesOf({ centreId, ofAll: true, before: null, most: 100 }))

await onBothEngines(t, 'a service is added as the last one, and told', async (t, db, clock) => {
  const { id: centre } = await buildCentre(db)
  granted(await add(db, centre, 'photo', setup()))
  const services = await db.read(servicesOf({ centreId: centre }))
  t.strictSame(
    services.map(({ id, prefix }) => [id, prefix]),
    [
      ['s1', 'A'],
      ['s2', 'B'],
      ['photo', 'P'],
    ],
  )
  const [row] = await db.read(centreById({ id: centre }))
  t.equal(row?.setupRevision, row?.revision, 'the centre says when it last changed')
  const told = await db.read(eventsAfter({ centreId: centre, after: 0 }))
  t.match(told, [{ type: 'centre_changed', subject: centre, revision: row?.revision }])
  t.match(await changes(db, centre), [
    {
      change: {
        kind: 'service',
        subject: 'photo',
        staffId: 'noor',
        at: clock.now(),
        centreId: centre,
        before: null,
        after: { prefix: 'P', targetMin: 7, active: true },
      },
    },
  ])
  t.match(await add(db, centre, 'photo', setup({ prefix: 'R' })), { refused: 'service_exists' })
  t.match(await change(db, centre, 'other', setup()), { refused: 'no_such_service' })
})

await onBothEngines(t, 'a change is noted by what differs, and no change not', async (t, db) => {
  const { id: centre } = await buildCentre(db)
  granted(await change(db, centre, 's1', first))
  t.strictSame(await changes(db, centre), [], 'it was so before')
  const told = await db.read(eventsAfter({ centreId: centre, after: 0 }))
  t.strictSame(told, [])
  granted(await change(db, centre, 's1', { ...first, targetMin: 9 }))
  granted(await change(db, centre, 's1', { ...first, targetMin: 9 }))
  t.match(await changes(db, centre), [
    { change: { before: { targetMin: 5 }, after: { targetMin: 9 } } },
  ])
  t.equal((await changes(db, centre)).length, 1, 'asked for twice, done once')
})

await onBothEngines(t, 'no two services of a centre are called alike', async (t, db) => {
  const { id: centre } = await buildCentre(db)
  const taken = { refused: 'service_name_taken', details: { field: 'name-en', prefix: 'A' } }
  const alike = setup({ name: { ar: 'أخرى', en: ' service ' } })
  t.match(await add(db, centre, 'photo', alike), taken)
  granted(await add(db, centre, 'photo', setup()))
  t.match(await change(db, centre, 'photo', alike), taken)
  // The two that were alike before this was looked at.
  granted(await change(db, centre, 's1', { ...first, targetMin: 9 }))
  const renamed = { ...first, name: { ar: 'تجديد', en: 'Renewal' } }
  granted(await change(db, centre, 's1', renamed))
  t.match(await change(db, centre, 's1', first), {
    refused: 'service_name_taken',
    details: { field: 'name-ar', prefix: 'B' },
  })
})

await onBothEngines(t, 'a service is done online at an https address', async (t, db) => {
  const { id: centre } = await buildCentre(db)
  const link = (onlineUrl: string) => change(db, centre, 's1', { ...first, onlineUrl })
  for (const wrong of [
    'http://www.bahrain.bh',
    'https://x',
    'https://',
    'https://10.0.0.9/renew',
    'https://bahrain',
    'https://noor:secret@www.bahrain.bh',
    'https://www.bahrain.bh/two words',
    'javascript:alert(1)//https://www.bahrain.bh',
    'www.bahrain.bh',
  ])
    t.match(
      await link(wrong),
      { refused: 'bad_link', details: { field: 'onlineUrl', begins: 'https://' } },
      wrong,
    )
  for (const right of [
    'https://www.bahrain.bh',
    'HTTPS://www.bahrain.bh:8443/renew?from=kiosk#form',
    'https://البحرين.موقع/تجديد',
  ])
    granted(await link(right))
})

await onBothEngines(
  t,
  'what a service is drawn as stays until something is said',
  async (t, db) => {
    const { id: centre } = await buildCentre(db)
    const drawn = async () => {
      const [service] = await db.read(servicesOf({ centreId: centre }))
      return service?.pictogram
    }
    t.equal(await drawn(), null, 'one of before there were any')
    granted(await change(db, centre, 's1', { ...first, pictogram: 'child' }))
    t.equal(await drawn(), 'child')
    t.match(await changes(db, centre), [
      { change: { before: { pictogram: null }, after: { pictogram: 'child' } } },
    ])
    granted(await change(db, centre, 's1', first))
    t.equal(await drawn(), 'child', 'a program of before there were any takes none away')
    t.equal((await changes(db, centre)).length, 1)
    granted(await change(db, centre, 's1', { ...first, pictogram: null }))
    t.equal(await drawn(), null)
  },
)

await onBothEngines(
  t,
  'a letter is that of one service, and stays for the day',
  async (t, db, clock) => {
    const { id: centre } = await buildCentre(db)
    t.match(await add(db, centre, 'photo', setup({ prefix: 'B' })), {
      refused: 'prefix_taken',
      details: { prefix: 'B' },
    })
    await issue(db, centre)
    t.match(await change(db, centre, 's1', { ...first, prefix: 'W' }), {
      refused: 'prefix_in_use',
      details: { prefix: 'A', count: 1 },
    })
    granted(await change(db, centre, 's1', { ...first, targetMin: 9 }))
    t.equal((await changes(db, centre)).length, 1, 'a refusal leaves no note')
    clock.advance(24 * 60 * 60_000)
    granted(await change(db, centre, 's1', { ...first, prefix: 'W' }))
    const { row } = await issue(db, centre)
    t.equal(row.number, 'W-001')
  },
)

await onBothEngines(
  t,
  'a service is not taken out of use while its tickets live',
  async (t, db) => {
    const { id: centre } = await buildCentre(db)
    const { row } = await issue(db, centre)
    const off = { ...first, active: false }
    t.match(await change(db, centre, 's1', off), {
      refused: 'service_in_use',
      details: { count: 1 },
    })
    granted(await db.write(centre, (command) => moveTicketById(command, row.id, { do: 'leave' })))
    granted(await change(db, centre, 's1', off))
    const offered = await db.read(servicesOf({ centreId: centre }))
    t.strictSame(
      offered.map(({ id }) => id),
      ['s2'],
    )
    const all = await db.read(allServicesOf({ centreId: centre }))
    t.equal(all.length, 2, 'it stays for the tickets that were of it')
    t.match(await add(db, centre, 'photo', setup({ prefix: 'A' })), { refused: 'prefix_taken' })
  },
)

await onBothEngines(t, 'the order is that of all services, or none', async (t, db) => {
  const { id: centre } = await buildCentre(db, { services: 3 })
  const order = (services: string[]) =>
    db.write(centre, (command) => orderServices(command, author, services))
  for (const wrong of [
    ['s1', 's2'],
    ['s1', 's2', 's3', 's3'],
    ['s1', 's2', 's4'],
  ])
    t.match(await order(wrong), { refused: 'services_changed' })
  granted(await order(['s3', 's1', 's2']))
  const services = await db.read(servicesOf({ centreId: centre }))
  t.strictSame(
    services.map(({ id }) => id),
    ['s3', 's1', 's2'],
  )
  t.match(await changes(db, centre), [
    { change: { kind: 'services_order', after: { services: ['s3', 's1', 's2'] } } },
  ])
})
