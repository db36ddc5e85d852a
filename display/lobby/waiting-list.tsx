import { durationText, shortRange } from '../../src/duration.ts'
import type { Estimate } from '../../src/live/events.ts'
import { numberText } from '../../src/number-text.ts'
import { Both } from '../shared/both.tsx'
import type { ServiceInfo } from '../shared/centre.ts'
import { TicketNumber } from '../shared/components.tsx'
import { isKnown } from '../shared/estimate.ts'
import type { Bilingual } from '../shared/i18n.ts'
import { useTurn } from './hooks.ts'
import { ar, en } from './texts.ts'

const PAGE = 6
const PAGE_MS = 12_000

const range = ({ p50, p90 }: Estimate): Bilingual => {
  const most = p90 ?? p50 ?? 0
  const said = (key: 'about' | 'upTo'): Bilingual => ({
    ar: ar(key, { time: durationText(most, 'ar') }),
    en: en(key, { time: durationText(most, 'en') }),
  })
  if (p50 === 0 && most > 0) return said('upTo')
  if (p90 !== null && p50 !== null && p50 !== p90)
    return { ar: shortRange(p50, p90, 'ar'), en: shortRange(p50, p90, 'en') }
  if (most <= 1) {
    const key = most === 0 ? 'underMinute' : 'aboutMinute'
    return { ar: ar(key), en: en(key) }
  }
  return said('about')
}

const Person = () => (
  <svg class="queue__person" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <circle cx="12" cy="7" r="5" fill="currentColor" />
    <path d="M2 23a10 9 0 0 1 20 0z" fill="currentColor" />
  </svg>
)

/** How many wait for each service, and how long it may take: a range, six services at a time. */
export const WaitingList = (props: { services: readonly ServiceInfo[] }) => {
  const pages = Math.ceil(props.services.length / PAGE)
  const page = useTurn(pages, PAGE_MS)
  const shown = props.services.slice(page * PAGE, page * PAGE + PAGE)
  return (
    <section class="queues">
      <h2 class="visually-hidden">
        {ar('waiting')} · {en('waiting')}
      </h2>
      <ul class="queues__list">
        {shown.map((service) => {
          return (
            <li key={service.id} class="queue">
              <TicketNumber class="queue__prefix">{service.prefix}</TicketNumber>
              <Both class="queue__name" text={service.name} />
              <div class="queue__now">
                <span class="queue__count">
                  <Person />
                  <bdi>{numberText(service.waiting)}</bdi>
                  <span class="visually-hidden">
                    {ar('waiting')} · {en('waiting')}
                  </span>
                </span>
                {isKnown(service.estimate) && (
                  <Both class="queue__range" text={range(service.estimate)} />
                )}
              </div>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
