import { query, run } from '../../src/db/transact.ts'
import type { Server } from '../running.ts'

type Hours = Record<string, { opens: string; closes: string }>

const DAYS = ['1', '2', '3', '4', '5', '6', '7']
const DAY_MS = 86_400_000

/** The same hours for every centre. */
export const keepHours = (server: Server, hours: Hours) =>
  server.deps.db.amend(() => run(query((db, tables) => db.update(tables.centres).set({ hours }))))

/** Open day and night, whatever the hour of the run. */
export const keepOpen = (server: Server) =>
  keepHours(
    server,
    Object.fromEntries(DAYS.map((day) => [day, { opens: '00:00', closes: '00:00' }])),
  )

/** Closed, whatever the hour of the run: it opens on one day of the week, three days from now. */
export const keepClosed = (server: Server) => {
  const day = new Date(Date.now() + 3 * DAY_MS).getUTCDay() || 7
  return keepHours(server, { [day]: { opens: '07:30', closes: '14:00' } })
}
