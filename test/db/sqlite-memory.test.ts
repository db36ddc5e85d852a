import { eq } from 'drizzle-orm'
import t from 'tap'
import { tokenHash } from '../../src/crypto.ts'
import { query, run, type Step } from '../../src/db/transact.ts'
import { activeDeviceByToken } from '../../src/devices/device.store.ts'
import { type Refusal, refuse } from '../../src/refusal.ts'
import { onEngine } from '../databases.ts'
import { givenCentre, insertNumber } from './given.ts'

const token = tokenHash('a kiosk’s token')
const asked = activeDeviceByToken({ tokenHash: token })

const insertDevice = (centreId: string) =>
  query((db, tables) =>
    db.insert(tables.devices).values({
      id: 'kiosk',
      centreId,
      kind: 'kiosk',
      name: 'Kiosk',
      tokenHash: token,
      printer: null,
      active: true,
    }),
  )

const takeOut = query((db, tables) =>
  db.update(tables.devices).set({ active: false }).where(eq(tables.devices.id, 'kiosk')),
)

await onEngine(t, 'sqlite', 'what was asked is answered again without asking', async (t, db) => {
  const centre = await givenCentre(db, 'isa-town')
  t.strictSame(await db.read(asked), [], 'not there')
  await db.amend(() => run(insertDevice(centre)))
  const first = await db.read(asked)
  t.match(first, [{ id: 'kiosk' }], 'and there at once, once it is')
  await db.amend(() => insertNumber(centre, 'A'))
  t.equal(await db.read(asked), first, 'what others write changes nothing of it')
  t.throws(() => Object.assign(first[0] ?? {}, { centreId: 'another' }), TypeError)
  await db.amend(() => run(takeOut))
  t.strictSame(await db.read(asked), [], 'nor does it outlive what it says')
})

await onEngine(t, 'sqlite', 'what is undone is not remembered', async (t, db) => {
  const centre = await givenCentre(db, 'isa-town')
  await db.amend(() => run(insertDevice(centre)))
  const seen: number[] = []
  const refused = await db.write(centre, function* (): Step<Refusal> {
    yield* run(takeOut)
    seen.push((yield* run(asked)).length)
    return refuse('not_allowed')
  })
  t.strictSame(refused, refuse('not_allowed'))
  t.equal(seen.at(-1), 0, 'within, it is out')
  t.match(await db.read(asked), [{ id: 'kiosk' }])
  await t.rejects(
    db.amend(function* () {
      yield* run(takeOut)
      yield* run(asked)
      throw new Error('a bug')
    }),
    /a bug/,
  )
  t.match(await db.read(asked), [{ id: 'kiosk' }])
})
