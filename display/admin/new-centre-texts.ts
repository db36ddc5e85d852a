import { defineTexts } from '../shared/i18n.ts'

/** The sentences of how a centre begins, and how it ends. */
export const { useTexts: useNewCentreTexts } = defineTexts('new-centre', {
  ar: {
    newCentre: 'مركز جديد…',
    title: 'مركز جديد',
    nameAr: 'الاسم بالعربية',
    nameEn: 'الاسم بالإنجليزية',
    basis: 'يبدأ',
    nothing: 'فارغًا',
    like: 'مثل {{name}}',
    file: 'من ملف مركز',
    basisHint: 'تُنسخ الساعات والسياسة والخدمات والنوافذ والأماكن والرسائل، دون أي شخص أو بطاقة.',
    chooseFile: 'ملف المركز',
    notAFile: 'اختر ملفًا نُزّل من صفحة مركز.',
    found: 'إنشاء المركز',
    close: 'إغلاق المركز نهائيًا…',
    closeTitle: 'إغلاق {{name}} نهائيًا؟',
    closeHint:
      'لن تصدر فيه تذاكر بعد الآن. يُخدم من ينتظر، وتُسلَّم البطاقات الموجودة فيه، ولا يُحذف شيء. يمكن فتحه من جديد.',
    closeNow: 'إغلاق نهائي',
    openAgain: 'فتحه من جديد',
  },
  en: {
    newCentre: 'New centre…',
    title: 'New centre',
    nameAr: 'Arabic name',
    nameEn: 'English name',
    basis: 'It begins',
    nothing: 'With nothing',
    like: 'As {{name}} is',
    file: 'As the file of a centre says',
    basisHint:
      'Hours, policy, services, counters, places and messages are copied; no person and no card.',
    chooseFile: 'The file of a centre',
    notAFile: 'Choose a file that was downloaded on the page of a centre.',
    found: 'Found the centre',
    close: 'Close it for good…',
    closeTitle: 'Close {{name}} for good?',
    closeHint:
      'It gives out no tickets any more. Who waits is served, the cards that lie there are handed over, and nothing is erased. It can be opened again.',
    closeNow: 'Close for good',
    openAgain: 'Open it again',
  },
})
