import { centreById } from '../centres/centre.store.ts'
import { nextOpening } from '../centres/hours.ts'
import { allServicesOf } from '../centres/service.store.ts'
import type { Deps } from '../deps.ts'
import type { Language } from '../language.ts'
import { type SmsNoticeKind, smsNoticeKinds } from './notice.ts'
import { partsOf, textOf, type Wording } from './templates.ts'

/** One message as it goes out, in both languages. */
export interface MessageView {
  kind: SmsNoticeKind
  says: Record<Language, { text: string; parts: number }>
}

/** As long as those that are sent: both are derived, so nothing of anybody is needed. */
const A_TICKET = '00000000-0000-7000-8000-000000000000'
const A_SERIAL = 'EXAMPLE'

/** The messages of a centre with its own name, hours and longest service, of nobody. */
export const messagesView = async (
  { db, clock, vault, publicUrl }: Pick<Deps, 'db' | 'clock' | 'vault' | 'publicUrl'>,
  centreId: string,
): Promise<MessageView[] | undefined> => {
  const [row] = await db.read(centreById({ id: centreId }))
  if (!row) return undefined
  const services = await db.read(allServicesOf({ centreId }))
  const longest = services.toSorted((a, b) => b.nameAr.length - a.nameAr.length)[0]
  const service = { ar: longest?.nameAr ?? '…', en: longest?.nameEn ?? '…' }
  const centre = { ar: row.nameAr, en: row.nameEn }
  const number = `${longest?.prefix ?? 'A'}-014`
  const link = `${publicUrl()}/t/${A_TICKET}#${vault.ticketSecret(A_TICKET)}`
  const opening = nextOpening(row, clock.now())
  const pickupCode = vault.pickupCode(A_SERIAL)
  const wordings: Record<SmsNoticeKind, Wording> = {
    ticket_issued: { kind: 'ticket_issued', number, service, centre, link },
    nearly_turn: { kind: 'nearly_turn', number, ahead: row.settings.nearlyAhead, link },
    pick_not_found: { kind: 'pick_not_found', number },
    card_ready: { kind: 'card_ready', centre, opening, pickupCode },
    card_reminder_7: { kind: 'card_reminder_7', centre, opening, pickupCode },
    card_reminder_30: { kind: 'card_reminder_30', centre, opening, pickupCode },
  }
  const said = (kind: SmsNoticeKind, language: Language) => {
    const text = textOf(wordings[kind], language)
    return { text, parts: partsOf(text) }
  }
  return smsNoticeKinds.map((kind) => ({
    kind,
    says: { ar: said(kind, 'ar'), en: said(kind, 'en') },
  }))
}
