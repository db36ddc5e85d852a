import { type CentreHours, type CentreSettings, usualSettings } from '../centres/centre.ts'
import type { HallNotice } from '../centres/hall-notice.ts'
import type { Pictogram } from '../centres/pictogram.ts'
import type { Bilingual } from '../language.ts'
import type { Role } from '../staff/staff.ts'

export const DEMO_PASSWORD = 'demo-dawr'
export const demoKiosk = { centre: 'isa-town', token: 'demo-kiosk-isa-town' } as const

/** Whose card lies ready in the kiosk's centre, so that collecting it can be tried. */
export const demoCitizenId = '900101234'
/** With which its owner asks from a phone. */
export const demoApplicationNumber = 'BH26-7K3M-9X2Q'

export interface DemoService {
  id: string
  prefix: string
  name: Bilingual
  requirements: Bilingual
  targetMin: number
  onlineUrl: string | null
  worksOnCards: boolean
  pictogram: Pictogram
}

export interface DemoCentre {
  id: string
  name: Bilingual
  services: readonly string[]
  /** What each counter can do, in the order of their numbers. */
  counters: readonly { capabilities: readonly string[]; section: string | null }[]
  /** Sections in the compact description of place.ts. */
  places: readonly string[]
  cards: number
  hallNotices?: HallNotice[]
}

/** The state's own portal, where some of this can be done from home. */
const PORTAL = 'https://www.bahrain.bh'

export const demoServices: readonly DemoService[] = [
  {
    id: 'renew',
    prefix: 'A',
    name: { ar: 'تجديد البطاقة', en: 'Renew card' },
    requirements: {
      ar: 'البطاقة الحالية، ورسوم التجديد. يجب حضور صاحب البطاقة شخصيًا.',
      en: 'Your current card and the renewal fee. The card holder must come in person.',
    },
    targetMin: 8,
    onlineUrl: PORTAL,
    worksOnCards: false,
    pictogram: 'renew_card',
  },
  {
    id: 'collect',
    prefix: 'C',
    name: { ar: 'استلام البطاقة', en: 'Collect my card' },
    requirements: {
      ar: 'رقمك الشخصي، والبطاقة القديمة إن وُجدت. للمفوَّض: تفويض موقَّع وبطاقته.',
      en: 'Your personal number and the old card if you have one. For somebody else: a signed authorisation and their own card.',
    },
    targetMin: 4,
    onlineUrl: null,
    worksOnCards: true,
    pictogram: 'collect_card',
  },
  {
    id: 'address',
    prefix: 'D',
    name: { ar: 'تحديث العنوان', en: 'Update address' },
    requirements: {
      ar: 'عقد الإيجار أو وثيقة الملكية، وفاتورة كهرباء حديثة.',
      en: 'The lease or the title deed, and a recent electricity bill.',
    },
    targetMin: 10,
    onlineUrl: PORTAL,
    worksOnCards: false,
    pictogram: 'address',
  },
  {
    id: 'replace',
    prefix: 'E',
    name: { ar: 'بدل فاقد أو تالف', en: 'Replace a lost or damaged card' },
    requirements: {
      ar: 'جواز السفر، ورسوم البدل. للبطاقة التالفة: أحضرها معك.',
      en: 'Your passport and the replacement fee. Bring the damaged card with you.',
    },
    targetMin: 12,
    onlineUrl: null,
    worksOnCards: false,
    pictogram: 'replace_card',
  },
  {
    id: 'biometrics',
    prefix: 'F',
    name: { ar: 'البصمة والصورة', en: 'Fingerprints and photo' },
    requirements: {
      ar: 'البطاقة أو جواز السفر. يُرجى نزع النظارة عند التصوير.',
      en: 'Your card or passport. Please take off your glasses for the photo.',
    },
    targetMin: 7,
    onlineUrl: null,
    worksOnCards: false,
    pictogram: 'biometrics',
  },
  {
    id: 'express',
    prefix: 'X',
    name: { ar: 'الخدمة السريعة', en: 'Express service' },
    requirements: {
      ar: 'لأسئلة قصيرة وأمور تُنجَز في دقيقتين.',
      en: 'For short questions and what takes two minutes.',
    },
    targetMin: 3,
    onlineUrl: null,
    worksOnCards: false,
    pictogram: 'express',
  },
]

const atTheDesks = ['renew', 'address', 'replace', 'biometrics', 'express']
const desk = { capabilities: atTheDesks, section: null }
const expressDesk = { capabilities: ['express', ...atTheDesks.slice(0, -1)], section: null }

export const demoCentres: readonly DemoCentre[] = [
  {
    id: 'isa-town',
    name: { ar: 'مركز مدينة عيسى', en: 'Isa Town centre' },
    services: ['renew', 'collect', 'address', 'replace', 'biometrics', 'express'],
    counters: [
      desk,
      desk,
      desk,
      desk,
      desk,
      expressDesk,
      { capabilities: ['collect'], section: 'A' },
      { capabilities: ['collect'], section: 'B' },
    ],
    places: [
      'A: 4 cabinets × 8 drawers × 20 slots',
      'B: 4 cabinets × 8 drawers × 20 slots',
      'C: 3 cabinets × 8 drawers × 20 slots',
      'D: 3 cabinets × 8 drawers × 20 slots',
      'Q1: quarantine of 50',
    ],
    cards: 2000,
    hallNotices: [
      {
        text: {
          ar: 'مواقف السيارات خلف المبنى مجانية لزوار المركز.',
          en: 'Parking behind the building is free for visitors.',
        },
        lastDay: null,
      },
    ],
  },
  {
    id: 'muharraq',
    name: { ar: 'مركز المحرق', en: 'Muharraq centre' },
    services: ['renew', 'collect', 'address'],
    counters: [
      { capabilities: ['renew', 'address'], section: null },
      { capabilities: ['renew', 'address'], section: null },
      { capabilities: ['collect'], section: 'A' },
    ],
    places: ['A: 2 cabinets × 5 drawers × 20 slots', 'Q1: quarantine of 20'],
    cards: 60,
  },
]

/** Sunday to Thursday, as the public service works; ISO weekdays. */
export const demoHours: CentreHours = Object.fromEntries(
  ['7', '1', '2', '3', '4'].map((weekday) => [weekday, { opens: '07:30', closes: '18:30' }]),
)

export const demoTimeZone = 'Asia/Bahrain'

export const demoSettings: CentreSettings = {
  ...usualSettings,
  // A real centre gives its visitors time to walk; the demo can be tried without waiting.
  noShowAfterSec: 0,
  joinFromAnywhere: true,
}

export interface DemoStaff {
  username: string
  name: string
  roles: readonly Role[]
  centre: string | null
}

export const demoStaff: readonly DemoStaff[] = [
  { username: 'supervisor', name: 'مريم السيد · Maryam', roles: ['supervisor'], centre: null },
  ...[
    'أحمد · Ahmed',
    'فاطمة · Fatima',
    'يوسف · Yusuf',
    'نورة · Noora',
    'علي · Ali',
    'زينب · Zainab',
    'خالد · Khalid',
    'هدى · Huda',
  ].map((name, at) => ({
    username: `staff${at + 1}`,
    name,
    roles: ['clerk'] as const,
    centre: 'isa-town',
  })),
  { username: 'post1', name: 'سلمان · Salman', roles: ['post'], centre: 'isa-town' },
  { username: 'post2', name: 'ليلى · Layla', roles: ['post'], centre: 'isa-town' },
]
