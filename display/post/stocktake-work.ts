import { isolate } from '../shared/i18n.ts'
import { askStaff } from '../shared/session.ts'
import type { Words } from './outcomes.ts'
import { stocktakeText as text } from './stocktake-texts.ts'
import { placeKind } from './understand.ts'
import type { Work } from './work.ts'

/** `POST /api/stocktakes/:stocktake/scans`. */
interface Noted {
  serial: string
  slot: string
  outcome: 'found' | 'misplaced' | 'unknown'
  belongs: string | null
  again: boolean
}

/** A scan may be repeated: a card counts once. */
const REPEATS = 2

const detailsOf = ({ outcome, slot, belongs }: Noted): Words[] => {
  const seen: Words = () => text('seenIn', { place: isolate(slot) })
  if (outcome === 'found') return [seen]
  if (outcome === 'unknown') return [seen, () => text('isUnknownHint')]
  const back: Words = () =>
    belongs === null ? text('noPlace') : text('belongs', { place: isolate(belongs) })
  return [back, seen]
}

const titleOf = ({ outcome, again }: Noted): Words => {
  if (outcome === 'unknown') return () => text('isUnknown')
  if (outcome === 'misplaced') return () => text('isMisplaced')
  return () => text(again ? 'isFoundAgain' : 'isFound')
}

/** A slot and then its cards, until another slot is scanned. */
export const stocktakeWork = (options: {
  id: string
  place: string
  sections: readonly string[]
  onNoted: () => void
  end: () => void
}): Work => {
  const { id, place, sections, onNoted, end } = options
  let slot: string | null = null
  return {
    key: `stocktake ${id}`,
    banner: () => text('banner', { place: isolate(place) }),
    idle: () => text('idle'),
    hint: () => text('idleHint'),
    end,
    scan: async (code, { tell, failed }) => {
      const kind = placeKind(code, sections)
      if (kind === 'above') {
        const details: Words[] = [() => text('notASlotHint')]
        return void tell({ tone: 'bad', title: () => text('notASlot'), code, details })
      }
      if (kind === 'slot') {
        slot = code
        return void tell({ tone: 'told', title: () => text('atSlot'), code, details: [] })
      }
      if (slot === null) {
        const details: Words[] = [() => text('slotFirstHint')]
        return void tell({ tone: 'bad', title: () => text('slotFirst'), code, details })
      }
      const answer = await askStaff<Noted>(`/api/stocktakes/${encodeURIComponent(id)}/scans`, {
        method: 'POST',
        body: { place: slot, serial: code },
        retries: REPEATS,
      })
      if (!answer.ok) return void failed(code, answer.problem, true)
      const noted = answer.value
      const tone = noted.outcome === 'found' ? 'good' : 'bad'
      tell({ tone, title: titleOf(noted), code: noted.serial, details: detailsOf(noted) })
      onNoted()
    },
  }
}
