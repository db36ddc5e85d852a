import { parseArgs } from 'node:util'
import { buildAll } from '../tools/builds.ts'
import { bringRequirements } from '../tools/requirements.ts'
import { clockAutumn, clockHour, clockMidnight, clockSpring } from './faults/clock.ts'
import { diskFull, postgresDiskFull, redisDiskFull } from './faults/disk.ts'
import { frozenLock, frozenRelay, frozenWorker } from './faults/frozen.ts'
import { kills } from './faults/kill.ts'
import { closeHouseholds } from './faults/owner.ts'
import { postgresAway, postgresRestarted } from './faults/postgres.ts'
import { printerGone, printerOutOfPaper, printerSlow } from './faults/printer.ts'
import { redisAway } from './faults/redis.ts'
import { CannotInflict, type Fault, type Row, runFault, usualOptions } from './faults/run.ts'
import { smsCut, smsErrors, smsSlow, smsTwice } from './faults/sms.ts'
import { socketsCut } from './faults/sockets.ts'
import { isGood, remarksOf, tableHead, tableRow } from './faults/table.ts'

/**
 * `npm run faults`: what is done to Dawr under load, and what became of every answer it gave.
 *   -- --faults kill-web,redis-away   only some of the faults
 *   -- --kills 200                    how often something is killed, over all that can be
 *   -- --seconds 60                   how long what can be away is away
 *   -- --minutes 15                   the most that one of the faults may take
 * Ends with 1 when anything was lost, doubled or wrong, or did not come back.
 */
const faults: Record<string, Fault> = {
  ...kills,
  'redis-away': redisAway,
  'postgres-restarted': postgresRestarted,
  'postgres-away': postgresAway,
  'disk-full': diskFull,
  'postgres-disk-full': postgresDiskFull,
  'redis-disk-full': redisDiskFull,
  'printer-gone': printerGone,
  'printer-slow': printerSlow,
  'printer-paper': printerOutOfPaper,
  'sms-errors': smsErrors,
  'sms-slow': smsSlow,
  'sms-twice': smsTwice,
  'sms-cut': smsCut,
  'clock-hour': clockHour,
  'clock-midnight': clockMidnight,
  'clock-spring': clockSpring,
  'clock-autumn': clockAutumn,
  'sockets-cut': socketsCut,
  'frozen-relay': frozenRelay,
  'frozen-row': frozenLock,
  'frozen-worker': frozenWorker,
}

const { values } = parseArgs({
  options: {
    faults: { type: 'string', default: Object.keys(faults).join(',') },
    kills: { type: 'string', default: `${usualOptions.kills}` },
    seconds: { type: 'string', default: `${usualOptions.seconds}` },
    minutes: { type: 'string', default: '15' },
  },
})
const options = {
  ...usualOptions,
  kills: Number(values.kills),
  seconds: Number(values.seconds),
}

bringRequirements('servers')
await buildAll()
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void closeHouseholds().finally(() => process.exit(1)))

/** What takes longer is broken off, and all of it with it: the sites are closed, and it ends with 1. */
const bounded = async (work: Promise<Row>): Promise<Row> => {
  const timer = setTimeout(() => {
    console.error(`not done in ${values.minutes} minutes`)
    void closeHouseholds().finally(() => process.exit(1))
  }, Number(values.minutes) * 60_000)
  return await work.finally(() => clearTimeout(timer))
}

const beganAt = performance.now()
const rows: Row[] = []
console.log(tableHead)
for (const name of values.faults.split(',')) {
  const fault = faults[name]
  if (!fault) throw new Error(`there is no fault called ${name}: ${Object.keys(faults)}`)
  console.error(`${name} …`)
  try {
    const row = await bounded(runFault(fault, options))
    // As soon as it is known: a long run may be broken off.
    console.log(tableRow(row))
    console.error(remarksOf(row))
    rows.push(row)
  } catch (error) {
    if (!(error instanceof CannotInflict)) throw error
    console.error(`${fault.title}: not tried, ${error.message}`)
  }
}
console.log(`\n${Math.round((performance.now() - beganAt) / 1000)} s`)
process.exitCode = rows.every(isGood) ? 0 : 1
