import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import fastify from 'fastify'
import { v7 as uuid } from 'uuid'
import { answerParent } from '../child.ts'

/**
 * The bare route: one durable insert of what was sent, answered with its id. Beside it the same
 * without the insert: what a request alone costs, which no server on fastify can go below.
 */
const dataDir = mkdtempSync(join(tmpdir(), 'dawr-bare-'))
const db = new Sqlite(join(dataDir, 'bare.db'))
db.pragma('journal_mode = WAL')
db.pragma('synchronous = FULL')
db.exec('create table rows (id text primary key, at integer not null, body text not null) strict')
const insert = db.prepare('insert into rows values (?, ?, ?)')

const app = fastify()
app.post('/rows', async (request, reply) => {
  const id = uuid()
  insert.run(id, Date.now(), JSON.stringify(request.body))
  return reply.code(201).send({ id })
})
app.post('/nothing', async (_request, reply) => reply.code(201).send({ id: uuid() }))
const url = await app.listen({ port: 0, host: '127.0.0.1' })

const calls = { where: () => ({ url }) }
export type BareInsertCalls = typeof calls

answerParent(calls, async () => {
  await app.close()
  db.close()
  rmSync(dataDir, { recursive: true, force: true })
})
