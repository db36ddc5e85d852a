import { columns } from './columns.sqlite.ts'
import { defineTables } from './tables.ts'

export const tables = defineTables(columns)

// drizzle-kit reads a schema from a module's exports.
export const {
  installation,
  changes,
  centres,
  services,
  counters,
  staff,
  sessions,
  devices,
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
