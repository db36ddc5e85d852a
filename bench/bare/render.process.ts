import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { v7 as uuid } from 'uuid'
import { encodePrint } from '../../printers/escpos.ts'
import { renderSlip } from '../../printers/raster.ts'
import type { SlipContent } from '../../printers/slip.ts'
import { answerParent } from '../child.ts'

/** Rendering alone: a slip's content to the bytes for its printer, each line drawn, and no more. */
const names = [
  { ar: 'تجديد البطاقة', en: 'Renew card' },
  { ar: 'تحديث العنوان', en: 'Update address' },
  { ar: 'بدل فاقد أو تالف', en: 'Replace a lost or damaged card' },
  { ar: 'البصمة والصورة', en: 'Fingerprints and photo' },
  { ar: 'الخدمة السريعة', en: 'Express service' },
]
const SECRET_BYTES = 16

let rendered = 0
const nextSlip = (): SlipContent => {
  const n = ++rendered
  return {
    language: 'ar',
    centre: { ar: 'مركز مدينة عيسى', en: 'Isa Town centre' },
    service: names[n % names.length] ?? { ar: '', en: '' },
    number: `A-${String(n).padStart(3, '0')}`,
    issuedAt: Date.now(),
    timeZone: 'Asia/Bahrain',
    ahead: n % 100,
    estimate: { p50: n % 60, p90: (n % 60) + 12 },
    url: `http://127.0.0.1:3000/t/${uuid()}#${randomBytes(SECRET_BYTES).toString('base64url')}`,
    copy: false,
  }
}

const calls = {
  /** Slips that come at a steady pace. @returns what rendering each took, in ms */
  render: async ({ amount, everyMs }: { amount: number; everyMs: number }): Promise<number[]> => {
    const times: number[] = []
    const beganAt = performance.now()
    for (let n = 0; n < amount; n++) {
      await pause(Math.max(0, beganAt + n * everyMs - performance.now()))
      const slip = nextSlip()
      const cameAt = performance.now()
      encodePrint(renderSlip(slip, new Map()))
      times.push(performance.now() - cameAt)
    }
    return times
  },
}
export type BareRenderCalls = typeof calls

answerParent(calls, async () => undefined)
