import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import fastify from 'fastify'
import { v7 as uuid } from 'uuid'
import { answerParent } from '../child.ts'

/**
 * The least that a ticket is: five bare statements (the centre's revision, the number, the ticket
 * with the request it came by, the line it joins, the event), and one durable commit for all that
 * came together. What is beyond it is what Dawr does besides; what this comes to is the disk's.
 */
const dataDir = mkdtempSync(join(tmpdir(), 'dawr-five-'))
const db = new Sqlite(join(dataDir, 'five.db'))
db.pragma('journal_mode = WAL')
db.pragma('synchronous = FULL')
db.exec(`
  create table centres (id text primary key, revision integer not null) strict;
  create table numbers (service text primary key, last integer not null) strict;
  create table tickets (id text primary key, number integer not null, service text not null,
    request text not null unique, state text not null, at integer not null) strict;
  create table lines (service text primary key, waiting integer not null) strict;
  create table events (revision integer not null, kind text not null, subject text not null) strict;
  create index events_by on events (revision);
  insert into centres values ('centre', 0);
`)
const move = db
  .prepare<[], number>(
    "update centres set revision = revision + 1 where id = 'centre' returning revision",
  )
  .pluck()
const draw = db
  .prepare<[string], number>(
    'insert into numbers values (?, 1) on conflict do update set last = last + 1 returning last',
  )
  .pluck()
const insert = db.prepare("insert into tickets values (?, ?, ?, ?, 'waiting', ?)")
const queueUp = db.prepare(
  'insert into lines values (?, 1) on conflict do update set waiting = waiting + 1',
)
const tell = db.prepare("insert into events values (?, 'issued', ?)")
const begin = db.prepare('begin immediate')
const commit = db.prepare('commit')

interface Order {
  service: string
  requestId: string
  answer: (ticket: { id: string; number: number }) => void
}
let waiting: Order[] = []

const drain = (): void => {
  const batch = waiting
  waiting = []
  begin.run()
  const issued = batch.map(({ service, requestId }) => {
    const id = uuid()
    const revision = move.get()
    const number = draw.get(service) ?? 0
    insert.run(id, number, service, requestId, Date.now())
    queueUp.run(service)
    tell.run(revision, id)
    return { id, number }
  })
  commit.run()
  for (const [at, ticket] of issued.entries()) batch[at]?.answer(ticket)
}

const app = fastify()
app.post<{ Body: { service: string; requestId: string } }>('/tickets', async (request, reply) => {
  const { service, requestId } = request.body
  const ticket = await new Promise<{ id: string; number: number }>((answer) => {
    if (waiting.length === 0) setImmediate(drain)
    waiting.push({ service, requestId, answer })
  })
  return reply.code(201).send(ticket)
})
const url = await app.listen({ port: 0, host: '127.0.0.1' })

const calls = { where: () => ({ url }) }
export type BareFiveCalls = typeof calls

answerParent(calls, async () => {
  await app.close()
  db.close()
  rmSync(dataDir, { recursive: true, force: true })
})
