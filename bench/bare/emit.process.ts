import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import fastify from 'fastify'
import { Server } from 'socket.io'
import { v7 as uuid } from 'uuid'
import { answerParent, machineMs } from '../child.ts'
import { memoryNow } from '../memory.ts'

/**
 * Bare socket.io beside a bare route: `watch` joins a room and is answered with a view, `POST /call`
 * does one durable insert and emits the view to everybody in the room.
 */
const dataDir = mkdtempSync(join(tmpdir(), 'dawr-bare-'))
const db = new Sqlite(join(dataDir, 'bare.db'))
db.pragma('journal_mode = WAL')
db.pragma('synchronous = FULL')
db.exec('create table rows (id text primary key, at integer not null, body text not null) strict')
const insert = db.prepare('insert into rows values (?, ?, ?)')

let view: object = {}
let commits: number[] = []

const app = fastify()
const io = new Server(app.server)
io.on('connection', (socket) => {
  socket.on('watch', async (room: string, answer: (outcome: { ok: boolean }) => void) => {
    await socket.join(room)
    answer({ ok: true })
    socket.emit('view', view)
  })
})
app.post('/call', async (request, reply) => {
  const id = uuid()
  insert.run(id, Date.now(), JSON.stringify(request.body))
  commits.push(machineMs())
  io.to('board').emit('view', view)
  return reply.code(200).send({ id })
})
const url = await app.listen({ port: 0, host: '127.0.0.1' })

const calls = {
  where: () => ({ url }),
  /** What is emitted from now on. */
  show: (order: { view: object }) => {
    view = order.view
  },
  commits: () => {
    const since = commits
    commits = []
    return since
  },
  memory: () => memoryNow(),
}
export type BareEmitCalls = typeof calls

answerParent(calls, async () => {
  await io.close()
  await app.close()
  db.close()
  rmSync(dataDir, { recursive: true, force: true })
})
