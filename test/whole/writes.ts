import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { getTableColumns, getTableName, sql } from 'drizzle-orm'
import { tables } from '../../src/db/schema.sqlite.ts'
import { query } from '../../src/db/transact.ts'
import type { Server } from '../running.ts'
import { rowsOf } from './site.ts'

/** A row that was written: triggers keep it, so that it counts also where it says the same again. */
export interface Written {
  table: string
  /** `inserted`, `deleted`, or the columns that changed, in their alphabetical order. */
  change: string
  /** The row's `type` or `kind`, by which one table's rows are told apart; how far a centre moved. */
  word: string | null
}

const LOG = 'fuzz_writes'
const wordColumns: readonly string[] = ['type', 'kind']

/** Every table: its name, its columns, and what one of its rows is called. */
const watched = Object.values(tables).map((table) => {
  const columns = Object.values(getTableColumns(table))
    .map(({ name }) => name)
    .sort()
  return { name: getTableName(table), columns, word: columns.find((c) => wordColumns.includes(c)) }
})

const triggerOn = (name: string, event: string, change: string, word: string) =>
  `create trigger fuzz_${name}_${event} after ${event} on ${name} for each row begin
    insert into ${LOG} (table_name, change, word) values ('${name}', ${change}, ${word}); end;`

const watchSqlite = (path: string) => {
  const db = new Sqlite(path)
  db.exec(`create table ${LOG} (id integer primary key, table_name text, change text, word text);`)
  for (const { name, columns, word } of watched) {
    const changed = columns
      .map((one) => `iif(old."${one}" is not new."${one}", '${one} ', '')`)
      .join(' || ')
    const called = (row: string) => (word ? `${row}."${word}"` : 'null')
    const moved = name === 'centres' ? 'new.revision - old.revision' : called('new')
    db.exec(
      triggerOn(name, 'insert', "'inserted'", called('new')) +
        triggerOn(name, 'delete', "'deleted'", called('old')) +
        triggerOn(name, 'update', `trim(${changed})`, moved),
    )
  }
  db.close()
}

const watchPostgres = (url: string) =>
  rowsOf(
    url,
    `create table ${LOG} (id bigserial primary key, table_name text, change text, word text);
    create function fuzz_note() returns trigger language plpgsql as $$
    declare
      was jsonb := case when tg_op = 'INSERT' then '{}' else to_jsonb(old) end;
      is_now jsonb := case when tg_op = 'DELETE' then was else to_jsonb(new) end;
    begin
      insert into ${LOG} (table_name, change, word) values (
        tg_table_name,
        case tg_op
          when 'INSERT' then 'inserted'
          when 'DELETE' then 'deleted'
          else coalesce((
            select string_agg(key, ' ' order by key collate "C") from jsonb_each(is_now)
            where value is distinct from was -> key), '')
        end,
        case
          when tg_table_name = 'centres' and tg_op = 'UPDATE'
            then ((is_now ->> 'revision')::int - (was ->> 'revision')::int)::text
          else coalesce(is_now ->> 'type', is_now ->> 'kind')
        end);
      return null;
    end $$;
    ${watched
      .map(
        ({ name }) =>
          `create trigger fuzz_note after insert or update or delete on ${name}
          for each row execute function fuzz_note();`,
      )
      .join('\n')}`,
  )

/** Watches every table of a server's database; each call says what was written since the one before. */
export const watchWrites = async ({
  deps: { config, db },
  dataDir,
}: Server): Promise<() => Promise<Written[]>> => {
  if (config.databaseUrl) await watchPostgres(config.databaseUrl)
  else watchSqlite(join(dataDir, 'dawr.db'))
  let last = 0
  return async () => {
    const rows = await db.read(
      query((q) =>
        q
          .select({
            id: sql`id`.mapWith(Number),
            table: sql<string>`table_name`,
            change: sql<string>`change`,
            word: sql<string | null>`word`,
          })
          .from(sql.raw(LOG))
          .where(sql`id > ${last}`)
          .orderBy(sql`id`),
      ),
    )
    last = rows.at(-1)?.id ?? last
    return rows
  }
}

/** What writes by itself, whatever is asked meanwhile. */
const byItself: readonly { is: (one: Written) => boolean; why: string }[] = [
  { is: ({ table }) => table === 'relay_cursors', why: 'events are handed on after their commit' },
  {
    is: ({ table, change }) => table === 'prints' && !isRow(change),
    why: 'a slip that was queued is printed, and tried again',
  },
  {
    is: ({ table, change }) => table === 'devices' && isOnly(change, printerColumns),
    why: 'a printer says how its last slip went',
  },
  {
    is: ({ table, change }) => table === 'notices' && !isRow(change),
    why: 'a message that was queued is sent, and tried again',
  },
  { is: ({ table }) => table === 'notice_parts', why: 'a provider says what became of a message' },
  { is: ({ table, word }) => table === 'events' && word === 'print_ended', why: 'as of prints' },
]

const printerColumns = ['printer_failed_at', 'printer_failure']
const lockColumns = ['failed_sign_ins', 'locked_until']

const isRow = (change: string) => change === 'inserted' || change === 'deleted'
const isOnly = (change: string, columns: readonly string[]) =>
  change.split(' ').every((one) => one === '' || columns.includes(one))

const refusedScan = (one: Written) =>
  one.table === 'incidents' && one.change === 'inserted' && one.word === 'refused_scan'
const wrongCardOrCode = (one: Written) =>
  one.table === 'incidents' &&
  one.change === 'inserted' &&
  /^wrong_(card|code)$/.test(one.word ?? '')
const failedSignIn = (one: Written) => one.table === 'staff' && isOnly(one.change, lockColumns)
const asking = (one: Written) => one.table === 'askings'

/** What is kept of refused requests, as their descriptions say. */
const keptBy: Record<string, readonly ((one: Written) => boolean)[]> = {
  // Somebody stood there with a card that did not belong there: it is looked at later.
  'POST /api/centres/{centre}/scans': [refusedScan],
  'POST /api/boxes/{box}/scans': [refusedScan],
  'POST /api/boxes/{box}/receive': [refusedScan],
  'POST /api/disposals/{disposal}/scans': [refusedScan],
  'POST /api/stocktakes/{stocktake}/scans': [refusedScan],
  'POST /api/cards/{serial}/offer': [wrongCardOrCode],
  // A second person shows a password here, and a wrong one counts.
  'POST /api/cards/{serial}/handover': [wrongCardOrCode, failedSignIn],
  // Wrong passwords and codes count, and lock the account.
  'POST /api/session': [failedSignIn],
  'POST /api/session/move': [failedSignIn],
  'POST /api/session/password': [failedSignIn],
  'POST /api/disposals/{disposal}/countersign': [failedSignIn],
  // Asking is counted before it is answered.
  'POST /api/card-status': [asking],
}

/** Told by the jobs that follow earlier requests: a turn that is near, more time that is over. */
const laterEvents: ReadonlySet<string | null> = new Set([
  'notice_queued',
  'ticket_unparked',
  'printer_changed',
])

/** Whether a job did something of its own meanwhile, so that nothing can be said of the request. */
export const isOfJob = (written: readonly Written[]): boolean =>
  written.some(({ table, word }) => table === 'events' && laterEvents.has(word))

/** Of what was written while a request was refused, what should not have been. */
export const unexplained = (written: readonly Written[], operation: string): Written[] => {
  const kept = keptBy[operation] ?? []
  const printsEnded = written.filter((one) => one.word === 'print_ended').length
  const isMove = ({ table, change }: Written) => table === 'centres' && change === 'revision'
  const moved = written.filter(isMove).reduce((sum, { word }) => sum + Number(word), 0)
  return written.filter(
    (one) =>
      // Each slip that is out moves its centre once.
      !(isMove(one) && moved === printsEnded) &&
      !byItself.some(({ is }) => is(one)) &&
      !kept.some((is) => is(one)),
  )
}
