import type { CentreSettings } from '../../src/centres/centre.ts'
import { unsetSettings } from '../../src/centres/limits.ts'
import { COUNTED_MAX } from '../../src/retention/retention.ts'
import { Question } from '../shared/components.tsx'
import { askStaff } from '../shared/session.ts'
import { pathOf } from './setup.ts'
import { useShortenTexts } from './shorten-texts.ts'

/** The numbers of the policy that hurt when they become less, by what they would come to. */
const kept = { retentionDays: 'visits', cardExpiresAfterDays: 'cards' } as const
type Kept = keyof typeof kept
type Days = Partial<Record<Kept, number>>

/** `GET /api/centres/:centre/settings/shortening`, beside what was asked about. */
export interface Shortening {
  days: Days
  visits: number
  cards: number
}

const keys = Object.keys(kept) as Kept[]

/** Those that are less than they were. */
export const shorterDays = (was: CentreSettings, now: Days): Days =>
  Object.fromEntries(
    keys.flatMap((key) => {
      const days = now[key]
      const before = was[key] ?? unsetSettings[key]
      return days !== undefined && days < before ? [[key, days]] : []
    }),
  )

/** What it would come to at once. */
export const askShortening = (centreId: string, days: Days) => {
  const query = new URLSearchParams(
    Object.entries(days).map(([key, value]): [string, string] => [key, String(value)]),
  )
  return askStaff<Omit<Shortening, 'days'>>(pathOf(centreId, `settings/shortening?${query}`))
}

/** Asks before personal data or cards are kept for less long. */
export const ShortenQuestion = (props: {
  shortening: Shortening
  onConfirm: () => void
  onClose: () => void
}) => {
  const text = useShortenTexts()
  const { days, ...counts } = props.shortening
  const said = keys.flatMap((key) => {
    const count = days[key]
    return count === undefined ? [] : [{ key, count }]
  })
  return (
    <Question
      isGrave
      title={text('title')}
      sentence={text('hint')}
      yes={text('yes')}
      no={text('no')}
      onConfirm={props.onConfirm}
      onClose={props.onClose}
    >
      {said.map(({ key, count }) => (
        <p key={key} class="shorten__line">
          <strong>{text(key, { count })}</strong> {text(kept[key], { count: counts[kept[key]] })}{' '}
          {counts[kept[key]] >= COUNTED_MAX && text('atLeast')}
        </p>
      ))}
    </Question>
  )
}
