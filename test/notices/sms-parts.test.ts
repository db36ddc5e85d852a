import fc from 'fast-check'
import t from 'tap'
import { partsOf } from '../../src/notices/sms-length.ts'
import { smsParts } from '../../src/notices/sms-parts.ts'
import { ARABIC_OF_TWO } from './smpp-given.ts'

const split = (text: string) => {
  const parts = smsParts(text, 7)
  if (!parts) throw new Error('it cannot be split')
  return parts
}
const utf16 = (body: Buffer) => Buffer.from(body).swap16().toString('utf16le')

t.test('one part has no header, several are counted from one', async (t) => {
  t.same(split('A-014').parts, [{ header: null, body: Buffer.from('A-014') }])
  const { coding, parts } = split(ARABIC_OF_TWO)
  t.equal(coding, 8)
  t.same(
    parts.map(({ header }) => [...(header ?? [])]),
    [
      [5, 0, 3, 7, 2, 1],
      [5, 0, 3, 7, 2, 2],
    ],
  )
  t.equal(parts[0]?.body.length, 134, 'the first is full')
})

t.test('a part ends before what would be torn', async (t) => {
  const escaped = split(`${'a'.repeat(152)}€${'b'.repeat(40)}`)
  t.equal(escaped.coding, 0)
  t.same(
    escaped.parts.map(({ body }) => body.length),
    [152, 42],
    'escape and € stay together',
  )
  const pair = split(`${'ب'.repeat(66)}😀${'ب'.repeat(20)}`)
  t.equal(utf16(pair.parts[1]?.body ?? Buffer.alloc(0)).codePointAt(0), '😀'.codePointAt(0))
})

t.test('any text is the same joined again, in as many parts as were counted', async () => {
  const text = fc.string({
    unit: fc.constantFrom('ب', 'ة', 'ّ', ' ', 'a', '€', '[', '\n', '😀', '٣', '/'),
    minLength: 1,
    maxLength: 500,
  })
  fc.assert(
    fc.property(text, (one) => {
      const { coding, parts } = split(one)
      const octetsMax = parts.length > 1 ? (coding === 8 ? 134 : 153) : coding === 8 ? 140 : 160
      const bodies = parts.map(({ body }) => body)
      if (coding === 8 && bodies.map(utf16).join('') !== one) return false
      return parts.length === partsOf(one) && bodies.every(({ length }) => length <= octetsMax)
    }),
    { seed: 14, numRuns: 300 },
  )
})

t.test('a letter with more marks than an SMS holds is refused, not torn', async (t) => {
  t.equal(smsParts(`ب${'ّ'.repeat(80)}`, 7), null)
  t.equal(smsParts('ب'.repeat(256 * 67), 7), null, 'and so is what takes too many parts')
})
