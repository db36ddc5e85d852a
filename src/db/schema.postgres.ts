import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import { columns } from './columns.postgres.ts'
import type { columns as sqliteColumns } from './columns.sqlite.ts'
import { defineTables } from './tables.ts'
import type { Drizzle } from './transact.ts'

// Queries are typed once, as SQLite's. Drizzle's two dialects share the builders that the stores
// use, and both column files offer the same kinds, so the two casts here, and only these, say
// that a store written for one runs on the other. Every store test runs on both engines.
export const tables = defineTables(columns as unknown as typeof sqliteColumns)
export const asDrizzle = (db: NodePgDatabase): Drizzle => db as unknown as Drizzle

// drizzle-kit reads a schema from a module's exports.
export const {
  installation,
  changes,
  messageTexts,
  pairings,
  centres,
  services,
  counters,
  staff,
  sessions,
  devices,
  ticketNotes,
  tickets,
  queues,
  ticketNumbers,
  calls,
  spans,
  events,
  relayCursors,
  prints,
  noticeParts,
  notices,
  places,
  formerPlaces,
  cards,
  custody,
  cardDays,
  visitHours,
  scans,
  manifestScans,
  askings,
  manifests,
  incidents,
  picks,
  boxes,
  boxCards,
  disposals,
  disposalCards,
  handovers,
  stocktakes,
  stocktakeCards,
} = tables
