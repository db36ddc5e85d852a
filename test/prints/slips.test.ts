import t from 'tap'
import type { RenderedSlip } from '../../printers/renderer.ts'
import type { SlipContent } from '../../printers/slip.ts'
import { openSlips } from '../../src/prints/slips.ts'
import { handSetClock } from '../databases.ts'

const slip: RenderedSlip = { bytes: new Uint8Array([1]), png: async () => new Uint8Array([2]) }
const ticket = (id: string) => ({ id, number: 'A-001', language: 'ar' as const, issuedAt: 1 })
const context = {
  centre: { nameAr: 'مركز', nameEn: 'Centre', timeZone: 'Asia/Bahrain' },
  service: { nameAr: 'تجديد', nameEn: 'Renew' },
  ahead: 3,
  estimate: { p50: 10, p90: 20 },
}

const given = (render: (content: SlipContent) => Promise<RenderedSlip> = async () => slip) => {
  const clock = handSetClock()
  const drawn: SlipContent[] = []
  const slips = openSlips(
    {
      clock,
      publicUrl: () => 'http://127.0.0.1',
      vault: { ticketSecret: (id) => `secret-of-${id}` },
    },
    {
      render: (content) => {
        drawn.push(content)
        return render(content)
      },
    },
  )
  return { clock, drawn, slips }
}

t.test('what was begun ahead is taken once, and says what the kiosk was told', async (t) => {
  const { slips, drawn } = given()
  slips.beginAhead(ticket('t1'), context)
  t.match(drawn, [
    {
      number: 'A-001',
      ahead: 3,
      estimate: { p50: 10, p90: 20 },
      url: 'http://127.0.0.1/t/t1#secret-of-t1',
      copy: false,
    },
  ])
  t.equal(await slips.takeBegun('t1')?.rendering, slip)
  t.equal(slips.takeBegun('t1'), undefined)
  t.equal(slips.takeBegun('t2'), undefined)
})

t.test('a slip that waited for its printer is drawn anew', async (t) => {
  const { slips, clock } = given()
  slips.beginAhead(ticket('t1'), context)
  slips.beginAhead(ticket('t2'), context)
  clock.advance(4_999)
  t.ok(slips.takeBegun('t1'))
  clock.advance(1)
  t.equal(slips.takeBegun('t2'), undefined)
  slips.beginAhead(ticket('t3'), context)
  clock.advance(-1)
  t.equal(slips.takeBegun('t3'), undefined, 'of a clock that was put back nothing is known')
})

t.test('tickets that are never printed leave nothing behind', async (t) => {
  const { slips } = given()
  for (let n = 0; n < 100; n++) slips.beginAhead(ticket(`t${n}`), context)
  t.same(
    [0, 35, 36, 99].map((n) => slips.takeBegun(`t${n}`) !== undefined),
    [false, false, true, true],
  )
})

t.test('a drawing that fails is told to whoever prints it, and to nobody else', async (t) => {
  const { slips } = given(() => Promise.reject(new Error('no ink')))
  slips.beginAhead(ticket('t1'), context)
  slips.beginAhead(ticket('t2'), context)
  await t.rejects(async () => {
    await slips.takeBegun('t1')?.rendering
  }, /no ink/)
})
