import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import fastify from 'fastify'

/** The bare server: opens its database and listens, no more. Run as a process of its own. */
const { DATA_DIR = '.', PORT = '0' } = process.env
const db = new Sqlite(join(DATA_DIR, 'bare.db'))
db.pragma('journal_mode = WAL')
db.pragma('synchronous = FULL')
db.exec('create table if not exists rows (id text primary key, body text not null) strict')
const app = fastify()
app.get('/health/ready', async () => ({ rows: db.prepare('select count(*) from rows').get() }))
await app.listen({ port: Number(PORT), host: '127.0.0.1' })
process.once('SIGTERM', () => app.close().then(() => process.exit(0)))
