import { and, eq } from 'drizzle-orm'
import type { Tables } from '../db/tables.ts'
import { $, type Command, placeholders, run, runOne, type Step, statement } from '../db/transact.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Scan } from './card.store.ts'
import { type Received, receiveCard } from './manifest.store.ts'

type ManifestScanRow = Tables['manifestScans']['$inferSelect']

const manifestScanById = statement<{ centreId: string; id: string }, ManifestScanRow[]>((db, t) =>
  db
    .select()
    .from(t.manifestScans)
    .where(and(eq(t.manifestScans.centreId, $('centreId')), eq(t.manifestScans.id, $('id')))),
)

const insertManifestScan = statement<ManifestScanRow, unknown>((db, t) =>
  db.insert(t.manifestScans).values(placeholders(t.manifestScans)),
)

/**
 * A scan out of a delivery under the id its station gave it: sent again, it is answered as before
 * and changes nothing, also when the delivery was closed since. A refused one leaves no trace here,
 * so it is judged anew.
 */
export function* receiveOnce(
  command: Command,
  scan: Parameters<typeof receiveCard>[1] & Scan & { id: string },
): Step<Received | Refusal> {
  const centreId = command.centre.id
  const { id, manifestId, serial } = scan
  const known = yield* runOne(manifestScanById({ centreId, id }))
  if (known) {
    // One id for two scans is a station that counts wrongly: better told than half done.
    if (known.serial !== serial || known.manifestId !== manifestId)
      return refuse('malformed', { field: 'scanId', why: 'used' })
    return { serial, state: known.state, outcome: known.outcome }
  }
  const received = yield* receiveCard(command, scan)
  if ('refused' in received) return received
  const { state, outcome } = received
  yield* run(
    insertManifestScan({ centreId, id, manifestId, serial, outcome, state, at: command.now }),
  )
  return received
}
