import { useEffect, useState } from 'preact/hooks'
import type { PrintFailure } from '../../printers/outcome.ts'
import type { TicketView } from '../../src/live/events.ts'
import { useView } from '../shared/live-hooks.ts'

/** After this long without an outcome the slip counts as trouble; it may still come. */
const SLOW_MS = 12_000

/** `unknown` until it is known whether there is a printer at all: nothing is claimed then. */
export type SlipState = 'unknown' | 'printing' | 'printed' | 'failed' | 'slow' | 'none'

/** Why a number need not stand on the screen any more, though nobody pressed that they have it. */
export type Gone = { to: 'phone' } | { to: 'counter'; counter: string } | { to: 'end' }

/** What has become of the number that the screen shows. */
export interface HandedOut {
  slip: SlipState
  /** Why the slip is not out: known from its first attempt on, though more are made. */
  failure: PrintFailure | undefined
  gone: Gone | undefined
}

const slipOf = (view: TicketView | undefined, isSlow: boolean): SlipState => {
  if (view?.print === 'printed' || view?.print === 'failed') return view.print
  if (view && view.print === undefined) return 'none'
  // Nobody stands and hopes for a slip while it is known that there is no paper.
  if (view?.printFailure !== undefined) return 'failed'
  if (isSlow) return 'slow'
  return view ? 'printing' : 'unknown'
}

const goneOf = ({ state, counter, onPhone }: TicketView): Gone | undefined => {
  if (state === 'called' && counter !== undefined) return { to: 'counter', counter }
  if (state === 'serving' || state === 'served' || state === 'left' || state === 'no_show')
    return { to: 'end' }
  return onPhone ? { to: 'phone' } : undefined
}

/** How a ticket fares that was given out here, by watching it as its visitor does. */
export const useHandedOut = (ticket: { id: string; secret: string } | undefined): HandedOut => {
  const { view } = useView('ticket', ticket?.id ?? '', ticket?.secret)
  const [isSlow, setSlow] = useState(false)
  const id = ticket?.id
  useEffect(() => {
    setSlow(false)
    if (id === undefined) return undefined
    const timer = setTimeout(() => setSlow(true), SLOW_MS)
    return () => clearTimeout(timer)
  }, [id])
  // The view of the visitor before may still be there when the next ticket is shown.
  const own = view && view.id === id ? view : undefined
  return { slip: slipOf(own, isSlow), failure: own?.printFailure, gone: own && goneOf(own) }
}
