import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { openSqlite } from '../../src/db/open-sqlite.ts'
import { query } from '../../src/db/transact.ts'
import { handSetClock, onBothEngines, temporaryFolder } from '../databases.ts'
import { buildCentre } from '../factories.ts'
import { buildAccessApp, givenMember, paired, signedIn } from './app.ts'

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

await onBothEngines(
  t,
  'a paired device is known by the token it was shown once',
  async (t, db, clock) => {
    const app = await buildAccessApp(t, db, clock)
    const centre = await buildCentre(db)
    await givenMember(db, { username: 'admin', roles: ['admin'] })
    const admin = await signedIn(app, 'admin')
    const answer = await app.inject({
      method: 'POST',
      url: `/api/centres/${centre.id}/devices`,
      headers: admin,
      payload: { kind: 'kiosk', name: 'Kiosk 1', printer: 'tcp://10.0.0.9:9100' },
    })
    t.equal(answer.statusCode, 201)
    const { token, ...device } = answer.json<{ token: string; id: string }>()
    t.match(token, /^dev_[\w-]{43}$/)
    const own = { id: device.id, kind: 'kiosk', centre: centre.id, name: 'Kiosk 1' }
    const listed = { ...own, printer: 'tcp://10.0.0.9:9100', active: true }
    t.same(device, listed)

    const me = await app.inject({ url: '/api/device', headers: bearer(token) })
    t.same(me.json(), own)
    const list = await app.inject({ url: `/api/centres/${centre.id}/devices`, headers: admin })
    t.same(list.json(), [listed], 'the list never shows a token')
    const [row] = await db.read(query((d, tables) => d.select().from(tables.devices)))
    t.notOk(JSON.stringify(row).includes(token))
  },
)

t.test('the token of a device is nowhere in the database file', async (t) => {
  const folder = temporaryFolder(t)
  const clock = handSetClock()
  const db = openSqlite(join(folder, 'dawr.db'), clock)
  t.teardown(() => db.close())
  const app = await buildAccessApp(t, db, clock)
  const centre = await buildCentre(db)
  await givenMember(db, { username: 'admin', roles: ['admin'] })
  const { id, token } = await paired(app, await signedIn(app, 'admin'), centre.id)
  const bytes = Buffer.concat(readdirSync(folder).map((file) => readFileSync(join(folder, file))))
  t.ok(bytes.includes(id), 'for this test to mean anything')
  t.notOk(bytes.includes(token))
})

await onBothEngines(
  t,
  'a device out of service opens nothing from then on',
  async (t, db, clock) => {
    const app = await buildAccessApp(t, db, clock)
    const centre = await buildCentre(db)
    await givenMember(db, { username: 'admin', roles: ['admin'] })
    const admin = await signedIn(app, 'admin')
    const { id, token } = await paired(app, admin, centre.id)
    const ask = () => app.inject({ url: '/kiosk', headers: bearer(token) })
    t.equal((await ask()).statusCode, 200)
    const remove = () => app.inject({ method: 'DELETE', url: `/api/devices/${id}`, headers: admin })
    t.equal((await remove()).statusCode, 204)
    t.equal((await ask()).statusCode, 401)
    t.equal((await remove()).statusCode, 204, 'and again changes nothing')
    const list = await app.inject({ url: `/api/centres/${centre.id}/devices`, headers: admin })
    t.match(list.json(), [{ id, active: false }])
  },
)

await onBothEngines(t, 'devices are their own centre’s affair', async (t, db, clock) => {
  const app = await buildAccessApp(t, db, clock)
  const [here, there] = [await buildCentre(db), await buildCentre(db)]
  await givenMember(db, { username: 'root', roles: ['admin'] })
  await givenMember(db, { username: 'admin', roles: ['admin'], centreId: here.id })
  const admin = await signedIn(app, 'admin')
  const { id } = await paired(app, await signedIn(app, 'root'), there.id)
  const url = `/api/centres/${there.id}/devices`
  t.equal((await app.inject({ url, headers: admin })).statusCode, 403)
  const payload = { kind: 'lobby', name: 'L' }
  t.equal((await app.inject({ method: 'POST', url, headers: admin, payload })).statusCode, 403)
  const gone = await app.inject({ method: 'DELETE', url: `/api/devices/${id}`, headers: admin })
  t.equal(gone.statusCode, 404)
  t.match(gone.json(), { code: 'unknown_device' })
  t.match((await app.inject({ url, headers: await signedIn(app, 'root') })).json(), [
    { active: true },
  ])
})

await onBothEngines(
  t,
  'only administrators pair devices, and only where there is a centre',
  async (t, db, clock) => {
    const app = await buildAccessApp(t, db, clock)
    const centre = await buildCentre(db)
    await givenMember(db, { username: 'super', roles: ['supervisor'] })
    await givenMember(db, { username: 'admin', roles: ['admin'] })
    const pair = (headers: Record<string, string>, centreId: string) =>
      app.inject({
        method: 'POST',
        url: `/api/centres/${centreId}/devices`,
        headers,
        payload: { kind: 'kiosk', name: 'K' },
      })
    t.equal((await pair({}, centre.id)).statusCode, 401)
    t.equal((await pair(await signedIn(app, 'super'), centre.id)).statusCode, 403)
    const nowhere = await pair(await signedIn(app, 'admin'), 'nowhere')
    t.equal(nowhere.statusCode, 404)
    t.match(nowhere.json(), { code: 'unknown_centre' })
    const devices = query((d, tables) => d.select().from(tables.devices))
    t.same(await db.read(devices), [])
  },
)

await onBothEngines(t, 'a printer is a printer, and nothing else', async (t, db, clock) => {
  const app = await buildAccessApp(t, db, clock)
  const centre = await buildCentre(db)
  await givenMember(db, { username: 'admin', roles: ['admin'] })
  const headers = await signedIn(app, 'admin')
  const pairWith = (printer: string) =>
    app.inject({
      method: 'POST',
      url: `/api/centres/${centre.id}/devices`,
      headers,
      payload: { kind: 'kiosk', name: 'K', printer },
    })
  for (const good of ['file:', 'tcp://10.0.0.9:9100', 'tcp://printer', 'usb:/dev/usb/lp0'])
    t.equal((await pairWith(good)).statusCode, 201, good)
  const bad = [
    'http://10.0.0.9/',
    'file:/etc/passwd',
    'tcp://user:secret@10.0.0.9:9100',
    'tcp://10.0.0.9:9100/path',
    'tcp://10.0.0.9:99999',
    'usb:/dev/sda',
    'usb:/dev/usb/../sda',
    'usb:/dev/mem',
    'printer',
  ]
  for (const printer of bad) {
    const answer = await pairWith(printer)
    t.equal(answer.statusCode, 400, printer)
    t.match(answer.json(), { code: 'bad_printer' })
  }
})
