import t from 'tap'
import { differing } from '../../src/changes/change.ts'

t.test('of a change the fields that differ are kept, as they were and as they are', async (t) => {
  const before = { name: { ar: 'ا', en: 'A' }, targetMin: 5, onlineUrl: null }
  t.strictSame(differing(before, { ...before, targetMin: 6 }), {
    before: { targetMin: 5 },
    after: { targetMin: 6 },
  })
  t.strictSame(differing(before, { ...before, name: { en: 'B', ar: 'ا' } }), {
    before: { name: { ar: 'ا', en: 'A' } },
    after: { name: { en: 'B', ar: 'ا' } },
  })
})

t.test(
  'nothing differs where only the order of fields does, or a field that says nothing',
  async (t) => {
    t.equal(differing({ a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 }), null)
    t.equal(differing({ a: 1 }, { a: 1, b: undefined }), null)
  },
)

t.test('the order of a list is a part of it', async (t) => {
  t.strictSame(differing({ list: ['a', 'b'] }, { list: ['b', 'a'] }), {
    before: { list: ['a', 'b'] },
    after: { list: ['b', 'a'] },
  })
  t.ok(differing({ list: {} }, { list: [] }), 'and a list is no object')
})

t.test('what is new was nothing before', async (t) => {
  t.strictSame(differing(null, { a: 1 }), { before: null, after: { a: 1 } })
  t.strictSame(differing({ a: 1 }, { a: 1, b: 2 }), { before: { b: null }, after: { b: 2 } })
})
