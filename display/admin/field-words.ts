import type { Bilingual } from '../../src/language.ts'
import { pictogramWords } from './pictogram-words.ts'

/** What the fields of a change are called; a date or a code stands for itself. */
const words: Record<string, Bilingual> = {
  name: { ar: 'الاسم', en: 'Name' },
  ar: { ar: 'بالعربية', en: 'Arabic' },
  en: { ar: 'بالإنجليزية', en: 'English' },
  timeZone: { ar: 'المنطقة الزمنية', en: 'Time zone' },
  dayEndsAtMin: { ar: 'نهاية اليوم بالدقائق', en: 'End of the day, minutes' },
  hours: { ar: 'الساعات', en: 'Hours' },
  holidays: { ar: 'الإجازات', en: 'Holidays' },
  opens: { ar: 'الافتتاح', en: 'Opens' },
  closes: { ar: 'الإغلاق', en: 'Closes' },
  closed: { ar: 'مغلق نهائيًا', en: 'Closed for good' },
  rates: { ar: 'نقاط كل دقيقة', en: 'Points a minute' },
  regular: { ar: 'عادي', en: 'Regular' },
  priority: { ar: 'أولوية', en: 'Priority' },
  appointment: { ar: 'موعد', en: 'Appointment' },
  express: { ar: 'سريع', en: 'Express' },
  recallsMax: { ar: 'أقصى عدد لإعادة النداء', en: 'Recalls, at most' },
  noShowAfterSec: { ar: 'غائب بعد ثوانٍ', en: 'No-show after, seconds' },
  noShowAfterRecalls: { ar: 'غائب بعد مرات', en: 'No-show after recalls' },
  returnWithinMin: { ar: 'مهلة العودة بالدقائق', en: 'May come back within, minutes' },
  nearlyAhead: { ar: '«اقترب دورك» عند', en: '“Nearly your turn” at' },
  joinFromAnywhere: { ar: 'تذاكر الهاتف من أي مكان', en: 'Phones may join from anywhere' },
  ticketsPerPhone: { ar: 'تذاكر الهاتف الواحد', en: 'Tickets a phone' },
  retentionDays: { ar: 'حفظ البيانات بالأيام', en: 'Personal data kept, days' },
  cardExpiresAfterDays: { ar: 'حفظ البطاقات بالأيام', en: 'Cards kept, days' },
  receiptNeeded: { ar: 'شاهد ثانٍ', en: 'A second person' },
  prefix: { ar: 'حرف التذاكر', en: 'Ticket letter' },
  requirements: { ar: 'المتطلبات', en: 'What to bring' },
  targetMin: { ar: 'الوقت المستهدف', en: 'Target, minutes' },
  onlineUrl: { ar: 'الرابط الإلكتروني', en: 'Online link' },
  worksOnCards: { ar: 'تسليم البطاقات', en: 'Hands over cards' },
  pictogram: { ar: 'الرسم', en: 'Pictogram' },
  active: { ar: 'قيد الاستخدام', en: 'In use' },
  services: { ar: 'الخدمات', en: 'Services' },
  label: { ar: 'اسم النافذة', en: 'Label' },
  section: { ar: 'القسم', en: 'Section' },
  capabilities: { ar: 'ما يُقدَّم فيها', en: 'What it can do' },
  kind: { ar: 'النوع', en: 'Kind' },
  printer: { ar: 'الطابعة', en: 'Printer' },
  username: { ar: 'اسم المستخدم', en: 'User name' },
  roles: { ar: 'الأدوار', en: 'Roles' },
  skills: { ar: 'المهارات', en: 'Skills' },
  centreId: { ar: 'المركز', en: 'Centre' },
  places: { ar: 'الأماكن', en: 'Places' },
  capacity: { ar: 'السعة', en: 'Capacity' },
  counts: { ar: 'العدد', en: 'Count' },
  cabinet: { ar: 'خزائن', en: 'cabinets' },
  drawer: { ar: 'أدراج', en: 'drawers' },
  slot: { ar: 'خانات', en: 'slots' },
  each: { ar: 'بطاقات كل خانة', en: 'Cards in each slot' },
  true: { ar: 'نعم', en: 'Yes' },
  false: { ar: 'لا', en: 'No' },
}

const drawn: Record<string, Bilingual> = pictogramWords

const wordFor = (code: string, language: keyof Bilingual, of = words): string =>
  Object.hasOwn(of, code) ? (of[code]?.[language] ?? code) : code

/** The names that lead to a value, `name.en`, as they are read: `Name, English`. */
export const fieldWords = (path: string, language: keyof Bilingual): string =>
  path
    .split('.')
    .map((one) => wordFor(one, language))
    .join(language === 'ar' ? '، ' : ', ')

/** Yes, no, the name of a drawing, and every other value as it is. */
export const valueWords = (path: string, value: string, language: keyof Bilingual): string => {
  if (path === 'pictogram') return wordFor(value, language, drawn)
  return value === 'true' || value === 'false' ? wordFor(value, language) : value
}
