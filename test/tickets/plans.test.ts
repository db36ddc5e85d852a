import { join } from 'node:path'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { migrate } from 'drizzle-orm/better-sqlite3/migrator'
import t from 'tap'
import { NEWEST, openIncidents } from '../../src/cards/incident.store.ts'
import { freeBefore, freeFrom, sectionFill } from '../../src/cards/place.store.ts'
import { partsOf } from '../../src/cards/place-list.store.ts'
import { aliveCounts } from '../../src/centres/service.store.ts'
import { tables } from '../../src/db/schema.sqlite.ts'
import { SqliteClient } from '../../src/db/sqlite-client.ts'
import type { Drizzle, Query } from '../../src/db/transact.ts'
import { owedNotices } from '../../src/notices/notice.store.ts'
import { printsOwed } from '../../src/prints/claim.store.ts'
import { firstCounted, hoursBetween, hoursOfDays } from '../../src/reports/report.store.ts'
import {
  cardsToForget,
  eventsToForget,
  handoversToForget,
  noticesToForget,
  ticketsToForget,
} from '../../src/retention/retention.store.ts'
import { endingOf, noShowsWithPicks } from '../../src/tickets/day.store.ts'
import { notesOfParked } from '../../src/tickets/note.store.ts'
import { waitingGroups, waitingOf } from '../../src/tickets/queue.store.ts'
import {
  aliveElsewhere,
  newestCalls,
  ticketAtCounter,
  ticketById,
} from '../../src/tickets/ticket.store.ts'
import {
  everyoneWaiting,
  linesWithFirst,
  longestWaits,
  recentServings,
  untold,
} from '../../src/tickets/waiting.store.ts'
import { temporaryFolder } from '../databases.ts'

const centreId = 'c'
const day = '2026-11-24'
const asked: Record<string, Query<unknown>> = {
  notesOfParked: notesOfParked({ centreId }),
  ticketById: ticketById({ id: 'x' }),
  ticketAtCounter: ticketAtCounter({ counterId: 'x' }),
  aliveElsewhere: aliveElsewhere({ centreId }),
  newestCalls: newestCalls({ centreId }),
  waitingGroups: waitingGroups({ centreId }),
  longestWaits: longestWaits({ centreId }),
  waitingOf: waitingOf({ centreId, serviceId: 's' }),
  linesWithFirst: linesWithFirst({ centreId }),
  everyoneWaiting: everyoneWaiting({ centreId, most: 10 }),
  recentServings: recentServings({ centreId, serviceId: 's' }),
  untold: untold({ centreId, nearlyAhead: 3 }),
  ...Object.fromEntries(
    aliveCounts.map((one, part) => [`alive${part}`, one({ centreId, serviceId: 's' })]),
  ),
  ...Object.fromEntries(
    endingOf.map((one, part) => [`ending${part}`, one({ centreId, day, most: 1 })]),
  ),
  noShowsWithPicks: noShowsWithPicks({ centreId, day, most: 1 }),
  printsOwed: printsOwed(0),
  owedNotices: owedNotices(0),
  ticketsToForget: ticketsToForget({ centreId, before: 0 }),
  noticesToForget: noticesToForget({ centreId, before: 0 }),
  cardsToForget: cardsToForget({ centreId, before: 0 }),
  handoversToForget: handoversToForget({ centreId, before: 0 }),
  eventsToForget: eventsToForget({ centreId, before: 0 }),
  freeFrom: freeFrom({ centreId, section: 'B', near: 'B-01-01-01' }),
  freeBefore: freeBefore({ centreId, section: 'B', near: 'B-01-01-01' }),
  sectionFill: sectionFill({ centreId }),
  openIncidents: openIncidents({ centreId, ...NEWEST }),
  firstCounted: firstCounted({ centreId }),
  hoursBetween: hoursBetween({ centreId, from: day, to: day }),
  hoursOfDays: hoursOfDays(centreId, [day]),
  outermostPlaces: partsOf(centreId, null, ''),
  partsOf: partsOf(centreId, 'B', ''),
}

/** Indexes that hold only what is alive, so that walking them whole costs nothing after a year. */
const small =
  /tickets_waiting|tickets_to_tell|tickets_elsewhere|tickets_at_counter|prints_owed|picks_open|notices_owed|_personal/

t.test('what is asked all day walks no history', async (t) => {
  const client = new SqliteClient(join(temporaryFolder(t), 'dawr.db'))
  t.teardown(() => client.close())
  const db: Drizzle = drizzle(client)
  migrate(db, { migrationsFolder: 'migrations/sqlite' })
  for (const [name, { statement }] of Object.entries(asked)) {
    const built: object = statement.build(db, tables)
    if (!('toSQL' in built) || typeof built.toSQL !== 'function') throw new Error(name)
    const { sql, params }: { sql: string; params: unknown[] } = built.toSQL()
    const steps = client
      .prepare<unknown[], { detail: string }>(`explain query plan ${sql}`)
      .all(...params.map(() => 1))
      .map(({ detail }) => detail)
    t.ok(steps.length > 0, name)
    const walks = steps.filter(
      (step) =>
        (/^SCAN (tickets|calls|spans|prints|picks|notices|cards|incidents|manifests|handovers|events|visit_hours)/.test(
          step,
        ) &&
          !small.test(step)) ||
        // Of shelves what has room is walked, or one level.
        (/^(SCAN|SEARCH) (places|part)\b/.test(step) &&
          !/places_free .*code[<>]|places_children .*parent=\?/.test(step)) ||
        // An index entered only at the centre, of a table that keeps every day's rows.
        (/^SEARCH (tickets|spans|notices|cards|handovers)/.test(step) &&
          !small.test(step) &&
          /\(centre_id=\?( AND day<\?)?\)|kind=\?\)$/.test(step)),
    )
    t.strictSame(walks, [], name)
  }
})
