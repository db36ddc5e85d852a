import type { Command, Step } from '../db/transact.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { cardInHand, leftOut } from './box.store.ts'
import { type CardRow, cardFrom, type Scan, storeCardMove } from './card.store.ts'
import { type CardMove, type CardWarning, decide } from './card.ts'
import { sawInPlace } from './in-place.store.ts'
import { openIncident } from './incident.store.ts'
import { callBack } from './not-found.store.ts'
import { picksFollowCard } from './pick.store.ts'
import { slotFor } from './place.store.ts'
import { seenInHand } from './seen.store.ts'

export interface Shelved {
  /** As it stood before the scan. */
  before: CardRow
  row: CardRow
  warnings: CardWarning[]
}

const withWarning = (move: CardMove, warning: CardWarning): CardMove => ({
  ...move,
  warnings: [...move.warnings, warning],
})

/**
 * A card scanned to a place: shelved, moved, put back, found, or put in quarantine. Its picks follow
 * it, there too: whoever waits for it is not forgotten, and it may have been a slip of the hand.
 */
export function* shelveCard(
  command: Command,
  { serial, place, ...scan }: Scan & { serial: string; place: string },
): Step<Shelved | Refusal> {
  const centreId = command.centre.id
  const slot = yield* slotFor(centreId, place, serial)
  if (!slot) return refuse('unknown_place', { place })
  if ('refused' in slot) return slot
  const inHand = yield* cardInHand(command, serial)
  if ('refused' in inHand) return inHand
  const row = { ...inHand, centreId }
  const decided = decide(cardFrom(row), { do: 'shelve', slot }, command.now)
  if ('refused' in decided) return decided
  const gone = yield* leftOut(command, inHand)
  if (gone) return gone
  const move = slot.code === place ? decided : withWarning(decided, 'old_label')
  const stored = yield* storeCardMove(command, row, move, scan)
  const isQuarantined = move.action === 'quarantined'
  if (isQuarantined)
    yield* openIncident(command, {
      id: `damaged-${serial}-${stored.revision}`,
      kind: 'damaged',
      serial,
      manifestId: null,
      note: slot.code,
    })
  if (move.action === null) {
    yield* sawInPlace(command, row, scan)
    yield* seenInHand(command, row, scan)
  } else
    yield* callBack(command, yield* picksFollowCard(command, serial, slot.code, !isQuarantined))
  // The delivery's progress counts it as received from now on.
  if (row.state === 'expected' && row.manifestId !== null)
    command.tell({ type: 'manifest_changed', subject: row.manifestId })
  return { before: row, row: stored, warnings: move.warnings }
}
