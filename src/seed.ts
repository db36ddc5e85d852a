import { allCentres } from './centres/centre.store.ts'
import { readConfig } from './config.ts'
import { openVault } from './crypto.ts'
import { openIds } from './ids.ts'
import { openLog } from './log.ts'
import { seedIfEmpty } from './seed/seed.ts'
import { openDatabase } from './serve.ts'

/** `npm run seed`: fills an empty database with the demo centre, whatever NODE_ENV says. */
const config = readConfig({ ...process.env, SEED: 'demo' })
const log = openLog(config.logLevel)
const ids = openIds(Date)
const db = await openDatabase({ config, clock: Date, ids, log }, 'alone')
try {
  const vault = openVault(config.dataKey)
  const [before] = await db.read(allCentres({}))
  const isNew = await seedIfEmpty({ db, config, clock: Date, ids, vault })
  console.log(before ? 'There is data already; nothing done.' : 'Seeded with the demo centre.')
  if (isNew) console.log(`admin: ${config.adminPassword}`)
} finally {
  await db.close()
}
