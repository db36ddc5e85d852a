import { defineTexts } from '../shared/i18n.ts'

export const { useTexts } = defineTexts('guide', {
  ar: {
    title: 'ماذا تحضر معك؟',
    intro: 'اقرأ ما تطلبه خدمتك قبل أن تأتي، فلا تعود مرتين.',
    waitUnknown: 'لم تُعرف مدة الانتظار بعد.',
    online: 'أنجزها عبر الإنترنت دون زيارة',
    takeNumber: 'خذ رقمك على هاتفك',
    takeNumberHere: 'خذ رقمك في المركز من جهاز التذاكر، أو برمز QR على شاشة الصالة.',
    noServices: 'لا يقدّم هذا المركز خدمات بعد.',
  },
  en: {
    title: 'What to bring',
    intro: 'Read what your service asks for before you come, and come once.',
    waitUnknown: 'How long it takes is not known yet.',
    online: 'Do it online, without a visit',
    takeNumber: 'Take a number on your phone',
    takeNumberHere:
      'Take a number at the kiosk in the centre, or with the QR code on the screen in the hall.',
    noServices: 'This centre offers no services yet.',
  },
})
