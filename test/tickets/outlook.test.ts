import t from 'tap'
import { freshFor } from '../../src/tickets/outlook.ts'
import { handSetClock } from '../databases.ts'
import { anyone, caller, press, signIn, startServer } from '../running.ts'

const UNKNOWN = { p50: null, p90: null }
const MIN_MS = 60_000
/** A Tuesday on which the demo centre is open from 07:30 to 18:30. */
const at = (hour: number, minute: number) => Date.UTC(2026, 10, 24, hour - 3, minute)

t.test('who comes to closed doors is promised no wait, though counters are open', async (t) => {
  const clock = handSetClock(at(18, 0))
  const server = await startServer(t, { clock })
  const outlookOf = async () => {
    const centre = (await anyone(server).get('/api/centres/isa-town')).body
    const board = (await anyone(server).get('/api/centres/isa-town/board')).body
    const of = (service: string, lines: { id?: string; service?: string }[]) =>
      lines.find((one) => (one.id ?? one.service) === service)
    return {
      isOpen: centre.open,
      centre: of('renew', centre.services),
      board: of('renew', board.waiting),
    }
  }
  const ticketOf = async ({ id, secret }: { id: string; secret: string }) =>
    (await caller(server.url, { authorization: `Bearer ${secret}` }).get(`/api/tickets/${id}`)).body

  const clerk = await signIn(server, 'staff1')
  await clerk.post('/api/counters/isa-town-1/open', {})
  clock.set(clock.now() + MIN_MS)
  const open = await outlookOf()
  t.match(open, { isOpen: true, centre: { estimate: { p90: Number } } })
  t.match(open.board, { estimate: { p90: Number } })
  const inTime = await press(server)
  t.match(await ticketOf(inTime), { estimate: { p90: Number } })

  clock.set(at(18, 31))
  const closed = await outlookOf()
  t.match(closed, { isOpen: false, centre: { waiting: 1, estimate: UNKNOWN } })
  t.match(closed.board, { count: 1, estimate: UNKNOWN })
  clock.set(clock.now() + MIN_MS)
  const late = await press(server)
  t.match(late, { ahead: 1, estimate: UNKNOWN })
  clock.set(clock.now() + MIN_MS)
  t.match(await ticketOf(late), { ahead: 1, estimate: UNKNOWN })
  t.match(
    await ticketOf(inTime),
    { ahead: 0, estimate: { p90: Number } },
    'who came in time keeps it',
  )
})

t.test('with many full halls each is played less often', async (t) => {
  t.equal(freshFor([]), 1000)
  t.equal(freshFor([7, 7]), 1000, 'two halls: every second')
  t.equal(freshFor(new Array<number>(200).fill(6)), 12_000, 'a tenth of a core for two hundred')
})
