import { Type } from 'typebox'
import { languages } from './language.ts'
import { ticketClasses, ticketStates } from './tickets/ticket.ts'

/** Pieces of the HTTP contract that several features use. Ids are short and plain. */
export const Id = Type.String({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9._-]+$' })
export const Language = Type.Enum([...languages])
export const TicketClass = Type.Enum([...ticketClasses])
export const TicketState = Type.Enum([...ticketStates])
export const Iso = Type.String({ format: 'date-time' })
export const Minutes = Type.Union([Type.Integer(), Type.Null()])
export const Estimate = Type.Object(
  { p50: Minutes, p90: Minutes },
  { description: 'Minutes: half wait at most p50, nine of ten at most p90; null: not known.' },
)
export const Bilingual = Type.Object({ ar: Type.String(), en: Type.String() })
export const CitizenId = Type.String({
  pattern: '^[0-9\\u0660-\\u0669\\u06f0-\\u06f9]{9}$',
  description: 'Exactly nine digits, leading zeros kept.',
})
export const Phone = Type.String({
  maxLength: 24,
  description: 'E.164, or a bare Bahraini number.',
})
/** Long enough for any passphrase; a longer one would only cost time to hash. */
const PASSWORD_MAX = 200
export const Username = Type.String({ minLength: 1, maxLength: 64 })
export const Password = Type.String({ minLength: 1, maxLength: PASSWORD_MAX })
export const Credentials = Type.Object(
  { username: Username, password: Password },
  { additionalProperties: false },
)
/** For what a person has to say: something other than blanks. */
export const NOT_BLANK = '\\S'
/** What staff write on a visit for those at the next counter. */
export const NoteText = Type.String({ pattern: NOT_BLANK, minLength: 1, maxLength: 280 })
export const Note = Type.Object({
  id: Id,
  text: Type.String(),
  by: Type.Object({ id: Id, name: Type.String() }),
  counter: Type.String({ description: 'The label of the counter where it was written.' }),
  at: Iso,
  editedAt: Type.Optional(Iso),
})
/** The stretches of a visit that have ended. */
export const Visit = Type.Array(
  Type.Object({
    kind: Type.Enum(['waiting', 'walking', 'serving', 'parked', 'wrap_up']),
    service: Id,
    counter: Type.Optional(Type.String()),
    from: Iso,
    to: Iso,
  }),
  { description: 'The stretches of the visit that have ended.' },
)
const PressId = Type.String({
  pattern: '^[\\w-]+$',
  minLength: 8,
  maxLength: 64,
  description:
    'Made by the asker for one press; with the same one it is done once, and answered again.',
})
/** Beside what is pressed: asked for twice, it is done once. */
export const asked = { requestId: Type.Optional(PressId) }
/** One press that was asked for. */
export const Press = Type.Object({ requestId: PressId })
export const CentreParams = Type.Object({ centre: Id })
export const TicketParams = Type.Object({ id: Id })
export const CounterParams = Type.Object({ counter: Id })
/** A call that needs no body; what is sent all the same is ignored. */
export const Empty = Type.Object({})
