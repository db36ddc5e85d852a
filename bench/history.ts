import Sqlite from 'better-sqlite3'

/** Tickets and cards of a transaction while filling. */
const SLICE = 50_000
const DAY_MS = 86_400_000
const TICKETS_A_DAY = 1_000

/** One row for each n of a slice: `with numbers(n) as (…)`. */
const numbers = `with recursive numbers(n) as (
  select @from union all select n + 1 from numbers where n + 1 < @until)`

const service = `case n % 5 when 0 then 'renew' when 1 then 'address' when 2 then 'replace'
  when 3 then 'biometrics' else 'express' end`
const at = `(@now - @dayMs * (1 + (@all - n) / @aDay) + (n % @aDay) * 20000)`

/** Past visits: served, each with its call, its waiting and its serving. */
const visits = [
  `${numbers} insert into tickets (id, centre_id, number, day, service_id, class, state, language,
    party, issued_at, waiting_since, state_since, recalls, ended_at, revision, requested_by, request_id)
  select printf('past-%012d', n), @centre, printf('%c-%03d', 65 + n % 5, n % @aDay),
    date(${at} / 1000, 'unixepoch'), ${service}, 'regular', 'served', 'ar', 1, ${at}, ${at},
    ${at} + 900000, 0, ${at} + 900000, 0, 'history', printf('past-%012d', n) from numbers`,
  `${numbers} insert into calls (centre_id, revision, ticket_id, number, counter_id, counter_label,
    staff_id, at, kind)
  select @centre, n - @all - 1, printf('past-%012d', n), printf('%c-%03d', 65 + n % 5, n % @aDay),
    'isa-town-1', '1', 'staff', ${at} + 600000, 'call' from numbers`,
  ...['waiting', 'serving'].map(
    (
      kind,
    ) => `${numbers} insert into spans (ticket_id, revision, kind, centre_id, service_id, from_at,
    to_at)
  select printf('past-%012d', n), 0, '${kind}', @centre, ${service}, ${at}, ${at} + 300000 from numbers`,
  ),
]

/** Cards that were handed over long ago, each with the last entry of its log. */
const cards = [
  `${numbers} insert into custody (serial, revision, centre_id, action, at, from_place)
  select printf('PAST-%09d', n), 0, @centre, 'handed_over', ${at}, 'A-01-01-01' from numbers`,
  `${numbers} insert into cards (serial, centre_id, citizen_hash, citizen_cipher, language, state,
    state_since, blocked, revision)
  select printf('PAST-%09d', n), @centre, printf('hash-%09d', n), 'sealed', 'ar', 'handed_over',
    ${at}, 0, 0 from numbers`,
]

/**
 * Fills a centre with years of past visits and cards, straight into the file: through the front door
 * five million of them would take an hour.
 * @returns how many of each there are
 */
export const fillHistory = (
  path: string,
  order: { centre: string; now: number; tickets: number; cards: number },
): { tickets: number; cards: number } => {
  const db = new Sqlite(path, { timeout: 60_000 })
  const fill = (statements: readonly string[], all: number) => {
    const prepared = statements.map((sql) => db.prepare(sql))
    for (let from = 0; from < all; from += SLICE) {
      const until = Math.min(all, from + SLICE)
      const { centre, now } = order
      const slice = { centre, now, from, until, all, dayMs: DAY_MS, aDay: TICKETS_A_DAY }
      db.transaction(() => {
        for (const one of prepared) one.run(slice)
      })()
    }
  }
  try {
    fill(visits, order.tickets)
    fill(cards, order.cards)
    db.pragma('wal_checkpoint(TRUNCATE)')
    const count = (table: string) =>
      Number(db.prepare(`select count(*) from ${table}`).pluck().get())
    return { tickets: count('tickets'), cards: count('cards') }
  } finally {
    db.close()
  }
}
