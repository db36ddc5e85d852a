import t from 'tap'
import { differences } from '../../display/admin/differences.ts'
import { fieldWords, valueWords } from '../../display/admin/field-words.ts'
import { changeKinds } from '../../src/changes/change.ts'
import type { ChangeView } from '../../src/changes/change.view.ts'
import {
  anyone,
  type Caller,
  liveClient,
  onBothServers,
  type Server,
  signIn,
  view,
  watch,
} from '../running.ts'

const centre = '/api/centres/isa-town'
/** Changes all else that can be changed in a centre, and founds another with all of it. */
const changeEverything = async (server: Server, admin: Caller, member: string): Promise<void> => {
  await anyone(server).post('/api/session', { username: 'noor', password: 'mistyped' })
  await admin.post(`/api/staff/${member}/unlock`)
  await admin.post(`${centre}/close-day`)
  const { body: file } = await admin.get(`${centre}/file`)
  const founding = { id: 'sitra', ...file.centre, hours: undefined, holidays: undefined, file }
  await admin.post('/api/centres', founding)
  file.centre.holidays['2026-12-16'] = null
  delete file.centre.hours[1]
  file.settings.nearlyAhead = 9
  file.services.reverse()
  file.services[0].active = false
  file.counters[0].capabilities = []
  file.messages[1].text.en = 'Come, {number}\n{link}'
  await admin.put(`${centre}/file`, file)
  await admin.put(`${centre}/hall-notices`, {
    notices: [{ text: { ar: 'المواقف', en: 'Parking' }, lastDay: '2026-12-16' }],
  })
  const places = `${centre}/places`
  await admin.post(places, { description: 'ZZ: 2 cabinets × 2 drawers × 2 slots' })
  await admin.post(places, { description: 'QZ: quarantine of 9' })
  await admin.post(`${places}/ZZ-01-02/move`, { into: 'ZZ-02' })
  await admin.post(`${places}/ZZ-02-03/merge`, { into: 'ZZ-01-01' })
  await (await signIn(server, 'staff2')).post('/api/counters/isa-town-2/open', {})
  await admin.post('/api/counters/isa-town-2/close', {})
}

/** Fields whose values are codes that nobody typed. */
const coded = new Set(['roles', 'kind', 'active', 'closed', 'state'])

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

    const called = (kind: string) =>
      all.changes.find((one: ChangeView) => one.kind === kind)?.called
    t.strictSame(['device', 'password'].map(called), ['By the door', 'ali'], 'no bare ids')

    const first = (await admin.get(`${centre}/changes?limit=2`)).body
    const second = (await admin.get(`${centre}/changes?limit=3&before=${first.next}`)).body
    t.strictSame([...first.changes, ...second.changes], all.changes, 'page after page')
    t.equal(second.next, null)

    await changeEverything(server, admin, id)
    const here: ChangeView[] = (await admin.get(`${centre}/changes?limit=100`)).body.changes
    const there: ChangeView[] = (await admin.get('/api/centres/sitra/changes')).body.changes
    const kinds = new Set(here.map(({ kind }) => kind))
    t.strictSame(
      [...changeKinds].filter((kind) => !kinds.has(kind)),
      [],
      'every kind',
    )
    t.match(
      here.filter(({ kind }) => kind.startsWith('places_')),
      [
        { kind: 'places_merged', subject: 'ZZ-02-03', after: { into: 'ZZ-01-01', places: 3 } },
        { kind: 'places_moved', subject: 'ZZ-01-02', after: { code: 'ZZ-02-03', cards: 0 } },
      ],
      'shelves that were moved and merged',
    )
    t.equal(valueWords('holidays.2026-12-16', '–', 'en'), 'Closed')
    t.equal(valueWords('dayEndsAtMin', '150', 'en'), '02:30')
    const told = here.find(({ kind }) => kind === 'hall_notices')
    t.strictSame(
      differences(told?.before ?? null, told?.after ?? null).map(({ name, is = '' }) => [
        fieldWords(name, 'en'),
        valueWords(name, is, 'en'),
      ]),
      [
        ['Notices in the hall, 1, Text, Arabic', 'المواقف'],
        ['Notices in the hall, 1, Text, English', 'Parking'],
        ['Notices in the hall, 1, Last day', 'Wednesday, 16 December 2026'],
      ],
      'a notice in the hall by its place',
    )
    t.equal(valueWords('hallNotices.#1.lastDay', '–', 'en'), 'None')
    const { services } = (await admin.get(`${centre}/setup`)).body
    t.equal(
      valueWords('capabilities', ['renew', 'gone'], 'ar', services),
      'تجديد البطاقة، gone',
      'services by their names, as long as there are such',
    )
    for (const { before, after } of [...here, ...there])
      for (const { name, was, is } of differences(before, after)) {
        t.notMatch(fieldWords(name, 'ar'), /[a-z]/, `${name} in Arabic`)
        t.notMatch(fieldWords(name, 'en'), /[a-z][A-Z]/, `${name} in English`)
        if (!coded.has(name)) continue
        for (const value of [was, is])
          if (value !== undefined) t.notMatch(valueWords(name, value, 'ar'), /[a-z]/, name)
      }
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
