import t from 'tap'
import { fakePrinter } from '../printers/fake-printer.ts'
import { readQr } from '../printers/ink.ts'
import { type Caller, press, signIn, startServer } from '../running.ts'

const centre = '/api/centres/isa-town'

/** How a print stands once it is over. */
const ended = async (caller: Caller, id: string) => {
  for (;;) {
    const { body } = await caller.get(`${centre}/label-prints/${id}`)
    if (body.state === 'printed' || body.failure !== null) return body
  }
}

t.test('labels are printed one by one, whose codes are those of the places', async (t) => {
  const server = await startServer(t)
  const printer = await fakePrinter()
  t.teardown(() => printer.close())
  const admin = await signIn(server, 'admin')
  const post = await signIn(server, 'post1')
  const device = { kind: 'kiosk', name: 'labels', printer: printer.url }
  await admin.post(`${centre}/devices`, device)
  await admin.post(`${centre}/places`, { description: 'Y: 2 cabinets × 2 drawers × 3 slots' })
  const { printers } = (await post.get(`${centre}/printers`)).body
  const labels = printers.find(({ name }: { name: string }) => name === 'labels')
  const queued = await post.post(`${centre}/places/Y-01-02/labels`, { printer: labels.id })
  t.match(queued, { status: 202, body: { labels: 4, state: 'queued' } })
  t.match(await ended(post, queued.body.id), { state: 'printed', labels: 4, failure: null })
  const read = printer.papers.flatMap(({ slips }) =>
    slips.filter(({ height }) => height > 0).map(readQr),
  )
  t.same(read, ['Y-01-02', 'Y-01-02-01', 'Y-01-02-02', 'Y-01-02-03'])

  const pdf = await fetch(`${server.url}${centre}/places/Y/labels`, { headers: post.headers })
  t.equal(pdf.headers.get('content-type'), 'application/pdf')
  t.match(Buffer.from(await pdf.arrayBuffer()).toString('latin1'), /^%PDF-[\s\S]*\/Count 1\b/)

  const asked = (place: string, body: object) => post.post(`${centre}/places/${place}/labels`, body)
  t.match(await asked('B', { printer: labels.id }), { body: { code: 'too_many_labels' } })
  t.match(await asked('Y-09', { printer: labels.id }), { body: { code: 'unknown_place' } })
  t.match(await asked('Y', { printer: 'nobody' }), { body: { code: 'unknown_printer' } })
  t.match(await post.get(`${centre}/places/B/labels?scope=all`), {
    status: 422,
    body: { code: 'too_many_labels', details: { most: 480 } },
  })
  t.match(await asked('Y', { printer: labels.id, scope: 'parts' }), { body: { labels: 2 } })
  t.match(await post.get(`${centre}/label-prints/nothing`), { body: { code: 'unknown_print' } })
  await press(server)
})

t.test('a printer that is away says so', async (t) => {
  const server = await startServer(t)
  const admin = await signIn(server, 'admin')
  const away = { kind: 'kiosk', name: 'away', printer: 'tcp://127.0.0.1:9' }
  const { id: printer } = (await admin.post(`${centre}/devices`, away)).body
  const { body } = await admin.post(`${centre}/places/B-01/labels`, { printer, scope: 'itself' })
  t.match(await ended(admin, body.id), { failure: 'unreachable' })
})
