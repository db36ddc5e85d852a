import Sqlite from 'better-sqlite3'
import pg from 'pg'

/** What is in the database at the end, as far as the audit looks at it. */
export interface Truth {
  tickets: {
    id: string
    number: string
    day: string
    requestedBy: string
    requestId: string
    state: string
    counterId: string | null
  }[]
  /** The outbox, in the order of its revisions. */
  events: { type: string; subject: string; counterId: string | null; revision: number }[]
  prints: { id: string; ticketId: string; state: string; copy: boolean }[]
  notices: { id: string; state: string }[]
  cards: { serial: string; place: string | null }[]
  custody: { serial: string; fromPlace: string | null; toPlace: string | null; revision: number }[]
  /** Stretches of visits that end before they begin. */
  backwards: { ticketId: string; kind: string; ms: number }[]
}

/** Reads one centre's rows beside the server. */
export interface Looker {
  truth(): Promise<Truth>
  /** How many slips and messages are still owed. */
  owed(): Promise<number>
  /** The `n` of a query's one row. */
  count(sql: string): Promise<number>
  run(sql: string): Promise<void>
}

type Rows = <R>(sql: string) => Promise<R[]>

const CENTRE = 'isa-town'
const HOUR_MS = 3_600_000

const of = (table: string, columns: string, more = '') =>
  `select ${columns} from ${table} where centre_id = '${CENTRE}' ${more}`

const lookWith = (rows: Rows, counterId: string, run: Looker['run']): Looker => {
  const count: Looker['count'] = async (sql) => Number((await rows<{ n: number }>(sql))[0]?.n ?? 0)
  return {
    truth: async () => ({
      tickets: await rows(
        of(
          'tickets',
          `id, number, day, state, requested_by as "requestedBy", request_id as "requestId",
         counter_id as "counterId"`,
        ),
      ),
      events: await rows(
        of(
          'events',
          `type, subject, revision, ${counterId} as "counterId"`,
          'order by revision, ordinal',
        ),
      ),
      prints: (
        await rows<Truth['prints'][number]>(
          of('prints', 'id, ticket_id as "ticketId", state, copy'),
        )
      ).map((print) => ({ ...print, copy: Boolean(print.copy) })),
      notices: await rows(of('notices', 'id, state')),
      cards: await rows(of('cards', 'serial, place')),
      custody: await rows(
        of(
          'custody',
          'serial, from_place as "fromPlace", to_place as "toPlace", revision',
          'order by revision',
        ),
      ),
      backwards: await rows(
        of('spans', 'ticket_id as "ticketId", kind, to_at - from_at as ms', 'and to_at < from_at'),
      ),
    }),
    owed: async () => {
      const prints = await count(
        of('prints', 'count(*) as n', "and state in ('queued', 'printing')"),
      )
      // A notice that waits for the end of the quiet hours is not owed yet.
      const notices = await count(
        of(
          'notices',
          'count(*) as n',
          `and state in ('queued', 'sending') and due_at < queued_at + ${4 * HOUR_MS}`,
        ),
      )
      return prints + notices
    },
    count,
    run,
  }
}

export const lookAtPostgres = (url: string): Looker => {
  // A connection for each look: the server behind it may have been killed in between.
  const withClient = async <R>(work: (client: pg.Client) => Promise<R>): Promise<R> => {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 })
    client.on('error', () => undefined)
    await client.connect()
    return await work(client).finally(() => client.end())
  }
  return lookWith(
    (sql) => withClient(async (client) => (await client.query(sql)).rows),
    `data->>'counterId'`,
    (sql) => withClient(async (client) => void (await client.query(sql))),
  )
}

export const lookAtSqlite = (path: string): Looker => {
  const withFile = <R>(work: (db: Sqlite.Database) => R): R => {
    const db = new Sqlite(path, { timeout: 5000 })
    try {
      return work(db)
    } finally {
      db.close()
    }
  }
  return lookWith(
    async <R>(sql: string) => withFile((db) => db.prepare<[], R>(sql).all()),
    `data->>'$.counterId'`,
    async (sql) => void withFile((db) => db.exec(sql)),
  )
}
