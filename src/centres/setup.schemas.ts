import { Type } from 'typebox'
import { Id } from '../schemas.ts'
import { ticketClasses } from '../tickets/ticket.ts'
import { CODE, CODE_MAX, PREFIX } from './centre.ts'
import { HALL_NOTICE_MAX, HALL_NOTICES_MAX } from './hall-notice.ts'
import { limits } from './limits.ts'
import { TIME } from './opening.ts'
import { pictograms } from './pictogram.ts'

/** What people fill in to set up a centre, with its limits: asked for, answered and kept in files. */

const closed = { additionalProperties: false } as const
/** A text on one line: neither empty nor blank, nothing invisible in it. */
const LINE = '^[^\\p{Cc}\\s](?:[^\\p{Cc}]*[^\\p{Cc}\\s])?$'
export const line = (maxLength: number) => Type.String({ pattern: LINE, maxLength })

const NAME_MAX = 60
export const Name = Type.Object({ ar: line(NAME_MAX), en: line(NAME_MAX) }, closed)
const REQUIREMENTS_MAX = 500
const Requirements = Type.Object(
  {
    ar: Type.String({ maxLength: REQUIREMENTS_MAX }),
    en: Type.String({ maxLength: REQUIREMENTS_MAX }),
  },
  closed,
)

export const PictogramName = Type.Union([Type.Enum([...pictograms]), Type.Null()], {
  description: 'What it is drawn as; null: it is shown by its letter.',
})

/** A code that stands in addresses and files. */
export const Code = Type.String({
  pattern: CODE,
  maxLength: CODE_MAX,
  description: 'Small letters, digits and hyphens.',
})

export const ServiceBody = Type.Object(
  {
    prefix: Type.String({ pattern: PREFIX, maxLength: 1, description: 'A letter; not I, O or Q.' }),
    name: Name,
    requirements: Requirements,
    targetMin: Type.Integer(limits.targetMin),
    onlineUrl: Type.Union([Type.String({ pattern: '^\\S+$', maxLength: 300 }), Type.Null()], {
      description: 'An https address with the name of a site that phones outside reach.',
    }),
    worksOnCards: Type.Boolean(),
    pictogram: Type.Optional(PictogramName),
    active: Type.Boolean({ description: 'Whether tickets are given out for it.' }),
  },
  closed,
)

export const TimeZone = Type.String({
  pattern: '^[A-Za-z][\\w+/-]*$',
  maxLength: 64,
  description: 'As the IANA names it: `Asia/Bahrain`.',
})
export const DayEnds = Type.Integer({
  minimum: 0,
  maximum: 719,
  description: 'Local minutes after midnight at which the next business day begins.',
})

const Time = Type.String({ pattern: TIME, maxLength: 5 })
const Opens = Type.Object({ opens: Time, closes: Time }, closed)
const DATE = '^20\\d\\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])$'
const HOLIDAYS_MAX = 200

export const CentreBody = Type.Object(
  {
    name: Name,
    timeZone: Type.Optional(TimeZone),
    dayEndsAtMin: DayEnds,
    hours: Type.Record(Type.String({ pattern: '^[1-7]$' }), Opens, {
      ...closed,
      description: 'By ISO weekday, 1 Monday to 7 Sunday; a missing day is closed.',
    }),
    holidays: Type.Record(Type.String({ pattern: DATE }), Type.Union([Opens, Type.Null()]), {
      ...closed,
      maxProperties: HOLIDAYS_MAX,
      description: 'By date: other hours than those of the weekday; null: closed.',
    }),
  },
  closed,
)

const NoticeText = line(HALL_NOTICE_MAX)
export const HallNotices = Type.Array(
  Type.Object(
    {
      text: Type.Object({ ar: NoticeText, en: NoticeText }, closed),
      lastDay: Type.Union([Type.String({ pattern: DATE }), Type.Null()], {
        description: 'The last local day on which it is shown; null: until it is taken away.',
      }),
    },
    closed,
  ),
  {
    maxItems: HALL_NOTICES_MAX,
    description: 'Notices in the hall, on the lobby’s screens, in the order in which they turn.',
  },
)

const Rate = Type.Number(limits.rate)
export const SettingsBody = Type.Object(
  {
    rates: Type.Object(
      Object.fromEntries(ticketClasses.map((one) => [one, Rate])) as Record<
        (typeof ticketClasses)[number],
        typeof Rate
      >,
      { ...closed, description: 'Points a minute of waiting, by class.' },
    ),
    recallsMax: Type.Integer(limits.recallsMax),
    noShowAfterSec: Type.Integer(limits.noShowAfterSec),
    noShowAfterRecalls: Type.Optional(Type.Integer(limits.noShowAfterRecalls)),
    returnWithinMin: Type.Integer(limits.returnWithinMin),
    nearlyAhead: Type.Integer(limits.nearlyAhead),
    joinFromAnywhere: Type.Boolean(),
    ticketsPerPhone: Type.Integer(limits.ticketsPerPhone),
    retentionDays: Type.Optional(Type.Integer(limits.retentionDays)),
    cardExpiresAfterDays: Type.Optional(Type.Integer(limits.cardExpiresAfterDays)),
    receiptNeeded: Type.Optional(Type.Boolean()),
    hallNotices: Type.Optional(HallNotices),
  },
  closed,
)

export const CounterBody = Type.Object(
  {
    label: line(20),
    section: Type.Union([Type.String({ pattern: '^[A-Z0-9]{1,4}$', maxLength: 4 }), Type.Null()]),
    capabilities: Type.Array(Id, { maxItems: 50 }),
    active: Type.Boolean(),
  },
  closed,
)

export const ServiceOrder = Type.Object(
  { services: Type.Array(Id, { maxItems: 50, description: 'All of them, each once.' }) },
  closed,
)
