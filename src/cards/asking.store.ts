import { and, eq } from 'drizzle-orm'
import { $, placeholders, run, type Step, statement } from '../db/transact.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { type Askings, oneMore } from './asking.ts'

const askingsOf = statement<{ citizenHash: string }, Askings[]>((db, t) =>
  db
    .select({
      hourFrom: t.askings.hourFrom,
      hourCount: t.askings.hourCount,
      weekFrom: t.askings.weekFrom,
      weekCount: t.askings.weekCount,
    })
    .from(t.askings)
    .where(eq(t.askings.citizenHash, $('citizenHash'))),
)

interface Kept extends Askings, Record<string, unknown> {
  citizenHash: string
}
const begin = statement<Kept, { weekCount: number }[]>((db, t) =>
  db
    .insert(t.askings)
    .values(placeholders(t.askings))
    .onConflictDoNothing()
    .returning({ weekCount: t.askings.weekCount }),
)

interface Moved extends Kept {
  /** The week it is counted to, and how many there were: unchanged, nobody asked in between. */
  fromWeek: number
  fromCount: number
}
const move = statement<Moved, { weekCount: number }[]>((db, t) =>
  db
    .update(t.askings)
    .set(placeholders(t.askings, ['hourFrom', 'hourCount', 'weekFrom', 'weekCount']))
    .where(
      and(
        eq(t.askings.citizenHash, $('citizenHash')),
        eq(t.askings.weekFrom, $('fromWeek')),
        eq(t.askings.weekCount, $('fromCount')),
      ),
    )
    .returning({ weekCount: t.askings.weekCount }),
)

/**
 * Counts an asking for a citizen's cards from outside before it is answered. In the database, so
 * that neither another process nor another start gives a guesser more of them. For `db.amend`.
 */
export function* countAsking(citizenHash: string, now: number): Step<null | Refusal> {
  for (;;) {
    const [known] = yield* run(askingsOf({ citizenHash }))
    const counted = oneMore(known, now)
    if ('waitSec' in counted) return refuse('too_many_requests', { seconds: counted.waitSec })
    const { kept } = counted
    const rows = known
      ? yield* run(
          move({ citizenHash, ...kept, fromWeek: known.weekFrom, fromCount: known.weekCount }),
        )
      : yield* run(begin({ citizenHash, ...kept }))
    // Another process was faster: what it counted is seen now.
    if (rows.length > 0) return null
  }
}
