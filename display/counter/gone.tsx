import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { CounterTicket } from '../../src/live/events.ts'
import { Button, Dialog } from '../shared/components.tsx'
import { isolate, useShared } from '../shared/i18n.ts'
import { useGoneTexts } from './gone-texts.ts'
import { unkeptNote } from './unkept-note.ts'

/** What takes a visit from this counter, by the names of presses; one from before the page was loaded may. */
const ENDS = new Set(['finish', 'no-show', 'park', 'transfer', 'before'])
/** What such a press did may be seen so much later than that it was done. */
const SEEN_MS = 2_000

interface Gone {
  visit: { number: string; note?: string } | undefined
  dismiss: () => void
}

/**
 * A visit that left this counter by no press of this page: its visitor gave it up, the day was
 * closed, or the same member ended it at another browser. Nobody is to wonder where it has gone, and
 * what was being written on it is not lost without a word.
 * @param ticket who is here; undefined: it is not known, or not this member's counter
 * @param busy the press that is under way
 */
export const useGone = (ticket: CounterTicket | null | undefined, busy: string | null): Gone => {
  const [visit, setVisit] = useState<Gone['visit']>()
  const last = useRef<CounterTicket | null>(null)
  const ownUntil = useRef(Number.NEGATIVE_INFINITY)
  useLayoutEffect(() => {
    if (busy !== null && ENDS.has(busy)) ownUntil.current = Number.POSITIVE_INFINITY
    else if (ownUntil.current > performance.now()) ownUntil.current = performance.now() + SEEN_MS
  }, [busy])
  // Before what was typed on the visit is forgotten.
  useLayoutEffect(() => {
    const before = last.current
    last.current = ticket ?? null
    if (!before || ticket === undefined || before.id === ticket?.id) return
    if (ownUntil.current > performance.now()) return
    const note = unkeptNote.of(before)?.trim()
    setVisit({ number: before.number, ...(note && { note }) })
  }, [ticket])
  return { visit, dismiss: () => setVisit(undefined) }
}

export const GoneDialog = ({ gone: { visit, dismiss } }: { gone: Gone }) => {
  const text = useGoneTexts()
  const shared = useShared()
  if (!visit) return null
  return (
    <Dialog
      title={text('title', { number: isolate(visit.number) })}
      onClose={dismiss}
      actions={<Button onClick={dismiss}>{shared('close')}</Button>}
    >
      <p>{text('about')}</p>
      {visit.note !== undefined && <p>{text('note', { note: isolate(visit.note) })}</p>}
    </Dialog>
  )
}
