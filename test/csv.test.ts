import t from 'tap'
import { csvLine } from '../src/csv.ts'

t.test('no field is a formula, and each stays one field', async (t) => {
  const written = (text: string) => csvLine([text]).replace(/\r\n$/, '')
  for (const text of ['=1+1', '+1', '-X1', '@sum', ' =1', '＝1', '\t=1'])
    t.ok(written(text).startsWith("'"), JSON.stringify(text))
  t.equal(written('\r=1'), `"'\r=1"`, 'and quoted where a line would break')
  t.equal(written('B-01-01-01'), 'B-01-01-01')
  t.equal(written('a "b", c'), '"a ""b"", c"')
})
