import t from 'tap'
import { isFine, licences } from '../tools/licences.ts'

t.test('nothing is used that Apache-2.0 cannot ship with', async (t) => {
  const all = licences()
  t.ok(all.length > 500, `${all.length} packages`)
  t.strictSame(
    all.filter(({ licence }) => !licence || !isFine(licence)),
    [],
  )
})

t.test('one of several licences is enough, all of them are asked for', async (t) => {
  t.equal(isFine('MIT'), true)
  t.equal(isFine('(GPL-3.0 OR MIT)'), true)
  t.equal(isFine('(MIT AND GPL-3.0)'), false)
  t.equal(isFine('AGPL-3.0-only'), false)
  t.equal(isFine('SEE LICENSE IN LICENSE'), false)
})
