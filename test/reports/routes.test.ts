import readXlsx from 'read-excel-file/node'
import t from 'tap'
import { query, run } from '../../src/db/transact.ts'
import { handSetClock, MORNING } from '../databases.ts'
import { type Body, press, signIn, startServer } from '../running.ts'

const HISTORY = '/api/centres/isa-town/reports/history'

t.test('what the supervisor is told of visits, and takes away', async (t) => {
  const server = await startServer(t, { clock: handSetClock(MORNING) })
  const { db } = server.deps
  const supervisor = await signIn(server, 'supervisor')
  await press(server, 'renew')

  await t.test('now: who waits since when, and which counters call', async (t) => {
    const { body } = await supervisor.get('/api/centres/isa-town/live')
    const [renew, collect] = body.services
    t.match(renew, { waiting: 1, longestMin: 0, longestSince: new Date(MORNING).toISOString() })
    t.match(collect, { waiting: 0, longestMin: null, longestSince: null })
    t.match(body.counters[0], { state: 'closed', services: [], freeSince: null })
    t.ok(body.counters[0].serves.includes('renew'), 'what it could be opened for')
    const clerk = await signIn(server, 'staff1')
    await clerk.post('/api/counters/isa-town-1/open', {})
    const at = async () => (await supervisor.get('/api/centres/isa-town/live')).body.counters[0]
    const free = await at()
    t.match(free, { state: 'open', freeSince: new Date(MORNING).toISOString(), number: null })
    t.ok(free.services.includes('renew'))
    t.same(free.serves, free.services)
    await clerk.post('/api/counters/isa-town-1/next')
    t.match(await at(), { freeSince: null, number: 'A-001', ticketState: 'called' })
    await press(server, 'renew')
  })

  await t.test('today beside the usual', async (t) => {
    const { status, body } = await supervisor.get('/api/centres/isa-town/reports/today')
    t.equal(status, 200)
    t.match(body, { day: '2026-11-24', hour: 8, usualDays: 8 })
    t.match(body.soFar.today, { issued: 2, called: 1 }, 'this hour included')
    t.match(body.hours[1], { hour: 8, today: { issued: 2, waiting: { count: 1, p50Sec: 15 } } })
    t.ok(body.hours[1].usual.issued > 10)
    t.equal((await supervisor.get('/api/centres/nowhere/reports/today')).status, 404)
  })

  await t.test('a history, and the days before which there is none', async (t) => {
    const { status, body } = await supervisor.get(`${HISTORY}?from=2026-01-01&to=2026-11-24`)
    t.equal(status, 200)
    t.match(body, { centre: 'isa-town', countedFrom: '2026-09-22', daysCounted: 46 })
    t.equal(body.services.length, 6)
    const sum = (rows: { issued: number }[]) => rows.reduce((all, { issued }) => all + issued, 0)
    t.ok(body.total.issued > 5000, 'for this test to mean anything')
    for (const which of ['days', 'hours', 'services'])
      t.equal(sum(body[which]), body.total.issued, which)
    const before = (await supervisor.get(`${HISTORY}?from=2026-01-01&to=2026-11-23`)).body
    t.equal(sum(before.week), before.total.issued, 'week, without the hours of today')
    const none = await supervisor.get(`${HISTORY}?from=2026-01-01&to=2026-01-31`)
    t.match(none.body, { daysCounted: 0, days: [], total: { issued: 0 } })
  })

  await t.test('a range has an end', async (t) => {
    for (const range of ['from=2026-11-24&to=2026-11-23', 'from=2025-11-23&to=2026-11-24'])
      t.match(await supervisor.get(`${HISTORY}?${range}`), {
        status: 422,
        body: { code: 'bad_range' },
      })
    t.equal((await supervisor.get(`${HISTORY}?from=2025-11-24&to=2026-11-24`)).status, 200)
    for (const range of ['', 'from=2026-02-30&to=2026-03-01', 'from=yesterday&to=2026-03-01'])
      t.equal((await supervisor.get(`${HISTORY}?${range}`)).status, 400, range)
  })

  const fetched = async (path: string) => {
    const answer = await fetch(`${server.url}${path}`, { headers: supervisor.headers })
    t.equal(answer.status, 200, path)
    return { headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) }
  }
  const range = 'from=2026-11-01&to=2026-11-24'

  await t.test('tables for spreadsheets, in which no name becomes a formula', async (t) => {
    await db.amend(function* () {
      yield* run(query((q, { services }) => q.update(services).set({ nameEn: '=2+5' })))
    })
    const { headers, bytes } = await fetched(`${HISTORY}.csv?${range}&table=services`)
    t.match(headers.get('content-disposition'), /services-2026-11-01-2026-11-24\.csv/)
    const [heading = '', first = ''] = bytes.toString('utf8').split('\r\n')
    t.ok(heading.startsWith('\uFEFFالخدمة,service'))
    t.match(first, /^تجديد البطاقة,'=2\+5,8,[\d.]+,\d+/)

    const book = await fetched(`${HISTORY}.xlsx?${range}&language=ar`)
    t.match(book.headers.get('content-disposition'), /visits-2026-11-01-2026-11-24\.xlsx/)
    const sheets = await readXlsx(book.bytes)
    t.strictSame(
      sheets.map(({ sheet }) => sheet),
      ['الأيام', 'الساعات', 'الخدمات', 'الأسبوع'],
    )
    const { body } = await supervisor.get(`${HISTORY}?${range}`)
    const rowsOf = (at: number) => sheets[at]?.data.slice(1) ?? []
    t.equal(rowsOf(0).length, body.days.length)
    const [day] = body.days
    t.strictSame(rowsOf(0)[0]?.slice(0, 4), [day.day, day.issued, day.called, day.served])
    t.equal(rowsOf(2)[0]?.[1], '=2+5', 'a text that looks like a formula comes back as a text')
  })

  await t.test('centres side by side, for those who belong to none', async (t) => {
    const { body } = await supervisor.get('/api/reports/centres')
    t.match(body, [
      {
        centre: 'isa-town',
        counters: { open: 1, all: 8 },
        soFar: { today: { issued: 2 } },
        usualDays: 8,
      },
      { centre: 'muharraq', counters: { all: 3 }, queues: [], soFar: { today: { issued: 0 } } },
    ])
    t.match(body[0].queues, [{ service: 'renew', waiting: 1, targetMin: 8 }])
  })

  await t.test('what happened in centres, side by side and to be taken away', async (t) => {
    const beside = '/api/reports/centres/history'
    const { status, body } = await supervisor.get(`${beside}?${range}`)
    t.equal(status, 200)
    t.match(body, { from: '2026-11-01', to: '2026-11-24' })
    t.match(body.centres, [{ centre: 'isa-town', closed: false }, { centre: 'muharraq' }])
    for (const centre of body.centres) {
      const path = `/api/centres/${centre.centre}/reports/history?${range}`
      const { total, services, daysCounted } = (await supervisor.get(path)).body
      t.match(centre, { ...total, daysCounted }, 'the same as its own history')
      const shares: number[] = services.map((one: { withinTarget: number }) => one.withinTarget)
      t.ok(centre.withinTarget >= Math.min(...shares) && centre.withinTarget <= Math.max(...shares))
    }
    t.match(await supervisor.get(`${beside}?from=2026-11-24&to=2026-11-23`), {
      status: 422,
      body: { code: 'bad_range' },
    })

    const { headers, bytes } = await fetched(`${beside}.csv?${range}`)
    t.match(headers.get('content-disposition'), /"centres-2026-11-01-2026-11-24\.csv"/)
    const [heading = '', ...lines] = bytes.toString('utf8').trimEnd().split('\r\n')
    t.ok(heading.startsWith('\uFEFFالمركز,centre,'))
    t.equal(lines.length, 2)
    t.match(lines[0], /^مركز مدينة عيسى,Isa Town centre,\d+,[\d.]+,\d+/)
    const book = await fetched(`${beside}.xlsx?${range}&language=en`)
    t.match(book.headers.get('content-disposition'), /"centres-2026-11-01-2026-11-24\.xlsx"/)
    const sheets = await readXlsx(book.bytes)
    t.strictSame(
      sheets.map(({ sheet }) => sheet),
      ['Centres', 'Days', 'Services'],
    )
    const days = body.centres.reduce((sum: number, one: Body) => sum + one.daysCounted, 0)
    t.equal(sheets[1]?.data.length, 1 + days, 'the days of all centres')
  })

  await t.test('who belongs to a centre sees no other one', async (t) => {
    const hired = await (await signIn(server, 'admin')).post('/api/staff', {
      ...{ username: 'noor', name: 'Noor', roles: ['supervisor'], skills: [], centre: 'muharraq' },
    })
    const theirs = await signIn(server, 'noor', hired.body.password)
    const { body } = await theirs.get(`/api/reports/centres/history?${range}`)
    t.match(body.centres, [{ centre: 'muharraq' }])
    t.equal(body.centres.length, 1)
  })
})
