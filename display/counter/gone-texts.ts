import { defineTexts } from '../shared/i18n.ts'

/** The sentences of a visit that left a counter by no press of its page. */
export const { useTexts: useGoneTexts } = defineTexts('counter-gone', {
  ar: {
    title: '{{number}} لم تعد عند هذه النافذة',
    about: 'ألغاها الزائر أو طلب مزيدًا من الوقت، أو أُنهي اليوم، أو أُنهيت الزيارة من متصفح آخر.',
    note: 'لم تُحفظ ملاحظتك: {{note}}',
  },
  en: {
    title: '{{number}} is not at this counter any more',
    about:
      'The visitor gave it up or asked for more time, the day was closed, or the visit was ended at another browser.',
    note: 'Your note was not kept: {{note}}',
  },
})
