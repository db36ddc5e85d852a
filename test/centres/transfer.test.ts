import t from 'tap'
import { changesOf } from '../../src/changes/change.store.ts'
import { onBothServers, press, signIn } from '../running.ts'

const file = (centre: string) => `/api/centres/${centre}/file`

await onBothServers(
  t,
  'a centre is set up as the file of another one, with its shelves',
  async (t, server) => {
    const admin = await signIn(server, 'admin')
    const taken = await admin.get(file('isa-town'))
    t.match(taken.headers.get('content-disposition'), /dawr-isa-town\.json/)
    t.match(taken.body, { format: 'dawr-centre', version: 1 })
    t.equal(taken.body.services.length, 6)
    t.notMatch(JSON.stringify(taken.body), /staff1|password|hash|token/i, 'nobody in it')

    const before = (await admin.get('/api/centres/muharraq/setup')).body
    const { centre } = taken.body
    const hours = {
      ...centre.hours,
      1: { opens: '20:00', closes: '09:00' },
      2: { opens: '07:30', closes: '14:00' },
    }
    t.match(await admin.put(file('muharraq'), { ...taken.body, centre: { ...centre, hours } }), {
      status: 422,
      body: {
        code: 'hours_overlap',
        detail: 'The centre opens (Tuesday) before the day before it has closed.',
        details: { day: '2' },
      },
    })
    const { places, ...without } = taken.body
    t.match(await admin.put(file('muharraq'), without), {
      status: 422,
      body: { code: 'unknown_section', details: { section: 'B' } },
    })
    t.match(places[0], { code: 'A' })
    const fitting = taken.body
    const tried = await admin.put(`${file('muharraq')}?dryRun=true`, fitting)
    t.equal(tried.status, 200)
    t.strictSame((await admin.get('/api/centres/muharraq/setup')).body, before, 'only tried')
    const noted = changesOf({ centreId: 'muharraq', ofAll: false, before: null, most: 9 })
    t.strictSame(await server.deps.db.read(noted), [])
    t.equal((await admin.put(file('muharraq'), fitting)).status, 200)
    const after = (await admin.get('/api/centres/muharraq/setup')).body
    t.equal(after.services.length, 6)
    const { services } = (await admin.get('/api/centres/muharraq')).body
    t.match(services[0], { id: 'renew', pictogram: 'renew_card' }, 'and everybody sees it')
    const ids = after.counters.map(({ id }: { id: string }) => id)
    const eight = ['1', '2', '3', '4', '5', '6', '7', '8'].map((n) => `muharraq-${n}`)
    t.strictSame(ids, eight, 'counters are known by their labels, and have ids of their own centre')
  },
)

await onBothServers(
  t,
  'a trial says what is then done, and a repetition nothing',
  async (t, server) => {
    const admin = await signIn(server, 'admin')
    const taken = (await admin.get(file('isa-town'))).body
    taken.centre.name.en = 'Isa Town'
    taken.services.reverse()
    taken.services[0].targetMin = 4
    taken.services[0].pictogram = 'information'
    taken.services.push({ ...taken.services[0], id: 'photo', prefix: 'P' })
    taken.counters[0].capabilities = ['photo']
    const inner = taken.places.findIndex(({ code }: { code: string }) => code.includes('-'))
    taken.places.splice(inner, 0, { code: 'QZ', kind: 'quarantine', capacity: 20 })
    taken.messages[1].text.en = 'Come, {number}\n{link}'
    const tried = await admin.put(`${file('isa-town')}?dryRun=true`, taken)
    const done = await admin.put(file('isa-town'), taken)
    t.strictSame(done.body, tried.body)
    t.strictSame(
      done.body.changes.map(({ kind, subject }: { kind: string; subject: string }) => [
        kind,
        subject,
      ]),
      [
        ['centre', 'isa-town'],
        ['service', 'express'],
        ['service', 'photo'],
        ['services_order', 'isa-town'],
        ['places', 'QZ'],
        ['message', 'nearly_turn'],
        ['counter', 'isa-town-1'],
      ],
    )
    const noted = () => admin.get('/api/centres/isa-town/changes')
    const { changes } = (await noted()).body
    t.match(changes[0], { kind: 'import', subject: 'isa-town', after: { changes: 7 } })
    t.equal(changes.length, 8)
    t.equal(new Set(changes.map(({ at }: { at: string }) => at)).size, 1, 'noted as one')
    t.strictSame((await admin.put(file('isa-town'), taken)).body, { changes: [] })
    t.strictSame((await noted()).body.changes, changes)
    t.strictSame((await admin.get(file('isa-town'))).body, taken, 'what was put is what is taken')
    const services = taken.services.map(
      ({ pictogram: _, ...service }: { pictogram: string }) => service,
    )
    const older = await admin.put(file('isa-town'), { ...taken, services })
    t.strictSame(older.body, { changes: [] }, 'a file of before there were pictograms')
  },
)

await onBothServers(t, 'one fault in a file, and nothing of it is done', async (t, server) => {
  const admin = await signIn(server, 'admin')
  await press(server)
  const good = (await admin.get(file('isa-town'))).body
  const setup = async () => {
    // The slip of the ticket is printed meanwhile, which moves it.
    const { revision: _, ...rest } = (await admin.get('/api/centres/isa-town/setup')).body
    return rest
  }
  const before = await setup()
  const renamed = { ...good.centre, name: { ar: 'آخر', en: 'Other' } }
  const letter = good.services.map((one: { id: string }) =>
    one.id === 'renew' ? { ...one, prefix: 'W' } : one,
  )
  const faults = [
    [{ services: letter }, 409, 'prefix_in_use'],
    [{ services: [...good.services, good.services[0]] }, 422, 'twice_in_file'],
    [{ counters: [{ ...good.counters[0], capabilities: ['nothing'] }] }, 422, 'unknown_service'],
    [{ places: [{ code: 'A', capacity: 4 }] }, 400, 'malformed'],
    [{ places: [{ code: 'A-01' }, { code: 'A-01' }] }, 422, 'twice_in_file'],
    [
      { messages: [{ kind: 'card_ready', text: { ar: null, en: '{code}' } }] },
      422,
      'missing_placeholder',
    ],
    [{ version: 2 }, 400, 'malformed'],
    [{ staff: [] }, 400, 'malformed'],
    [{ services: [{ ...good.services[0], prefix: 'O' }] }, 400, 'malformed'],
    [{ services: [{ ...good.services[0], pictogram: 'crown' }] }, 400, 'malformed'],
  ] as const
  for (const [fault, status, code] of faults)
    for (const query of ['', '?dryRun=true']) {
      const spoilt = { ...good, centre: renamed, ...fault }
      const answer = await admin.put(file('isa-town') + query, spoilt)
      t.match(answer, { status, body: { code } }, code)
    }
  t.strictSame(await setup(), before)
  const alike = good.services.map((one: object) => ({ ...one, name: good.services[0].name }))
  const taken = await admin.put(`${file('isa-town')}?dryRun=true`, { ...good, services: alike })
  t.equal(taken.status, 200, 'a file of before names were held apart')
  const at = async (fault: object, language: string) => {
    const asked = { 'accept-language': language }
    return (await admin.put(file('isa-town'), { ...good, ...fault }, asked)).body.detail
  }
  const spoilt = (change: object) => ({
    services: good.services.with(1, { ...good.services[1], ...change }),
  })
  const first = { ...good.counters[0], section: 'ZZ' }
  for (const [fault, en, ar] of [
    [{ services: letter }, /^Service .Renew card.: Tickets/, /^الخدمة .تجديد البطاقة.: صدرت/],
    [spoilt({ prefix: 'O' }), /^Service .Collect my card.: This/, /^الخدمة .استلام البطاقة.: هذا/],
    [spoilt({ name: 3 }), /^Service .collect.: This/, /^الخدمة .collect.: هذا/],
    [{ counters: [first] }, /^Counter .1.: /, /^النافذة .1.: /],
    [{ counters: [{}] }, /^Counter .#1.: /, /^النافذة .#1.: /],
    [
      { centre: { ...good.centre, hours: { 2: { opens: '25:00', closes: '18:30' } } } },
      /^Day .Tuesday.: This is not valid: the opening time \(.25:00.\)\.$/,
      /^اليوم .الثلاثاء.: هذا الحقل غير صحيح: وقت الافتتاح \(.25:00.\)\.$/,
    ],
    [
      { centre: { ...good.centre, holidays: { '2026-12-16': { opens: '8', closes: '12:00' } } } },
      /^Day .2026-12-16.: .*\(.8.\)\.$/,
      /^اليوم .2026-12-16.: /,
    ],
  ] as const) {
    t.match(await at(fault, 'en'), en)
    t.match(await at(fault, 'ar'), ar)
  }
})

await onBothServers(
  t,
  'all faults of a file are told at once, up to a limit',
  async (t, server) => {
    const admin = await signIn(server, 'admin')
    await press(server)
    const good = (await admin.get(file('isa-town'))).body
    const told = async (change: object) => {
      const { status, body } = await admin.put(
        file('isa-town'),
        { ...good, ...change },
        { 'accept-language': 'en' },
      )
      t.equal(body.detail, body.errors[0].detail, 'the first is told as before')
      const details = body.errors.map(({ detail }: { detail: string }) =>
        detail.replace(/[\u2068\u2069]/g, ''),
      )
      return { status, details }
    }
    const [first, second, ...rest] = good.services
    t.strictSame(
      await told({
        centre: { ...good.centre, hours: { 2: { opens: '25:00', closes: '18:30' } } },
        services: [
          { ...first, prefix: 'O', colour: 'red' },
          { ...second, name: { ar: 'x' } },
          ...rest,
        ],
        counters: [{ ...good.counters[0], label: undefined, services: [] }],
        settings: {
          ...good.settings,
          hallNotices: [{ text: { ar: 'x', en: '' }, lastDay: 'soon' }],
        },
        staff: [],
      }),
      {
        status: 400,
        details: [
          'This is not known here: staff.',
          'Day Tuesday: This is not valid: the opening time (25:00).',
          'Notice #1: This is not valid: the English text.',
          'Notice #1: This is not valid: the last day (soon).',
          'Service Renew card: This is not known here: colour.',
          'Service Renew card: This is not valid: the letter of the tickets (O).',
          'Service collect: This is missing: the English text.',
          'Counter #1: This is missing: the label of the counter.',
          'Counter #1: This is not known here: services.',
        ],
      },
      'what cannot be read',
    )
    const inUse = 'Service Renew card: Tickets'
    const { status, details } = await told({
      settings: { ...good.settings, recallsMax: 1, noShowAfterRecalls: 3 },
      services: good.services.map((one: { id: string }) =>
        one.id === 'renew' ? { ...one, prefix: 'W' } : one,
      ),
      messages: [{ kind: 'card_ready', text: { ar: null, en: '{code}' } }],
      counters: [{ ...good.counters[0], capabilities: ['nothing'] }],
    })
    t.equal(status, 422)
    t.equal(details.length, 4)
    t.ok(details[1].startsWith(inUse))
    t.match(details[2], /^Message card_ready: Missing: /)
    t.equal(details[3], 'Counter 1: There is no such service: nothing.')
    const counters = good.counters.map((one: object) => ({ ...one, capabilities: ['nothing'] }))
    t.equal((await told({ counters })).details.length, counters.length)
    const many = Array.from({ length: 50 }, (_, at) => ({ ...first, id: `s${at}`, prefix: 'OO' }))
    t.equal((await told({ services: many })).details.length, 20)
    const { id, prefix } = first
    const desk = good.counters[0]
    t.strictSame(
      (
        await told({
          services: [...good.services, first],
          counters: [
            ...good.counters,
            { ...desk, capabilities: ['none'] },
            { ...desk, label: '99', section: 'ZZ' },
          ],
          places: [...good.places, { code: 'QZ' }, { code: 'QZ' }],
        })
      ).details,
      [
        `This is in the file twice: the code of the service “${id}”.`,
        `This is in the file twice: the letter of the tickets “${prefix}”.`,
        `This is in the file twice: the label of the counter “${desk.label}”.`,
        'This is in the file twice: the code of the place “QZ”.',
        'Counter 99: There is no section ZZ in this centre.',
      ],
      'what stands twice is told once, and all else beside it',
    )
    const odd = good.services.with(0, { ...first, onlineUrl: 'https://x' })
    t.equal(
      (await told({ services: odd, places: [{ code: 'A', capacity: 4 }] })).details.length,
      2,
      'the counters of what cannot be made are not told besides',
    )
  },
)
