import type { Author } from '../changes/author.ts'
import { noteDeed } from '../changes/change.store.ts'
import type { Fields } from '../changes/change.ts'
import type { Command, Step } from '../db/transact.ts'

/**
 * Takes note of who changed something at the counter of somebody else: they will ask. Nothing is
 * noted of what members do at their own.
 */
export function* noteInPlace(
  command: Command,
  { staffId, label }: { staffId: string | null; label: string },
  { id, supervisor }: { id: string; supervisor: Author | null },
  { before, after }: Record<'before' | 'after', Fields>,
): Step<void> {
  if (!supervisor || staffId === null || staffId === id) return
  yield* noteDeed(supervisor, command.now, command.centre.id, {
    kind: 'in_place_of',
    subject: staffId,
    before,
    after: { counter: label, ...after },
  })
}
