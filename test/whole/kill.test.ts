import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { query } from '../../src/db/transact.ts'
import { temporaryFolder } from '../databases.ts'
import {
  type Answer,
  type Caller,
  kiosk,
  liveClient,
  signIn,
  startServer,
  view,
  watch,
} from '../running.ts'
import { kill, startProcess } from './process.ts'

/** More for a night: DAWR_KILLS=500. */
const KILLS = Number(process.env.DAWR_KILLS ?? 10)
const PRESSERS = 6
/** A claim that died with its process is free again after a minute. */
const CLAIM_MS = 60_000

t.setTimeout(60_000 + KILLS * 10_000)

interface Acknowledged {
  tickets: Map<string, { id: string; number: string; requestId: string }>
  called: Set<string>
}

/** What the process answered before it died; null when it died first. */
const answered = async (asking: Promise<Answer>): Promise<Answer | null> => {
  try {
    return await asking
  } catch {
    // The connection was cut: nothing was acknowledged.
    return null
  }
}

let phones = 0
/** A phone for one ticket: the most tickets of one phone do not stand in the way. */
const newPhone = () => `36${String(++phones).padStart(6, '0')}`

/** Presses until the process is dead; half a request may be left, and is asked once more later. */
const pressUntilDead = async (url: string, round: string, known: Acknowledged): Promise<string> => {
  for (let n = 0; ; n++) {
    const requestId = `${round}-${n}`
    const body = { service: 'renew', requestId, ...(n % 4 === 0 && { phone: newPhone() }) }
    const answer = await answered(kiosk({ url }).post('/api/centres/isa-town/tickets', body))
    if (!answer) return requestId
    if (answer.status === 201) known.tickets.set(requestId, { ...answer.body, requestId })
  }
}

const callUntilDead = async (staff: Caller, counter: string, known: Acknowledged) => {
  for (;;) {
    const answer = await answered(staff.post(`/api/counters/${counter}/next`))
    if (!answer) return
    if (answer.status === 200) known.called.add(answer.body.ticket.id)
    await answered(staff.post(`/api/counters/${counter}/serve`))
    await answered(staff.post(`/api/counters/${counter}/finish`, {}))
  }
}

t.test('killed again and again under load, it keeps every word it gave', async (t) => {
  const dataDir = temporaryFolder(t)
  const known: Acknowledged = { tickets: new Map(), called: new Set() }
  const cutOff: string[] = []
  const env = { DATA_DIR: dataDir, LOG_LEVEL: 'info' }
  for (let round = 0; round < KILLS; round++) {
    const process = startProcess(t, env)
    const url = await process.ready
    for (const requestId of cutOff.splice(0)) {
      const before = known.tickets.get(requestId)
      const again = await kiosk({ url }).post('/api/centres/isa-town/tickets', {
        service: 'renew',
        requestId,
      })
      t.ok(again.status === 200 || again.status === 201, 'asked once more')
      known.tickets.set(requestId, { ...again.body, requestId })
      if (before) t.equal(again.body.id, before.id)
    }
    const staff = await signIn({ url }, 'staff1')
    await staff.post('/api/counters/isa-town-1/finish', {})
    await staff.post('/api/counters/isa-town-1/open', {})
    const pressers = Array.from({ length: PRESSERS }, (_, at) =>
      pressUntilDead(url, `${round}-${at}`, known),
    )
    const clerk = callUntilDead(staff, 'isa-town-1', known)
    // Some moment in the work: after a number of acknowledged tickets nobody chose.
    const enough = known.tickets.size + 5 + Math.floor(Math.random() * 40)
    await new Promise<void>((resolve) => {
      const look = () => (known.tickets.size >= enough ? resolve() : void setImmediate(look))
      look()
    })
    await kill(process)
    cutOff.push(...(await Promise.all(pressers)))
    await clerk
  }
  t.ok(known.tickets.size > KILLS * 5, `for this to mean anything: ${known.tickets.size} tickets`)
  t.ok(known.called.size > 0, `and ${known.called.size} calls`)

  // The last start, when the claims of the dead are over.
  const start = Date.now() + 2 * CLAIM_MS - performance.now()
  const clock = { now: () => Math.round(start + performance.now()) }
  const server = await startServer(t, { env: { DATA_DIR: dataDir }, clock })
  const { db } = server.deps
  for (const { id, requestId, number } of [...known.tickets.values()].slice(-200)) {
    const again = await kiosk(server).post('/api/centres/isa-town/tickets', {
      service: 'renew',
      requestId,
    })
    t.match(again, { status: 200, body: { id, number } }, 'the same request is the same ticket')
  }
  const tickets = await db.read(query((q, tables) => q.select().from(tables.tickets)))
  const byId = new Map(tickets.map((ticket) => [ticket.id, ticket]))
  const lost = [...known.tickets.values()].filter(
    ({ id, number }) => byId.get(id)?.number !== number,
  )
  t.strictSame(lost, [], 'every acknowledged ticket is there')
  t.strictSame(
    [...known.called].filter((id) => (byId.get(id)?.calledAt ?? byId.get(id)?.endedAt) === null),
    [],
    'and every call',
  )
  t.equal(new Set(tickets.map(({ number }) => number)).size, tickets.length, 'no number twice')

  const owed = async () => {
    const prints = await db.read(query((q, tables) => q.select().from(tables.prints)))
    const notices = await db.read(query((q, tables) => q.select().from(tables.notices)))
    return { prints, notices }
  }
  // Every print tells its ticket's room; the newest one's is watched until nothing is owed.
  const phone = await liveClient(t, server)
  for (const { id } of (await owed()).prints.filter(({ state }) => state !== 'printed')) {
    const ticketId = id.replace(/-\d+$/, '')
    const printed = view(
      phone,
      'ticket',
      (seen) => seen.id === ticketId && seen.print === 'printed',
    )
    t.strictSame(
      await watch(phone, { ticket: ticketId, secret: server.deps.vault.ticketSecret(ticketId) }),
      { ok: true },
    )
    await printed
    await new Promise((left) => phone.emit('unwatch', { ticket: ticketId }, left))
  }
  const isOwed = ({ state }: { state: string }) => state === 'queued' || state === 'sending'
  while ((await owed()).notices.some(isOwed)) await pause(50)
  await server.close()

  const reopened = await startServer(t, { env: { DATA_DIR: dataDir }, clock })
  const { prints, notices } = await (async () => {
    const db = reopened.deps.db
    return {
      prints: await db.read(query((q, tables) => q.select().from(tables.prints))),
      notices: await db.read(query((q, tables) => q.select().from(tables.notices))),
    }
  })()
  t.equal(prints.length, tickets.length, 'a slip for each ticket')
  t.strictSame(
    prints.filter(({ state }) => state !== 'printed'),
    [],
  )
  const pictures = readdirSync(join(dataDir, 'prints')).filter((name) => name.endsWith('.png'))
  const copies = prints.filter(({ copy }) => copy).length
  t.ok(pictures.length >= prints.length, 'nothing is missing on paper')
  t.ok(
    pictures.length - prints.length <= copies,
    `what is there twice (${pictures.length - prints.length}) is marked COPY (${copies})`,
  )
  const lines = readFileSync(join(dataDir, 'sms.jsonl'), 'utf8').trimEnd().split('\n')
  const sent = lines.flatMap((line) => {
    try {
      return [String(JSON.parse(line).noticeId)]
    } catch {
      // A line torn by a kill: its message was not sent.
      return []
    }
  })
  t.equal(new Set(sent).size, sent.length, 'no SMS twice')
  t.strictSame(
    notices.filter(({ id, state }) => state === 'sent' && !sent.includes(id)),
    [],
    'none that is missing',
  )
  t.ok(sent.length > 0, `for this to mean anything: ${sent.length} messages`)
})
