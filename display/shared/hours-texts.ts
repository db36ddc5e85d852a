import { defineTexts } from './i18n.ts'

export const { useTexts: useHoursTexts } = defineTexts('hours', {
  ar: {
    hours: 'ساعات العمل',
    today: 'اليوم',
    closed: 'مغلق',
    allDay: 'على مدار الساعة',
    openNow: 'مفتوح الآن',
    closedNow: 'مغلق الآن',
  },
  en: {
    hours: 'Opening hours',
    today: 'today',
    closed: 'Closed',
    allDay: 'Day and night',
    openNow: 'Open now',
    closedNow: 'Closed now',
  },
})
