import t from 'tap'
import { hangingOn } from '../../src/centres/hall-notice.ts'
import { anyone, liveClient, onBothServers, signIn, view, watch } from '../running.ts'

const centre = '/api/centres/isa-town'
const FAR = '2099-12-31'
const OVER = '2020-01-01'

const notice = (en: string, lastDay: string | null = null) => ({
  text: { ar: `إعلان ${en}`, en },
  lastDay,
})

t.test('a notice hangs until its last day is over', async (t) => {
  const notices = [notice('always'), notice('until Tuesday', '2026-12-01')]
  t.strictSame(hangingOn(notices, '2026-12-01'), notices, 'on its last day')
  t.strictSame(hangingOn(notices, '2026-12-02'), [notices[0]], 'and no day longer')
})

await onBothServers(
  t,
  'the notices of a hall are seen by everybody, in their order, and told to its screens at once',
  async (t, server) => {
    const admin = await signIn(server, 'admin')
    await admin.put(`${centre}/hall-notices`, { notices: [] })
    const socket = await liveClient(t, server)
    const greeted = view(socket, 'board')
    await watch(socket, { board: 'isa-town' })
    const { setup } = await greeted
    const told = view(socket, 'board', (board) => board.setup > setup)
    const notices = [notice('Parking', FAR), notice('over', OVER), notice('Prayer room')]
    const saved = await admin.put(`${centre}/hall-notices`, { notices })
    t.strictSame(saved.body.settings.hallNotices, notices, 'who sets up sees those that are over')
    await told
    const shown = await anyone(server).get(centre)
    t.strictSame(shown.body.hallNotices, [notices[0], notices[2]])
    t.equal(shown.body.setup, saved.body.revision)

    const again = await admin.put(`${centre}/hall-notices`, { notices: notices.toReversed() })
    t.equal(again.body.settings.hallNotices[0].text.en, 'Prayer room')
    const changes = (await admin.get(`${centre}/changes`)).body.changes
    t.match(changes[0], { kind: 'hall_notices', subject: 'isa-town' }, 'and it is noted by whom')
    const muharraq = await anyone(server).get('/api/centres/muharraq')
    t.strictSame(muharraq.body.hallNotices, [], 'each hall has its own')
  },
)

await onBothServers(t, 'both languages, so many, so long, nothing unseen', async (t, server) => {
  const admin = await signIn(server, 'admin')
  const put = (notices: unknown) => admin.put(`${centre}/hall-notices`, { notices })
  const longest = { text: { ar: 'ك'.repeat(200), en: 'w'.repeat(200) }, lastDay: null }
  t.equal((await put(Array.from({ length: 8 }, () => longest))).status, 200)
  for (const [wrong, what] of [
    [Array.from({ length: 9 }, () => longest), 'nine'],
    [[{ ...longest, text: { ...longest.text, en: 'w'.repeat(201) } }], 'too long'],
    [[notice('')], 'one language alone'],
    [[notice('   ')], 'blanks'],
    [[notice('two\nlines')], 'two lines'],
    [[notice('good', '2026-13-01')], 'no date'],
    [[{ ...notice('good'), colour: 'red' }], 'what nobody knows'],
  ] as const)
    t.match(await put(wrong), { status: 400, body: { code: 'malformed' } }, what)
  const turned = await put([notice('turned \u202eround')])
  t.equal(turned.body.settings.hallNotices[0].text.en, 'turned round')
  const clerk = await signIn(server, 'staff1')
  t.equal((await clerk.put(`${centre}/hall-notices`, { notices: [] })).status, 403)
})

await onBothServers(
  t,
  'who saves the policy, or a file of before there were notices, takes none down',
  async (t, server) => {
    const admin = await signIn(server, 'admin')
    const notices = [notice('Parking')]
    const { settings } = (await admin.put(`${centre}/hall-notices`, { notices })).body
    const { hallNotices: _, ...policy } = settings
    const kept = await admin.put(`${centre}/settings`, { ...policy, nearlyAhead: 7 })
    t.match(kept.body.settings, { nearlyAhead: 7, hallNotices: notices })

    const { body: file } = await admin.get(`${centre}/file`)
    t.strictSame(file.settings.hallNotices, notices, 'they leave with the file')
    const older = { ...file, settings: { ...file.settings, hallNotices: undefined } }
    t.strictSame((await admin.put(`${centre}/file`, older)).body, { changes: [] })

    file.settings.hallNotices = [notice('Prayer room'), ...notices]
    file.settings.nearlyAhead = 4
    const imported = await admin.put(`${centre}/file`, file)
    t.strictSame(
      imported.body.changes.map(({ kind }: { kind: string }) => kind),
      ['settings', 'hall_notices'],
    )
    const after = (await admin.get(`${centre}/setup`)).body.settings
    t.match(after, { nearlyAhead: 4, hallNotices: file.settings.hallNotices })

    const { centre: setup } = file
    const { name, timeZone, dayEndsAtMin } = setup
    const founding = { id: 'sitra', name, timeZone, dayEndsAtMin, file }
    t.equal((await admin.post('/api/centres', founding)).status, 201)
    const founded = (await anyone(server).get('/api/centres/sitra')).body
    t.strictSame(founded.hallNotices, file.settings.hallNotices, 'and found another hall')
  },
)
