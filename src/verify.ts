import { readFile } from 'node:fs/promises'
import { checkCustody } from './cards/custody.view.ts'
import { reportHolds } from './cards/stocktake-report.ts'
import { allCentres } from './centres/centre.store.ts'
import { readConfig } from './config.ts'
import { openVault } from './crypto.ts'
import { openIds } from './ids.ts'
import { openLog } from './log.ts'
import { openDatabase } from './serve.ts'

/**
 * `npm run verify`: walks the custody log of every centre, link by link, while the server works on
 * it, and holds the place and the state of each card against its newest entry. It prints each chain's
 * head, to be written down where nobody can change it, and ends with 1 at a link that does not hold
 * or a card that differs. Reports of stocktakes whose files are named after it are held against their
 * signatures too: `npm run verify -- stocktake-B-2026-11-24.csv`.
 */
const config = readConfig(process.env)
const log = openLog(config.logLevel)
const db = await openDatabase({ config, clock: Date, ids: openIds(Date), log }, 'beside')
try {
  for (const { id } of await db.read(allCentres({}))) {
    const { head, older, broken, strays, gone } = await checkCustody(db, id)
    const unchained = older > 0 ? `, ${older} entries older than the chain` : ''
    console.log(`${id}: ${head.seq} entries hold${unchained}; head ${head.hash || '(none)'}`)
    if (broken) {
      const how = broken.why === 'gap' ? 'is missing' : 'was changed, or the one before it'
      console.log(`${id}: entry ${broken.seq} ${how}; found at card ${broken.serial}`)
    }
    for (const { serial, state, place, action, toPlace } of strays) {
      const stands = `is ${state} at ${place ?? 'no place'}`
      const says = action ? `${action}, to ${toPlace ?? 'no place'}` : 'nothing'
      console.log(`${id}: card ${serial} ${stands}, but its newest entry says ${says}`)
    }
    for (const { serial, action, toPlace } of gone) {
      const says = `${action}, to ${toPlace ?? 'no place'}`
      console.log(`${id}: card ${serial} is gone; its newest entry says ${says}`)
    }
    if (broken || strays.length + gone.length > 0) process.exitCode = 1
  }
  const { find } = openVault(config.dataKey)
  for (const path of process.argv.slice(2)) {
    const holds = reportHolds(await readFile(path, 'utf8'), find)
    console.log(`${path}: ${holds ? 'holds' : 'was changed, or signed under another key'}`)
    if (!holds) process.exitCode = 1
  }
} finally {
  await db.close()
}
