import { lazy, Suspense } from 'preact/compat'
import type { CardFigures } from '../../src/cards/figure.view.ts'
import { numberText } from '../../src/number-text.ts'
import { useInAddress } from '../shared/address.ts'
import type { CentreInfo } from '../shared/centre.ts'
import { Empty, Panel, ProblemNote, Waiting } from '../shared/components.tsx'
import { useLoaded } from '../shared/hooks.ts'
import { localeOf, useLanguage } from '../shared/i18n.ts'
import { askStaff } from '../shared/session.ts'
import { OneOf } from './one-of.tsx'
import { useSupervisorTexts } from './texts.ts'

/** What draws is loaded only where it is looked at. */
const Plot = lazy(async () => ({ default: (await import('./plot.tsx')).Plot }))

const SPANS = [30, 90, 365] as const
const EVERY_MS = 60_000
const HOURS_A_DAY = 24

type Text = ReturnType<typeof useSupervisorTexts>

/** `within 4 h`, `within 3 days`; a dash where there is nothing to say. */
const within = (text: Text, { count, p50Hours }: CardFigures['toShelf']): string => {
  if (count === 0) return '–'
  if (p50Hours === null) return text('longer')
  return p50Hours < HOURS_A_DAY
    ? text('withinHours', { count: p50Hours })
    : text('withinDays', { count: p50Hours / HOURS_A_DAY })
}

/** Every day from the first to the last, those without anything as well. */
const allDays = ({ from, to, days }: CardFigures): CardFigures['days'] => {
  const byDay = new Map(days.map((one) => [one.day, one]))
  const nothing = { received: 0, shelved: 0, picked: 0, handed_over: 0, missing: 0, found: 0 }
  const all: CardFigures['days'] = []
  const last = Date.parse(to)
  // The calendar's days, whatever the zone: nothing here is a moment.
  for (let at = Date.parse(from); at <= last; at += 86_400_000) {
    const day = new Date(at).toISOString().slice(0, 10)
    all.push(byDay.get(day) ?? { ...nothing, day })
  }
  return all
}

const useDates = () => {
  const locale = localeOf(useLanguage())
  const format = (options: Intl.DateTimeFormatOptions) => {
    const formatter = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' })
    return (day: string) => formatter.format(new Date(day))
  }
  return {
    day: format({ day: 'numeric', month: 'short' }),
    month: format({ month: 'short', year: 'numeric' }),
  }
}

const Summary = ({ figures }: { figures: CardFigures }) => {
  const text = useSupervisorTexts()
  const { toShelf, toHandover, searches, days } = figures
  const sum = (kind: 'missing' | 'found') => days.reduce((all, day) => all + day[kind], 0)
  const picks = searches.avoided + searches.needed
  const all = [
    { label: text('toShelf'), value: within(text, toShelf) },
    { label: text('toHandover'), value: within(text, toHandover) },
    {
      label: text('searchesAvoided'),
      value: picks === 0 ? '–' : text('of', { some: searches.avoided, all: picks }),
    },
    {
      label: text('missingFound'),
      value: `${numberText(sum('missing'))} / ${numberText(sum('found'))}`,
    },
  ]
  return (
    <dl class="figures">
      {all.map(({ label, value }) => (
        <div key={label} class="figures__one">
          <dt>{label}</dt>
          <dd>
            <bdi>{value}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  )
}

const Sections = ({ sections }: Pick<CardFigures, 'sections'>) => {
  const text = useSupervisorTexts()
  const language = useLanguage()
  return (
    <Panel title={text('fill')}>
      {sections.length === 0 && <Empty>{text('noSections')}</Empty>}
      <ul class="fills">
        {sections.map(({ section, name, cards, capacity }) => (
          <li key={section}>
            <span>{name[language]}</span>
            <meter
              min={0}
              max={Math.max(1, capacity)}
              high={Math.max(1, capacity) * 0.9}
              value={cards}
              aria-label={name[language]}
            />
            <span class="quiet">{text('of', { some: cards, all: capacity })}</span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

const Table = ({ figures, csv }: { figures: CardFigures; csv: string }) => {
  const text = useSupervisorTexts()
  const dates = useDates()
  const kinds = ['received', 'shelved', 'picked', 'handed_over', 'missing', 'found'] as const
  return (
    <Panel title={text('byDay')}>
      <p>
        <a class="button" href={csv} download>
          {text('download')}
        </a>
      </p>
      {figures.days.length === 0 && <Empty>{text('nothingYet')}</Empty>}
      {figures.days.length > 0 && (
        <details>
          <summary>{text('showDays')}</summary>
          <table class="table">
            <thead>
              <tr>
                <th scope="col">{text('day')}</th>
                {kinds.map((kind) => (
                  <th key={kind} scope="col">
                    {text(kind)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {figures.days.toReversed().map((one) => (
                <tr key={one.day}>
                  <th scope="row">{dates.day(one.day)}</th>
                  {kinds.map((kind) => (
                    <td key={kind} class={one[kind] === 0 ? 'quiet' : undefined}>
                      {numberText(one[kind])}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      )}
    </Panel>
  )
}

const Plots = ({ figures }: { figures: CardFigures }) => {
  const text = useSupervisorTexts()
  const dates = useDates()
  const days = allDays(figures)
  const { months, ages } = figures
  const ageName = (at: number, upToDays: number | null): string => {
    const before = at === 0 ? 0 : (ages[at - 1]?.upToDays ?? 0)
    return upToDays === null ? text('ageOver', { from: before }) : `${before}–${upToDays}`
  }
  return (
    <div class="plots">
      <Panel title={text('inAndOut')} class="plots__wide">
        <Plot
          label={text('inAndOut')}
          names={days.map(({ day }) => dates.day(day))}
          series={[
            {
              label: text('shelved'),
              values: days.map(({ shelved }) => shelved),
              colour: '--plot-first',
            },
            {
              label: text('handed_over'),
              values: days.map(({ handed_over }) => handed_over),
              colour: '--plot-second',
            },
          ]}
        />
      </Panel>
      <Panel title={text('losses')}>
        <Plot
          label={text('losses')}
          names={months.map(({ month }) => dates.month(month))}
          series={[
            {
              label: text('missing'),
              values: months.map(({ missing }) => missing),
              colour: '--bad',
            },
            { label: text('found'), values: months.map(({ found }) => found), colour: '--ok' },
          ]}
        />
      </Panel>
      <Panel title={text('age')}>
        <Plot
          label={text('age')}
          names={ages.map(({ upToDays }, at) => ageName(at, upToDays))}
          series={[
            {
              label: text('cards'),
              values: ages.map(({ cards }) => cards),
              colour: '--plot-first',
            },
          ]}
        />
      </Panel>
    </div>
  )
}

/** The post section in figures: what lies there, and what became of the cards of the last days. */
export const Cards = ({ centre }: { centre: CentreInfo }) => {
  const text = useSupervisorTexts()
  const [days, setDays] = useInAddress('days', SPANS)
  const path = `/api/centres/${encodeURIComponent(centre.id)}/card-figures`
  const { value, problem, reload } = useLoaded(
    `${path} ${days}`,
    (signal) => askStaff<CardFigures>(`${path}?days=${days}`, { signal }),
    EVERY_MS,
  )
  return (
    <div class="now">
      <OneOf
        legend={text('span')}
        name="span"
        all={SPANS.map((span) => ({ value: span, label: text('lastDays', { count: span }) }))}
        chosen={days}
        onChoose={setDays}
      />
      {problem && <ProblemNote problem={problem} onRetry={reload} />}
      {!value && !problem && <Waiting />}
      {value && (
        <>
          <Summary figures={value} />
          <Suspense fallback={<Waiting />}>
            <Plots figures={value} />
          </Suspense>
          <Sections sections={value.sections} />
          <Table figures={value} csv={`${path}.csv?days=${days}`} />
        </>
      )}
    </div>
  )
}
