import { askStaff } from '../shared/session.ts'
import type { Words } from './outcomes.ts'
import { isTicketNumber, placeKind } from './understand.ts'
import type { Work } from './work.ts'

/** A scan may be repeated: the server does it once. */
const REPEATS = 2

/** Work in which every scan is a card for one address of the server: a list, or a box. */
export const cardWork = (options: {
  key: string
  path: string
  sections: readonly string[]
  words: Record<'banner' | 'idle' | 'hint' | 'done' | 'notACard' | 'notACardHint', Words>
  onDone: () => void
  end: () => void
}): Work => {
  const { key, path, sections, words, onDone, end } = options
  return {
    key,
    banner: words.banner,
    idle: words.idle,
    hint: words.hint,
    end,
    scan: async (code, { tell, failed }) => {
      if (isTicketNumber(code) || placeKind(code, sections) !== null) {
        const details = [words.notACardHint]
        return void tell({ tone: 'bad', title: words.notACard, code, details })
      }
      const answer = await askStaff<{ serial: string }>(path, {
        method: 'POST',
        body: { serial: code },
        retries: REPEATS,
      })
      if (!answer.ok) return void failed(code, answer.problem, true)
      tell({ tone: 'good', title: words.done, code: answer.value.serial, details: [] })
      onDone()
    },
  }
}
