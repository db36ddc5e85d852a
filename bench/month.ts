import { parseArgs } from 'node:util'
import { percentile } from './figures.ts'
import { assumptions } from './month/assumptions.ts'
import { type Month, ownersOf, simulate } from './month/simulate.ts'
import { chanceFrom } from './morning/visitors.ts'

/**
 * A month of a post section with and without known places, side by side: the same cards and owners,
 * simulated, with what searching takes as stated assumptions.
 *
 *   node tools/run.mjs bench/month.ts [--seed 1] [--searchMin 4 …]
 */
const names = Object.keys(assumptions) as (keyof typeof assumptions)[]
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    ...Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])),
  },
})
const given: Partial<Record<string, string | boolean>> = values
const taken = { ...assumptions }
for (const name of names) if (given[name] !== undefined) taken[name] = Number(given[name])
const wrong = names.filter((name) => !(taken[name] >= 0))
if (wrong.length > 0) {
  console.error(`These are numbers: ${wrong.join(', ')}.`)
  process.exit(1)
}

const owners = ownersOf(taken, chanceFrom(Number(values.seed)))
const months = [simulate(owners, taken, false), simulate(owners, taken, true)] as const

const minutes = (value: number) => (value < 10 ? value.toFixed(1) : value.toFixed(0))
const rows: [string, (month: Month) => string][] = [
  ['visits', ({ visits }) => String(visits)],
  ['of them in vain', ({ inVain }) => String(inVain)],
  ['cards handed over', ({ handedOver }) => String(handedOver)],
  ['wait for the counter, p50, minutes', ({ waits }) => minutes(percentile(waits, 50))],
  ['wait for the counter, p90, minutes', ({ waits }) => minutes(percentile(waits, 90))],
  ['from door to door, p50, minutes', ({ stays }) => minutes(percentile(stays, 50))],
  ['from door to door, p90, minutes', ({ stays }) => minutes(percentile(stays, 90))],
  ['staff on the way to cards, hours', ({ searchedMin }) => minutes(searchedMin / 60)],
  ['overtime, hours', ({ overtimeMin }) => minutes(overtimeMin / 60)],
  ['cards lost', ({ lost }) => String(lost)],
]
console.log('| in the month | by hand | places known |\n| --- | --- | --- |')
for (const [what, say] of rows) console.log(`| ${what} | ${months.map(say).join(' | ')} |`)
console.log(`\nAssumed: ${names.map((name) => `${name} ${taken[name]}`).join(', ')}.`)
