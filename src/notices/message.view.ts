import { centreById } from '../centres/centre.store.ts'
import { nextOpening } from '../centres/hours.ts'
import { allServicesOf } from '../centres/service.store.ts'
import type { Deps } from '../deps.ts'
import type { Language } from '../language.ts'
import { isPush, type NoticeKind, noticeKinds } from './notice.ts'
import { type OwnTexts, ownOf, ownTextsOf } from './own-text.store.ts'
import { partsOf } from './sms-length.ts'
import { textOf, valuesOf, type Wording } from './templates.ts'
import type { Values } from './wording.ts'

/** One message as it goes out, in both languages. */
export interface MessageView {
  kind: NoticeKind
  /** How many SMS it takes; none where it goes to a browser. */
  says: Record<Language, { text: string; parts: number }>
  own: OwnTexts
  /** What stands for the placeholders in the example. */
  values: Record<Language, Values>
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
  const [services, texts] = await Promise.all([
    db.read(allServicesOf({ centreId })),
    db.read(ownTextsOf({ centreId })),
  ])
  const longest = services.toSorted((a, b) => b.nameAr.length - a.nameAr.length)[0]
  const service = { ar: longest?.nameAr ?? '…', en: longest?.nameEn ?? '…' }
  const centre = { ar: row.nameAr, en: row.nameEn }
  const number = `${longest?.prefix ?? 'A'}-014`
  const ahead = row.settings.nearlyAhead
  const link = `${publicUrl()}/t/${A_TICKET}#${vault.ticketSecret(A_TICKET)}`
  const opening = nextOpening(row, clock.now())
  const pickupCode = vault.pickupCode(A_SERIAL)
  const wordings: Record<NoticeKind, Wording> = {
    ticket_issued: { kind: 'ticket_issued', number, service, centre, link },
    nearly_turn: { kind: 'nearly_turn', number, ahead, centre, link },
    pick_not_found: { kind: 'pick_not_found', number },
    card_ready: { kind: 'card_ready', centre, opening, pickupCode },
    card_reminder_7: { kind: 'card_reminder_7', centre, opening, pickupCode },
    card_reminder_30: { kind: 'card_reminder_30', centre, opening, pickupCode },
    push_nearly: { kind: 'push_nearly', number, ahead },
    push_called: { kind: 'push_called', number, counter: '7' },
  }
  return noticeKinds.map((kind) => {
    const own = ownOf(texts, kind)
    const wording = wordings[kind]
    const said = (language: Language) => {
      const text = textOf(wording, language, own[language] ?? undefined)
      return { text, parts: isPush(kind) ? 0 : partsOf(text) }
    }
    return {
      kind,
      says: { ar: said('ar'), en: said('en') },
      own,
      values: { ar: valuesOf(wording, 'ar'), en: valuesOf(wording, 'en') },
    }
  })
}
