import fc from 'fast-check'
import t from 'tap'
import { encodePrint } from '../../printers/escpos.ts'
import { type Bitmap, renderSlip } from '../../printers/raster.ts'
import { Decoder, decodeSlips } from './escpos-decoder.ts'
import { aSlip, inkOf } from './ink.ts'

const decoded = (bitmap: Bitmap): Decoder['paper'] => {
  const decoder = new Decoder()
  decoder.feed(encodePrint(bitmap))
  return decoder.paper
}

t.test('a slip comes back dot for dot', async (t) => {
  for (const language of ['ar', 'en'] as const) {
    const bitmap = renderSlip(aSlip({ language }))
    const slips = decodeSlips(encodePrint(bitmap))
    t.equal(slips.length, 1)
    t.same([slips[0]?.width, slips[0]?.height], [576, bitmap.height])
    t.ok(Buffer.from(bitmap.bits).equals(slips[0]?.bits ?? Buffer.alloc(0)))
  }
})

t.test('the printer is set back first, and no band is higher than 256 rows', async (t) => {
  const { initialised, rowsOfBands, rest } = decoded(renderSlip(aSlip({ copy: true })))
  t.equal(initialised, 1)
  t.equal(rest, 0)
  t.ok(rowsOfBands.length > 3)
  t.ok(rowsOfBands.every((rows) => rows >= 1 && rows <= 256))
})

t.test('a picture of exactly one band has no empty second one', async (t) => {
  t.same(decoded({ width: 8, height: 256, bits: new Uint8Array(256) }).rowsOfBands, [256])
})

/** Bytes that real-time commands are made of are far more likely than in any slip. */
const dangerous = fc.constantFrom(0x10, 0x04, 0x05, 0x14, 0x01, 0x02, 0x00, 0xff, 0x1d)
const dots = fc
  .uint8Array({ minLength: 16, maxLength: 4_000 })
  .chain((some) => fc.array(dangerous, { minLength: some.length, maxLength: some.length }))

t.test('no dots of an image can be taken for a real-time command', async (t) => {
  let armed = 0
  const check = fc.check(
    fc.property(dots, (some) => {
      const height = Math.floor(some.length / 2)
      const bitmap = { width: 16, height, bits: Uint8Array.from(some.slice(0, height * 2)) }
      const bytes = encodePrint(bitmap)
      for (let at = bytes.indexOf(0x10); at >= 0; at = bytes.indexOf(0x10, at + 1))
        if ([0x04, 0x05, 0x14].includes(bytes[at + 1] ?? 0)) return false
      const [printed] = decodeSlips(bytes)
      if (!printed) return false
      const added = inkOf(printed) - inkOf(bitmap)
      armed += added
      // Dots may come, one for each pair, and none may go.
      return bitmap.bits.every((byte, i) => (byte & (printed.bits[i] ?? 0)) === byte) && added >= 0
    }),
    { numRuns: 100, seed: 4 },
  )
  t.notOk(check.failed, fc.defaultReportMessage(check) ?? '')
  t.ok(armed > 100, 'for this test to mean anything there were such pairs')
})

t.test('the bitmap itself is left as it was', async (t) => {
  const bits = Uint8Array.of(0x10, 0x04)
  encodePrint({ width: 16, height: 1, bits })
  t.same([...bits], [0x10, 0x04])
})
