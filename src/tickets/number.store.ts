import { and, eq, sql } from 'drizzle-orm'
import {
  $,
  type Command,
  type HeldRow,
  placeholders,
  run,
  runOne,
  type Step,
  statement,
} from '../db/transact.ts'

type Letter = { centreId: string; prefix: string; day: string }

const lastOf = statement<Letter, { last: number }[]>((db, t) =>
  db
    .select({ last: t.ticketNumbers.last })
    .from(t.ticketNumbers)
    .where(
      and(
        eq(t.ticketNumbers.centreId, $('centreId')),
        eq(t.ticketNumbers.prefix, $('prefix')),
        eq(t.ticketNumbers.day, $('day')),
      ),
    ),
)

const putLast = statement<Letter & { last: number }, unknown>((db, t) =>
  db
    .insert(t.ticketNumbers)
    .values(placeholders(t.ticketNumbers))
    .onConflictDoUpdate({
      target: [t.ticketNumbers.centreId, t.ticketNumbers.prefix, t.ticketNumbers.day],
      set: { last: sql`excluded.last` },
    }),
)

/** How many tickets were given out with each letter on a day. */
export const numbersOfDay = statement<
  { centreId: string; day: string },
  { prefix: string; last: number }[]
>((db, t) =>
  db
    .select({ prefix: t.ticketNumbers.prefix, last: t.ticketNumbers.last })
    .from(t.ticketNumbers)
    .where(and(eq(t.ticketNumbers.centreId, $('centreId')), eq(t.ticketNumbers.day, $('day')))),
)

/** How many numbers were given out with a letter on a day. */
export const numbersGiven: HeldRow<Letter, number> = {
  name: 'ticket_numbers',
  *read(letter) {
    return (yield* runOne(lastOf(letter)))?.last ?? 0
  },
  *write(letter, last) {
    yield* run(putLast({ ...letter, last }))
  },
}

/** The next number of a letter on a day, from 1. */
export function* takeNumber({ centre, held }: Command, prefix: string, day: string): Step<number> {
  const letter = { centreId: centre.id, prefix, day }
  const number = (yield* held.get(numbersGiven, letter)) + 1
  held.set(numbersGiven, letter, number)
  return number
}
