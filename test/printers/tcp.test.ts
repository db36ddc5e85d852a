import t, { type Test } from 'tap'
import { encodePrint } from '../../printers/escpos.ts'
import { type Limits, openPrinter } from '../../printers/printer.ts'
import { type Bitmap, renderSlip } from '../../printers/raster.ts'
import {
  ALL_WELL,
  COVER_OPEN,
  FAULT,
  fakePrinter,
  type Manners,
  PAPER_LOW,
  PAPER_OUT,
} from './fake-printer.ts'
import { aSlip, readQr } from './ink.ts'

const noPng = async (): Promise<Uint8Array> => {
  throw new Error('A printer with paper needs no picture.')
}
const slip = encodePrint(renderSlip(aSlip()))
/** More than the system's own buffers hold, so that what the printer reads is felt by the sender. */
const hugeSlip = encodePrint({ width: 576, height: 300_000, bits: new Uint8Array(72 * 300_000) })
const patience: Partial<Limits> = { connectMs: 1_000, statusMs: 100, stallMs: 300, receiptMs: 300 }

const given = async (t: Test, manners: Manners = {}, limits: Partial<Limits> = {}) => {
  const fake = await fakePrinter(manners)
  const printer = openPrinter(fake.url, {
    dataDir: t.testdirName,
    limits: { ...patience, ...limits },
  })
  t.teardown(async () => {
    await printer.close()
    await fake.close()
  })
  return { fake, printer }
}
const answering = { answer: () => ALL_WELL } satisfies Manners
const slipsOf = ({ papers }: { papers: { slips: Bitmap[] }[] }): Bitmap[] =>
  papers.flatMap(({ slips }) => slips.filter(({ height }) => height > 0))

t.test('a slip arrives dot for dot and its QR can be read, in both languages', async (t) => {
  for (const language of ['ar', 'en'] as const) {
    const { fake, printer } = await given(t, answering)
    const content = aSlip({ language })
    const bitmap = renderSlip(content)
    t.same(await printer.print(encodePrint(bitmap), noPng), { ok: true, paper: 'ok' })
    const [printed] = slipsOf(fake)
    if (!printed) throw new Error('Nothing was printed.')
    t.same([printed.width, printed.height], [bitmap.width, bitmap.height])
    t.ok(Buffer.from(bitmap.bits).equals(printed.bits))
    t.equal(readQr(printed), content.url)
    t.equal(fake.papers[0]?.rest, 0)
  }
})

t.test('a slip that is still drawn is awaited once the printer is known to be well', async (t) => {
  const drawn = Promise.withResolvers<Uint8Array>()
  const answer = () => {
    drawn.resolve(slip)
    return ALL_WELL
  }
  const { fake, printer } = await given(t, { answer })
  t.match(await printer.print(drawn.promise, noPng), { ok: true })
  t.equal(slipsOf(fake).length, 1)
})

t.test('of a slip that could not be drawn nothing is sent', async (t) => {
  const { fake, printer } = await given(t, answering)
  const failed = Promise.reject(new RangeError('no such time zone'))
  await t.rejects(printer.print(failed, noPng), RangeError)
  t.same(slipsOf(fake), [])
  t.match(await printer.print(slip, noPng), { ok: true }, 'the next one is printed')
})

t.test('asks for the paper before the first dot and again behind the last', async (t) => {
  const { fake, printer } = await given(t, answering)
  await printer.print(slip, noPng)
  t.same(fake.papers[0]?.questions, [4, 2, 4])
})

t.test('slips asked for together come one after another, whole and in order', async (t) => {
  const { fake, printer } = await given(t, answering)
  const bitmaps = Array.from({ length: 8 }, (_, i) => renderSlip(aSlip({ number: `A-10${i}` })))
  const outcomes = await Promise.all(bitmaps.map((one) => printer.print(encodePrint(one), noPng)))
  t.ok(outcomes.every(({ ok }) => ok))
  t.equal(fake.mostAtOnce(), 1)
  const printed = slipsOf(fake)
  t.equal(printed.length, 8)
  bitmaps.forEach(({ bits }, i) => {
    t.ok(Buffer.from(bits).equals(printed[i]?.bits ?? Buffer.alloc(0)))
  })
})

t.test('a printer that cannot answer prints, and its paper is unknown', async (t) => {
  const { fake, printer } = await given(t)
  t.same(await printer.print(slip, noPng), { ok: true, paper: 'unknown' })
  t.same(await printer.print(slip, noPng), { ok: true, paper: 'unknown' })
  t.equal(slipsOf(fake).length, 2)
  t.equal(await printer.status(), 'unknown')
})

t.test('a printer that says nothing and closes its side at once prints all the same', async (t) => {
  const { fake, printer } = await given(t, { onConnection: (socket) => socket.end() })
  t.same(await printer.print(slip, noPng), { ok: true, paper: 'unknown' })
  t.equal(slipsOf(fake).length, 1)
})

t.test('a printer that answers and then never closes has printed', async (t) => {
  const { printer } = await given(t, { ...answering, closes: false })
  t.same(await printer.print(slip, noPng), { ok: true, paper: 'ok' })
})

t.test('flow control bytes are no answer', async (t) => {
  const { printer } = await given(t, {
    onConnection: (socket) => socket.write(Buffer.of(0x13, 0x11)),
    answer: () => PAPER_LOW & ~0x04,
  })
  t.equal(await printer.status(), 'low')
})

t.test('paper that runs low is told, and the slip is printed', async (t) => {
  const { printer } = await given(t, { answer: (n) => (n === 4 ? PAPER_LOW : ALL_WELL) })
  t.same(await printer.print(slip, noPng), { ok: true, paper: 'low' })
  t.equal(await printer.status(), 'low')
})

for (const { what, reason, answer } of [
  { what: 'no paper', reason: 'paper_out', answer: () => PAPER_OUT },
  {
    what: 'an open cover',
    reason: 'cover_open',
    answer: (n: number) => (n === 2 ? COVER_OPEN : ALL_WELL),
  },
  { what: 'a fault', reason: 'printer_error', answer: (n: number) => (n === 2 ? FAULT : ALL_WELL) },
])
  t.test(`with ${what} nothing is sent, and that is certain`, async (t) => {
    const { fake, printer } = await given(t, { answer })
    const outcome = await printer.print(slip, noPng)
    t.same(outcome, { ok: false, reason, mayHavePrinted: false, detail: null })
    t.equal(fake.papers[0]?.initialised, 0)
  })

t.test('paper that ends during the slip leaves it open what was printed', async (t) => {
  const { printer } = await given(t, {
    answer: (_, howMany) => (howMany === 2 ? PAPER_OUT : ALL_WELL),
  })
  const outcome = await printer.print(slip, noPng)
  t.match(outcome, { ok: false, reason: 'paper_out', mayHavePrinted: true })
})

t.test('the next slip prints once there is paper again', async (t) => {
  let paper = PAPER_OUT
  const { printer } = await given(t, { answer: (n) => (n === 4 ? paper : ALL_WELL) })
  t.match(await printer.print(slip, noPng), { ok: false })
  paper = ALL_WELL
  t.match(await printer.print(slip, noPng), { ok: true })
})

t.test('a printer that is gone has certainly printed nothing', async (t) => {
  const { fake, printer } = await given(t, answering)
  await fake.close()
  const outcome = await printer.print(slip, noPng)
  t.same(outcome, {
    ok: false,
    reason: 'unreachable',
    mayHavePrinted: false,
    detail: 'ECONNREFUSED',
  })
  t.equal(await printer.status(), 'unknown')
})

t.test('a printer that accepts and never reads is given up', async (t) => {
  const { printer } = await given(t, { reads: false })
  const outcome = await printer.print(slip, noPng)
  t.match(outcome, { ok: false, reason: 'timeout', mayHavePrinted: true })
})

t.test('a printer that stops reading midway is given up', async (t) => {
  const { printer } = await given(t, {
    ...answering,
    onPiece: (socket, _, received) => received > 200_000 && socket.pause(),
  })
  const outcome = await printer.print(hugeSlip, noPng)
  t.match(outcome, { ok: false, reason: 'timeout', mayHavePrinted: true })
})

t.test('a slow printer is given all the time it needs while it moves', async (t) => {
  let pauses = 0
  const { fake, printer } = await given(
    t,
    {
      ...answering,
      onPiece: (socket) => {
        pauses++
        socket.pause()
        setTimeout(() => socket.resume(), 4)
      },
    },
    { stallMs: 1_000, receiptMs: 20_000 },
  )
  const outcome = await printer.print(hugeSlip, noPng)
  t.ok(pauses * 4 > 1_000, 'for this test to mean anything it takes longer than one stall may')
  t.match(outcome, { ok: true })
  t.equal(slipsOf(fake)[0]?.height, 300_000, 'and the tail is there')
})

t.test('a printer that hangs up midway leaves it open what was printed', async (t) => {
  for (const hangUp of ['destroy', 'resetAndDestroy'] as const) {
    const { printer } = await given(t, {
      ...answering,
      onPiece: (socket, _, received) => received > 200_000 && socket[hangUp](),
    })
    const outcome = await printer.print(hugeSlip, noPng)
    t.match(outcome, { ok: false, reason: 'interrupted', mayHavePrinted: true })
  }
})

t.test('a printer that hangs up when asked has certainly printed nothing', async (t) => {
  const { printer } = await given(t, { onPiece: (socket) => socket.resetAndDestroy() })
  const outcome = await printer.print(slip, noPng)
  t.match(outcome, { ok: false, reason: 'interrupted', mayHavePrinted: false })
})

t.test('closing waits for the slip in hand and takes no more', async (t) => {
  const { fake, printer } = await given(t, answering)
  const inHand = printer.print(slip, noPng)
  await printer.close()
  t.equal(slipsOf(fake).length, 1)
  t.match(await inHand, { ok: true })
  t.match(await printer.print(slip, noPng), { ok: false, reason: 'closed', mayHavePrinted: false })
})

t.test('a printer nobody can keep up with says it is busy', async (t) => {
  const { printer } = await given(t, answering)
  const outcomes = await Promise.all(Array.from({ length: 105 }, () => printer.print(slip, noPng)))
  t.equal(outcomes.filter(({ ok }) => ok).length, 100)
  t.match(outcomes.at(-1), { ok: false, reason: 'busy', mayHavePrinted: false })
})

t.test('a printer that takes for ever is cut off in the end', async (t) => {
  const { printer } = await given(
    t,
    {
      ...answering,
      onPiece: (socket) => {
        socket.pause()
        setTimeout(() => socket.resume(), 20)
      },
    },
    { stallMs: 1_000, receiptMs: 20_000, totalMs: 500 },
  )
  const outcome = await printer.print(hugeSlip, noPng)
  t.match(outcome, { ok: false, reason: 'timeout', mayHavePrinted: true })
})

t.test('a slip that waited too long for its turn is not begun', async (t) => {
  const { fake, printer } = await given(t, { reads: false }, { receiptMs: 400, turnMs: 100 })
  const first = printer.print(slip, noPng)
  t.match(await printer.print(slip, noPng), { ok: false, reason: 'busy', mayHavePrinted: false })
  t.match(await first, { ok: false, reason: 'timeout' })
  t.equal(fake.mostAtOnce(), 1)
})

t.test('closing cuts off a printer that says nothing, and begins none behind it', async (t) => {
  const { printer } = await given(t, { reads: false }, { receiptMs: 60_000 })
  const [inHand, behind] = [printer.print(slip, noPng), printer.print(slip, noPng)]
  await printer.close()
  t.match(await inHand, { ok: false, reason: 'closed', mayHavePrinted: true })
  t.match(await behind, { ok: false, reason: 'closed', mayHavePrinted: false })
})
