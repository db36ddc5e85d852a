import type { Bilingual } from '../src/language.ts'

/** `unknown`: the printer does not answer, which many cannot. `low`: enough for a few more slips. */
export type PaperStatus = 'ok' | 'low' | 'out' | 'unknown'

/**
 * Why nothing, or not all, was printed, with the sentence for the visitor in front of the kiosk. The
 * number is on its screen by then, so each says what is the matter and what to do.
 */
export const printFailureSentences = {
  bad_address: {
    ar: 'الطابعة غير معدّة. احفظ رقمك أو صوّر الرمز بهاتفك.',
    en: 'No printer is set up here. Note your number or scan the code with your phone.',
  },
  unreachable: {
    ar: 'الطابعة غير متصلة. احفظ رقمك أو صوّر الرمز بهاتفك.',
    en: 'The printer cannot be reached. Note your number or scan the code with your phone.',
  },
  timeout: {
    ar: 'الطابعة لا تستجيب. احفظ رقمك أو صوّر الرمز بهاتفك.',
    en: 'The printer does not respond. Note your number or scan the code with your phone.',
  },
  paper_out: {
    ar: 'نفد ورق الطابعة. احفظ رقمك أو صوّر الرمز بهاتفك.',
    en: 'The printer is out of paper. Note your number or scan the code with your phone.',
  },
  cover_open: {
    ar: 'غطاء الطابعة مفتوح. احفظ رقمك أو صوّر الرمز بهاتفك.',
    en: 'The printer’s cover is open. Note your number or scan the code with your phone.',
  },
  printer_error: {
    ar: 'تعطّلت الطابعة. احفظ رقمك أو صوّر الرمز بهاتفك.',
    en: 'The printer has a fault. Note your number or scan the code with your phone.',
  },
  interrupted: {
    ar: 'انقطع الاتصال بالطابعة أثناء الطباعة. احفظ رقمك أو صوّر الرمز بهاتفك.',
    en: 'Printing was interrupted. Note your number or scan the code with your phone.',
  },
  cannot_write: {
    ar: 'تعذّر حفظ التذكرة المطبوعة. احفظ رقمك أو صوّر الرمز بهاتفك.',
    en: 'The slip could not be saved. Note your number or scan the code with your phone.',
  },
  busy: {
    ar: 'الطابعة مشغولة الآن. احفظ رقمك أو صوّر الرمز بهاتفك.',
    en: 'The printer is busy. Note your number or scan the code with your phone.',
  },
  closed: {
    ar: 'خدمة الطباعة متوقفة مؤقتًا. احفظ رقمك أو صوّر الرمز بهاتفك.',
    en: 'Printing has stopped for the moment. Note your number or scan the code with your phone.',
  },
} as const satisfies Record<string, Bilingual>

export type PrintFailure = keyof typeof printFailureSentences

/** What became of one slip. */
export type PrintOutcome =
  /** The device has taken every byte. `paper` is what it said of its paper last. */
  | { ok: true; paper: PaperStatus }
  | {
      ok: false
      reason: PrintFailure
      /**
       * Whether paper may carry any of it: false only when no byte of the image has left. A repeat
       * after true must be marked COPY.
       */
      mayHavePrinted: boolean
      /** For the log: the system's error code, where there was one. */
      detail: string | null
    }

/** Thrown inside the printers only, and turned into an outcome by `printOver`. */
export class PrinterLost extends Error {
  override name = 'PrinterLost'
  readonly reason: PrintFailure
  readonly detail: string | null
  constructor(reason: PrintFailure, detail: string | null = null) {
    super(detail ? `${reason}: ${detail}` : reason)
    this.reason = reason
    this.detail = detail
  }
}
