import { eq } from 'drizzle-orm'
import { $, type Database, run, statement } from './transact.ts'

const ID = 'this'

const installation = statement<{ id: string }, { keyCheck: string }[]>((db, t) =>
  db
    .select({ keyCheck: t.installation.keyCheck })
    .from(t.installation)
    .where(eq(t.installation.id, $('id'))),
)

const begin = statement<{ id: string; keyCheck: string }, unknown>((db, t) =>
  db
    .insert(t.installation)
    .values({ id: $('id'), keyCheck: $('keyCheck') })
    .onConflictDoNothing(),
)

/**
 * Whether the key of this start is the one the data were sealed with; the first start decides.
 * @param keyCheck a keyed hash of anything, always of the same
 */
export const isKeyOf = async (db: Database, keyCheck: string): Promise<boolean> => {
  const [known] = await db.read(installation({ id: ID }))
  if (known) return known.keyCheck === keyCheck
  await db.amend(function* () {
    yield* run(begin({ id: ID, keyCheck }))
  })
  const [begun] = await db.read(installation({ id: ID }))
  return begun?.keyCheck === keyCheck
}
