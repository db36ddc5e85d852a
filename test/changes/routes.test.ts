import t from 'tap'
import { liveClient, onBothServers, signIn, view, watch } from '../running.ts'

const centre = '/api/centres/isa-town'
const newcomer = { name: 'Noor', roles: ['admin'], skills: ['*'] }

await onBothServers(
  t,
  'changes are told to those they concern, without secrets',
  async (t, server) => {
    const admin = await signIn(server, 'admin')
    const hired = await admin.post('/api/staff', {
      ...newcomer,
      username: 'noor',
      centre: 'isa-town',
    })
    t.equal(hired.status, 201)
    const { id, password } = hired.body
    const everywhere = await admin.post('/api/staff', {
      ...newcomer,
      username: 'ali',
      centre: null,
    })
    const reset = await admin.post(`/api/staff/${everywhere.body.id}/password`)
    const device = await admin.post(`${centre}/devices`, { kind: 'lobby', name: 'By the door' })
    await admin.delete(`/api/devices/${device.body.id}`)
    await admin.delete(`/api/devices/${device.body.id}`)

    const all = (await admin.get(`${centre}/changes`)).body
    t.match(all.changes, [
      { kind: 'device', before: { active: true }, after: { active: false } },
      { kind: 'device', before: null, after: { name: 'By the door', printer: null } },
      { kind: 'password', subject: everywhere.body.id, everywhere: true },
      { kind: 'member', subject: everywhere.body.id, everywhere: true },
      { kind: 'member', subject: id, everywhere: false, after: { username: 'noor' } },
    ])
    t.equal(all.changes.length, 5, 'what was done already is no change')
    t.equal(all.next, null)
    for (const secret of [password, reset.body.password, device.body.token, 'argon2'])
      t.notOk(JSON.stringify(all).includes(secret))

    const noor = await signIn(server, 'noor', password)
    const own = (await noor.get(`${centre}/changes`)).body.changes
    t.strictSame(
      own.map(({ kind }: { kind: string }) => kind),
      ['device', 'device', 'member'],
      'of one centre: what concerns all is not told',
    )
    const staff = (await noor.get(`${centre}/staff`)).body
    t.ok(staff.every((one: { centre: string }) => one.centre === 'isa-town'))
    t.equal((await noor.get('/api/centres/muharraq/changes')).status, 403)

    const first = (await admin.get(`${centre}/changes?limit=2`)).body
    const second = (await admin.get(`${centre}/changes?limit=3&before=${first.next}`)).body
    t.strictSame([...first.changes, ...second.changes], all.changes, 'page after page')
    t.equal(second.next, null)
  },
)

await onBothServers(
  t,
  'whoever watches the board is told of a change, and of none not',
  async (t, server) => {
    const admin = await signIn(server, 'admin')
    const socket = await liveClient(t, server)
    const greeted = view(socket, 'board')
    await watch(socket, { board: 'isa-town' })
    const { setup } = await greeted
    const { centre: stands, settings } = (await admin.get(`${centre}/setup`)).body
    const told = view(socket, 'board', (board) => board.setup > setup)
    await admin.put(`${centre}/setup`, stands)
    const { body } = await admin.put(`${centre}/settings`, { ...settings, nearlyAhead: 5 })
    t.equal((await told).setup, body.revision, 'the second one: the first changed nothing')
    const read = await admin.get(centre)
    t.equal(read.body.setup, body.revision, 'and the centre says the same')
  },
)
