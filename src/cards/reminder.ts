const DAY_MS = 24 * 60 * 60_000

/** When owners are reminded of a card that lies ready. Rule: domain.md, "A card's life". */
export const reminders = [
  { kind: 'card_reminder_7', afterDays: 7 },
  { kind: 'card_reminder_30', afterDays: 30 },
] as const
export type Reminder = (typeof reminders)[number]

/** A reminder that is later than this is not written any more: the next one is near, or all was said. */
const LATE_DAYS = 7

/** Between which moments a card became ready whose owner is to be reminded at `now`. */
export const readyBetween = (
  { afterDays }: Reminder,
  now: number,
): { after: number; upTo: number } => ({
  after: now - (afterDays + LATE_DAYS) * DAY_MS,
  upTo: now - afterDays * DAY_MS,
})
