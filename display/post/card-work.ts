import type { Words } from './outcomes.ts'
import type { MadeScan } from './scan-sending.ts'
import type { MakeWork } from './sheet.tsx'
import { codeKind } from './understand.ts'

/** Work in which every scan is a card: onto a list, into a box or out of it. */
export const cardWork =
  (options: {
    key: string
    sheet: NonNullable<MadeScan['sheet']>
    words: Record<'banner' | 'idle' | 'hint' | 'notACard' | 'notACardHint', Words>
  }): MakeWork =>
  ({ codes, noted, end }) => {
    const { key, sheet, words } = options
    return {
      key,
      banner: words.banner,
      idle: words.idle,
      hint: words.hint,
      noted,
      end,
      scan: async (code, { tell, send }) => {
        if (codeKind(code, codes) !== null) {
          const details = [words.notACardHint]
          return void tell({ tone: 'bad', title: words.notACard, code, details })
        }
        await send({ serial: code, sheet })
      },
    }
  }
