import type { CentreInfo, ServiceInfo } from '../shared/centre.ts'
import { textsIn } from './texts.ts'

const both = (word: 'renew' | 'collect' | 'sample') => ({
  ar: textsIn('ar')(word),
  en: textsIn('en')(word),
})

const service = (more: Partial<ServiceInfo>): ServiceInfo => ({
  id: 'renew',
  prefix: 'A',
  name: both('renew'),
  requirements: { ar: '', en: '' },
  targetMin: 20,
  onlineUrl: null,
  worksOnCards: false,
  pictogram: 'renew_card',
  waiting: 14,
  estimate: { p50: 12, p90: 25 },
  ...more,
})

/** A centre, as pages know one. */
export const centre: CentreInfo = {
  id: 'isa-town',
  name: both('sample'),
  timeZone: 'Asia/Bahrain',
  closed: false,
  open: true,
  opensAt: null,
  closesAt: null,
  dayEndsAt: '2100-01-01T00:00:00.000Z',
  hours: {},
  holidays: {},
  services: [
    service({ onlineUrl: 'https://dawr.example/renew' }),
    service({ id: 'collect', prefix: 'C', name: both('collect'), pictogram: null, waiting: 0 }),
  ],
  counters: [],
  hallNotices: [],
  joinFromAnywhere: true,
  setup: 1,
  publicUrl: 'https://dawr.example',
}
