import { isolate } from '../shared/i18n.ts'
import type { Outcome, Words } from './outcomes.ts'
import { stocktakeText as text } from './stocktake-texts.ts'

/** `POST /api/stocktakes/:stocktake/scans`. */
export interface Noted {
  serial: string
  slot: string
  outcome: 'found' | 'misplaced' | 'unknown' | 'put_back'
  belongs: string | null
  again: boolean
}

const detailsOf = ({ outcome, slot, belongs }: Noted): Words[] => {
  const seen: Words = () => text('seenIn', { place: isolate(slot) })
  if (outcome === 'found' || outcome === 'put_back') return [seen]
  if (outcome === 'unknown') return [seen, () => text('isUnknownHint')]
  const back: Words = () =>
    belongs === null ? text('noPlace') : text('belongs', { place: isolate(belongs) })
  return [back, seen]
}

const titleOf = ({ outcome, again }: Noted): Words => {
  if (outcome === 'unknown') return () => text('isUnknown')
  if (outcome === 'put_back') return () => text('putRight')
  if (outcome === 'misplaced') return () => text('isMisplaced')
  return () => text(again ? 'isFoundAgain' : 'isFound')
}

/** What a card of a stocktake turned out to be. */
export const saidOfNoted = (noted: Noted): Omit<Outcome, 'id'> => ({
  tone: noted.outcome === 'found' || noted.outcome === 'put_back' ? 'good' : 'bad',
  title: titleOf(noted),
  code: noted.serial,
  details: detailsOf(noted),
})
