import type { Answer } from '../shared/api.ts'
import { isolate } from '../shared/i18n.ts'
import { askStaff } from '../shared/session.ts'
import type { Words } from './outcomes.ts'
import type { MakeWork } from './sheet.tsx'
import { stocktakeText as text } from './stocktake-texts.ts'
import { codeKind } from './understand.ts'
import { canWait } from './use-kept-scans.ts'

/** The next scan is worth more than a long wait: the server decides with the card, too. */
const ANSWER_MS = 2_000

/** A slot as it is called now, or why no card is scanned there, not even to be put back. */
const askSlot = (id: string, place: string): Promise<Answer<{ slot: string; putBack: boolean }>> =>
  askStaff(`/api/stocktakes/${encodeURIComponent(id)}/slot?${new URLSearchParams({ place })}`, {
    timeoutMs: ANSWER_MS,
  })

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
      scan: async (code, { tell, send, isKeeping }) => {
        const kind = codeKind(code, codes)
        const notASlot = (): void => {
          const details: Words[] = [() => text('notASlotHint')]
          tell({ tone: 'bad', title: () => text('notASlot'), code, details })
        }
        if (kind !== null && kind !== 'slot' && kind !== 'quarantine') return notASlot()
        if (kind !== null) {
          // With scans that wait to be sent, there is nobody to ask.
          const answer = isKeeping() ? null : await askSlot(id, code)
          if (answer && !answer.ok && !canWait(answer)) {
            // Whose cards come now is not known: they are none of the slot before.
            slot = null
            const { problem } = answer
            if (problem.code === 'not_a_slot') return notASlot()
            return void tell({
              tone: 'bad',
              title: () => problem.detail,
              code,
              details: [],
              problem,
            })
          }
          slot = answer?.ok ? answer.value.slot : code
          const isOutside = answer?.ok === true && answer.value.putBack
          const details: Words[] = slot === code ? [] : [(words) => words('warn_old_label')]
          if (isOutside) details.push(() => text('putBackAtHint'))
          const title: Words = () => text(isOutside ? 'putBackAt' : 'atSlot')
          return void tell({ tone: 'told', title, code: slot, details })
        }
        if (slot === null) {
          const details: Words[] = [() => text('slotFirstHint')]
          return void tell({ tone: 'bad', title: () => text('slotFirst'), code, details })
        }
        await send({ serial: code, place: slot, sheet: { work: 'count', id } })
      },
    }
  }
