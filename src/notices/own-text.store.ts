import { and, eq } from 'drizzle-orm'
import type { Author } from '../changes/author.ts'
import { changeSetup } from '../changes/change.store.ts'
import type { Tables } from '../db/tables.ts'
import { $, type Command, placeholders, run, type Step, statement } from '../db/transact.ts'
import { type Language, languages } from '../language.ts'
import type { Refusal } from '../refusal.ts'
import type { NoticeKind } from './notice.ts'
import { textObjection, usualTexts } from './wording.ts'

type OwnTextRow = Tables['messageTexts']['$inferSelect']
type Which = Omit<OwnTextRow, 'text'>

/** A message in a centre's own words; null: in the usual ones. */
export type OwnTexts = Record<Language, string | null>

const which = (t: Tables) =>
  and(
    eq(t.messageTexts.centreId, $('centreId')),
    eq(t.messageTexts.kind, $('kind')),
    eq(t.messageTexts.language, $('language')),
  )

/** The one that is sent now: read for each message, so that a change counts for the next one. */
export const ownText = statement<Which, { text: string }[]>((db, t) =>
  db.select({ text: t.messageTexts.text }).from(t.messageTexts).where(which(t)),
)

export const ownTextsOf = statement<{ centreId: string }, OwnTextRow[]>((db, t) =>
  db
    .select()
    .from(t.messageTexts)
    .where(eq(t.messageTexts.centreId, $('centreId'))),
)

const deleteOwn = statement<Which, unknown>((db, t) => db.delete(t.messageTexts).where(which(t)))

const insertOwn = statement<OwnTextRow, unknown>((db, t) =>
  db.insert(t.messageTexts).values(placeholders(t.messageTexts)),
)

/** What a centre has of its own for one kind of message. */
export const ownOf = (rows: readonly OwnTextRow[], kind: NoticeKind): OwnTexts => {
  const of = (language: Language) =>
    rows.find((one) => one.kind === kind && one.language === language)?.text ?? null
  return { ar: of('ar'), en: of('en') }
}

const said = (kind: NoticeKind, own: OwnTexts) => ({
  ar: own.ar ?? usualTexts[kind].ar,
  en: own.en ?? usualTexts[kind].en,
})

/**
 * Says one kind of message in other words from the next one on, one that is queued included: the
 * text is written when a message goes out.
 */
export function* changeMessage(
  command: Command,
  author: Author,
  kind: NoticeKind,
  to: OwnTexts,
): Step<null | Refusal> {
  const centreId = command.centre.id
  for (const language of languages) {
    const text = to[language]
    const no = text === null ? null : textObjection(kind, language, text)
    if (no) return no
  }
  const before = ownOf(yield* run(ownTextsOf({ centreId })), kind)
  const isChanged = yield* changeSetup(command, author, {
    kind: 'message',
    subject: kind,
    before: said(kind, before),
    after: said(kind, to),
  })
  if (!isChanged) return null
  for (const language of languages) {
    const text = to[language]
    yield* run(deleteOwn({ centreId, kind, language }))
    // The usual words are not kept: they follow the ones of a later version.
    if (text !== null && text !== usualTexts[kind][language])
      yield* run(insertOwn({ centreId, kind, language, text }))
  }
  return null
}
