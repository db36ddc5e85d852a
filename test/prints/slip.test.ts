import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { v7 as uuid } from 'uuid'
import { temporaryFolder } from '../databases.ts'
import { ALL_WELL, type FakePrinter, fakePrinter, PAPER_OUT } from '../printers/fake-printer.ts'
import { readQr } from '../printers/ink.ts'
import {
  caller,
  kiosk,
  liveClient,
  press,
  type Server,
  signIn,
  startServer,
  view,
  watch,
} from '../running.ts'

/** A kiosk paired with a printer of its own, as an administrator does it. */
const kioskWithPrinter = async (server: Server, printer: string) => {
  const admin = await signIn(server, 'admin')
  const paired = await admin.post('/api/centres/isa-town/devices', {
    kind: 'kiosk',
    name: 'hall',
    printer,
  })
  if (paired.status !== 201) throw new Error(`not paired: ${JSON.stringify(paired.body)}`)
  return caller(server.url, { authorization: `Bearer ${paired.body.token}` })
}

const slipsOf = (printer: FakePrinter) =>
  printer.papers.flatMap(({ slips }) => slips.filter(({ height }) => height > 0))

const printEnds = async (
  t: Test,
  server: Server,
  ticket: { id: string; secret: string },
  state: string,
) => {
  const phone = await liveClient(t, server)
  const ended = view(phone, 'ticket', ({ print }) => print === state)
  await watch(phone, { ticket: ticket.id, secret: ticket.secret })
  return ended
}

t.test(
  'a press prints a slip on the TCP printer, whose QR opens the page of the visitor',
  async (t) => {
    const server = await startServer(t)
    const printer = await fakePrinter()
    t.teardown(() => printer.close())
    const hall = await kioskWithPrinter(server, printer.url)
    const { body: ticket } = await hall.post('/api/centres/isa-town/tickets', {
      service: 'renew',
      requestId: uuid(),
    })
    await printEnds(t, server, ticket, 'printed')
    const slips = slipsOf(printer)
    t.equal(slips.length, 1)
    const [slip] = slips
    t.equal(slip && readQr(slip), ticket.url)

    const again = await hall.post(`/api/tickets/${ticket.id}/print`)
    t.equal(again.status, 202)
    await printEnds(t, server, ticket, 'printed')
    const both = slipsOf(printer)
    t.equal(both.length, 2)
    t.ok((both[1]?.height ?? 0) > (slip?.height ?? 0), 'the band COPY makes it longer')
  },
)

t.test('paper out is told to the kiosk, and the slip comes when there is paper', async (t) => {
  const server = await startServer(t)
  let paper = PAPER_OUT
  const printer = await fakePrinter({ answer: (n) => (n === 4 ? paper : ALL_WELL) })
  t.teardown(() => printer.close())
  const hall = await kioskWithPrinter(server, printer.url)
  const answer = await hall.post('/api/centres/isa-town/tickets', {
    service: 'renew',
    requestId: uuid(),
  })
  t.equal(answer.status, 201, 'the ticket does not wait for the printer')
  const ticket = answer.body
  const screen = await liveClient(t, server)
  const trouble = view(screen, 'ticket', ({ printFailure }) => printFailure !== undefined)
  await watch(screen, { ticket: ticket.id, secret: ticket.secret })
  t.match(await trouble, { print: 'queued', printFailure: 'paper_out' })
  const printed = view(screen, 'ticket', ({ print }) => print === 'printed')
  paper = ALL_WELL
  await printed
  t.equal(slipsOf(printer).length, 1)
})

t.test('sixty presses give sixty slips', async (t) => {
  const server = await startServer(t)
  const tickets = await Promise.all(Array.from({ length: 60 }, () => press(server)))
  await Promise.all(tickets.map((ticket) => printEnds(t, server, ticket, 'printed')))
  const files = readdirSync(join(server.dataDir, 'prints'))
  t.equal(files.filter((name) => name.endsWith('.png')).length, 60)
  t.equal(files.filter((name) => name.endsWith('.bin')).length, 60)
  const reprint = await kiosk(server).post(`/api/tickets/${tickets[0]?.id}/print`)
  t.equal(reprint.status, 202)
})

t.test('a printer that takes slips and says nothing holds up no other', async (t) => {
  const server = await startServer(t)
  const dead = await fakePrinter({ reads: false })
  const good = await fakePrinter({ answer: () => ALL_WELL })
  t.teardown(() => Promise.all([dead.close(), good.close()]))
  const [stuck, hall] = [
    await kioskWithPrinter(server, dead.url),
    await kioskWithPrinter(server, good.url),
  ]
  const pressAt = async (kiosk: typeof hall) =>
    (await kiosk.post('/api/centres/isa-town/tickets', { service: 'renew', requestId: uuid() }))
      .body
  await Promise.all(Array.from({ length: 40 }, () => pressAt(stuck)))
  const tickets = await Promise.all(Array.from({ length: 5 }, () => pressAt(hall)))
  await Promise.all(tickets.map((ticket) => printEnds(t, server, ticket, 'printed')))
  t.equal(slipsOf(good).length, 5)
  t.equal(dead.mostAtOnce(), 1, 'one slip at a time')
})

t.test(
  'stopped while a printer says nothing, it prints the rest after the next start',
  async (t) => {
    const dataDir = temporaryFolder(t)
    const server = await startServer(t, { env: { DATA_DIR: dataDir } })
    let reads = false
    const printer = await fakePrinter({
      answer: () => (reads ? ALL_WELL : null),
      onConnection: (socket) => void (reads || socket.pause()),
    })
    t.teardown(() => printer.close())
    const hall = await kioskWithPrinter(server, printer.url)
    const tickets = []
    for (let n = 0; n < 3; n++) {
      const body = { service: 'renew', requestId: uuid() }
      tickets.push((await hall.post('/api/centres/isa-town/tickets', body)).body)
    }
    await server.close()
    reads = true
    const again = await startServer(t, { env: { DATA_DIR: dataDir } })
    await Promise.all(tickets.map((ticket) => printEnds(t, again, ticket, 'printed')))
    t.ok(slipsOf(printer).length >= 3)
  },
)
