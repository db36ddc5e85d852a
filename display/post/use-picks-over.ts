import { useEffect, useRef } from 'preact/hooks'
import type { PostView } from '../../src/live/events.ts'

/**
 * Tells at each view which picks are over: their card was in hand and is no longer, for it was handed
 * over or put back. A pick that the view does not know as fetched yet is not over.
 */
export const usePicksOver = (
  view: PostView | undefined,
  onView: (isOver: (pick: string) => boolean) => void,
): void => {
  const inHand = useRef<ReadonlySet<string>>(new Set())
  useEffect(() => {
    if (!view) return
    const known = new Set(view.picks.map(({ id }) => id))
    const before = inHand.current
    const picked = new Set(view.picks.flatMap(({ id, state }) => (state === 'picked' ? id : [])))
    inHand.current = picked
    onView((pick) => !known.has(pick) || (before.has(pick) && !picked.has(pick)))
  }, [view, onView])
}
