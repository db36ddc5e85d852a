import t from 'tap'
import { choiceKeys } from '../../display/counter/choose-keys.ts'

const keysOf = (...labels: string[]) => [
  ...choiceKeys(labels.map((label, at) => ({ id: `c${at}`, label }))),
]

t.test('a counter is chosen by the number that stands on it', async (t) => {
  t.strictSame(keysOf('5', '12', '6'), [
    ['c0', '5'],
    ['c1', '12'],
    ['c2', '6'],
  ])
  t.strictSame(keysOf('٥'), [['c0', '5']], 'in whichever digits it is written')
})

t.test('one with a name by a number that is left, each by its own', async (t) => {
  t.strictSame(
    new Map(keysOf('Cards', '1', 'Enquiries', '3', '3')),
    new Map([
      ['c1', '1'],
      ['c3', '3'],
      ['c0', '2'],
      ['c2', '4'],
      ['c4', '5'],
    ]),
  )
})
