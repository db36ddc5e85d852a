import { defineTexts } from '../shared/i18n.ts'

/** The lobby shows both languages at once, so it asks for each sentence twice. */
export const { textsIn } = defineTexts('lobby', {
  ar: {
    number: 'الرقم',
    counter: 'النافذة',
    lastCalls: 'آخر النداءات',
    waiting: 'في الانتظار',
    minutesRange: '{{range}} دقيقة',
    minutesOne_zero: 'أقل من دقيقة',
    minutesOne_one: 'نحو دقيقة',
    minutesOne_two: 'نحو دقيقتين',
    minutesOne_few: 'نحو {{count}} دقائق',
    minutesOne_many: 'نحو {{count}} دقيقة',
    minutesOne_other: 'نحو {{count}} دقيقة',
    unknownWait: 'غير معروف',
    nobody: 'لا أحد في الانتظار',
    noCalls: 'أهلًا بكم',
    noCallsAbout: 'سيظهر هنا الرقم التالي',
    requirements: 'المتطلبات',
    joinTitle: 'خذ رقمك على هاتفك',
    joinAbout: 'صوّر الرمز بكاميرا الهاتف',
    kioskTitle: 'خذ رقمك من الكشك',
    kioskAbout: 'ثم تابع دورك على هذه الشاشة',
    muted: 'الصوت متوقف. المس الشاشة لتشغيله.',
    closed: 'المركز مغلق الآن',
  },
  en: {
    number: 'Number',
    counter: 'Counter',
    lastCalls: 'Last calls',
    waiting: 'Waiting',
    minutesRange: '{{range}} min',
    minutesOne_zero: 'under 1 min',
    minutesOne_one: 'about 1 min',
    minutesOne_other: 'about {{count}} min',
    unknownWait: 'not known',
    nobody: 'Nobody waiting',
    noCalls: 'Welcome',
    noCallsAbout: 'The next number appears here',
    requirements: 'Requirements',
    joinTitle: 'Your number on your phone',
    joinAbout: 'Scan with the camera',
    kioskTitle: 'Take your number at the kiosk',
    kioskAbout: 'then follow your turn on this screen',
    muted: 'Sound is off. Touch the screen to turn it on.',
    closed: 'The centre is closed now',
  },
})

export const ar = textsIn('ar')
export const en = textsIn('en')
