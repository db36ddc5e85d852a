import { placeKindWords } from '../../src/cards/place.ts'
import type { Bilingual, Language } from '../../src/language.ts'
import { dateName, dayName, localeOf } from '../shared/days.ts'
import { NOTHING } from './differences.ts'
import { pictogramWords } from './pictogram-words.ts'
import { timeFrom } from './typed-time.ts'

/** A service or a centre, as far as a change names it. */
interface Named {
  id: string
  name: Bilingual
}

/** Fields in which services and centres stand by their codes. */
const BY_CODE = new Set(['services', 'capabilities', 'skills', 'centreId'])

/** What the fields of a change are called; a date or a code stands for itself. */
const words: Record<string, Bilingual> = {
  name: { ar: 'الاسم', en: 'Name' },
  ar: { ar: 'بالعربية', en: 'Arabic' },
  en: { ar: 'بالإنجليزية', en: 'English' },
  timeZone: { ar: 'المنطقة الزمنية', en: 'Time zone' },
  dayEndsAtMin: { ar: 'نهاية يوم العمل', en: 'End of the business day' },
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
  hallNotices: { ar: 'إعلانات الصالة', en: 'Notices in the hall' },
  text: { ar: 'النص', en: 'Text' },
  tickets: { ar: 'التذاكر التي أُلغيت', en: 'Tickets ended' },
  lastDay: { ar: 'آخر يوم', en: 'Last day' },
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
  changes: { ar: 'التغييرات', en: 'Changes' },
  counts: { ar: 'العدد', en: 'Count' },
  cabinet: { ar: 'خزائن', en: 'cabinets' },
  drawer: { ar: 'أدراج', en: 'drawers' },
  slot: { ar: 'خانات', en: 'slots' },
  each: { ar: 'بطاقات كل خانة', en: 'Cards in each slot' },
  code: { ar: 'الرمز الجديد', en: 'New code' },
  into: { ar: 'في', en: 'Into' },
  cards: { ar: 'البطاقات', en: 'Cards' },
  counter: { ar: 'النافذة', en: 'Counter' },
  ticket: { ar: 'التذكرة', en: 'Ticket' },
  state: { ar: 'الحالة', en: 'State' },
}

const yesOrNo: Record<string, Bilingual> = {
  true: { ar: 'نعم', en: 'Yes' },
  false: { ar: 'لا', en: 'No' },
}

/** What the values of some fields are called: codes that people never typed. */
const values: Record<string, Record<string, Bilingual>> = {
  kind: {
    ...placeKindWords,
    kiosk: { ar: 'جهاز التذاكر', en: 'Ticket kiosk' },
    lobby: { ar: 'شاشة الصالة', en: 'Lobby screen' },
  },
  roles: {
    admin: { ar: 'مدير', en: 'Administrator' },
    supervisor: { ar: 'مشرف', en: 'Supervisor' },
    clerk: { ar: 'موظف نافذة', en: 'Clerk' },
    post: { ar: 'قسم البطاقات', en: 'Post section' },
  },
  pictogram: pictogramWords,
  state: {
    open: { ar: 'مفتوحة', en: 'Open' },
    paused: { ar: 'متوقفة مؤقتًا', en: 'Paused' },
    closed: { ar: 'مغلقة', en: 'Closed' },
    called: { ar: 'نودي عليها', en: 'Called' },
    serving: { ar: 'قيد الخدمة', en: 'Being served' },
    served: { ar: 'تمت خدمتها', en: 'Served' },
    no_show: { ar: 'لم يحضر صاحبها', en: 'Did not come' },
    parked: { ar: 'معلّقة', en: 'Parked' },
    transferred: { ar: 'محوّلة', en: 'Transferred' },
  },
  skills: { '*': { ar: 'كل الخدمات', en: 'Every service' } },
  centreId: { [NOTHING]: { ar: 'كل المراكز', en: 'All centres' } },
  holidays: { [NOTHING]: { ar: 'مغلق', en: 'Closed' } },
  lastDay: { [NOTHING]: { ar: 'بلا نهاية', en: 'None' } },
}

const find = (table: Record<string, Bilingual> | undefined, code: string): Bilingual | undefined =>
  table && Object.hasOwn(table, code) ? table[code] : undefined

const listed = (language: Language, all: readonly string[]): string =>
  all.join(language === 'ar' ? '، ' : ', ')

/** The days of a week go by their numbers, the holidays by their dates. */
const dayWords = (code: string, language: Language): string | undefined => {
  if (/^[1-7]$/.test(code)) return dayName(Number(code), localeOf(language))
  return /^\d{4}-\d\d-\d\d$/.test(code) ? dateName(code, localeOf(language), 'year') : undefined
}

const placeWords = (code: string): string | undefined => /^#(\d+)$/.exec(code)?.[1]

/** The names that lead to a value, `name.en`, as they are read: `Name, English`. */
export const fieldWords = (path: string, language: Language): string =>
  listed(
    language,
    path
      .split('.')
      .map(
        (one) => find(words, one)?.[language] ?? dayWords(one, language) ?? placeWords(one) ?? one,
      ),
  )

/**
 * A value as people say it; what they typed themselves stands as it is.
 * @param all the services of the centre, and itself, to be called by their names
 */
export const valueWords = (
  path: string,
  value: string | readonly string[],
  language: Language,
  all: readonly Named[] = [],
): string => {
  const names = path.split('.')
  const field = names.at(-1) ?? ''
  // A holiday is known by its date, which is the last of the names.
  const table = values[field] ?? (names.length === 2 ? values[names[0] ?? ''] : undefined)
  const named = (one: string) =>
    BY_CODE.has(field) ? all.find(({ id }) => id === one)?.name : undefined
  const said = (one: string) =>
    (find(table, one) ?? find(yesOrNo, one) ?? named(one))?.[language] ?? one
  if (field === 'lastDay' && typeof value === 'string')
    return dayWords(value, language) ?? said(value)
  if (field === 'dayEndsAtMin' && typeof value === 'string') return timeFrom(Number(value))
  return typeof value === 'string' ? said(value) : listed(language, value.map(said))
}
