import { isolate } from '../shared/i18n.ts'
import type { Words } from './outcomes.ts'
import type { MakeWork } from './sheet.tsx'
import { stocktakeText as text } from './stocktake-texts.ts'
import { codeKind } from './understand.ts'

/** A slot and then its cards, until another slot is scanned. */
export const stocktakeWork =
  (id: string, place: string): MakeWork =>
  ({ codes, noted, end }) => {
    let slot: string | null = null
    return {
      key: `stocktake ${id}`,
      banner: () => text('banner', { place: isolate(place) }),
      idle: () => text('idle'),
      hint: () => text('idleHint'),
      noted,
      end,
      scan: async (code, { tell, send }) => {
        const kind = codeKind(code, codes)
        if (kind !== null && kind !== 'slot') {
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
        await send({ serial: code, place: slot, sheet: { work: 'count', id } })
      },
    }
  }
