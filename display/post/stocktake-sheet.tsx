import { useMemo, useState } from 'preact/hooks'
import type { ListName, StocktakeCardView, StocktakeView } from '../../src/cards/stocktake.view.ts'
import { numberText } from '../../src/number-text.ts'
import type { Problem } from '../shared/api.ts'
import { Button, Empty, Question, Waiting } from '../shared/components.tsx'
import { isolate } from '../shared/i18n.ts'
import { askStaff, post } from '../shared/session.ts'
import { useActions } from '../shared/staff-actions.ts'
import { ActionNote } from '../shared/staff-note.tsx'
import { Progress } from './progress.tsx'
import { Sheet, type SheetProps, useSheet, useSheetScans } from './sheet.tsx'
import { CloseDialog } from './stocktake-dialogs.tsx'
import { useStocktakeTexts } from './stocktake-texts.ts'
import { stocktakeWork } from './stocktake-work.ts'
import { dayAndTime } from './times.ts'

interface Shown extends StocktakeView {
  unseen: number
  list: ListName
  cards: StocktakeCardView[]
  next: string | null
}

/** Closing, with how many are missing as it was when the question came up, or came up anew. */
interface Closing {
  unseen: number
  isAnew: boolean
}

/** Whether a card of those shown still lies wrong: it may be put back after the end, too. */
const isToPutBack = ({ list, cards }: Shown): boolean =>
  list === 'misplaced' && cards.some(({ putRight }) => !putRight)

const isSettled = (shown: Shown): boolean => shown.closedAt !== null && !isToPutBack(shown)

/** A thousand missing cards take their time; what was broken off is gone on with. */
const CLOSE_MAX_MS = 60_000

const emptyKeys = {
  found: 'noneFound',
  misplaced: 'noneMisplaced',
  missing: 'noneMissing',
  unseen: 'noneUnseen',
  unknown: 'noneUnknown',
} as const

/** How many cards nobody has seen, where that is why a stocktake was not closed. */
const unseenNow = ({ code, details }: Problem): number | null => {
  const count = code === 'stocktake_unseen' ? details?.count : undefined
  return typeof count === 'number' ? count : null
}

export const stateLooks: Record<StocktakeView['state'], string> = {
  open: 'tag--ok',
  paused: 'tag--warn',
  closing: 'tag--warn',
  closed: '',
  abandoned: '',
}

const Card = ({ card, list }: { card: StocktakeCardView; list: ListName }) => {
  const text = useStocktakeTexts()
  const { serial, slot, belongs, putRight } = card
  const isWrong = list === 'misplaced'
  return (
    <li class="side-line">
      <bdi class="code">{serial}</bdi>
      {putRight && isWrong && <span class="tag tag--ok">{text('putRight')}</span>}
      <span class="rows__end">
        {isWrong ? text('liesIn', { place: isolate(slot) }) : <bdi class="code">{slot}</bdi>}
      </span>
      {isWrong && !putRight && (
        <strong class="side-line__more">
          {belongs === null ? text('noPlace') : text('belongs', { place: isolate(belongs) })}
        </strong>
      )}
    </li>
  )
}

/** One of the lists, a page at a time. */
const Cards = ({ shown, onPage }: { shown: Shown; onPage: (after: string | null) => void }) => {
  const text = useStocktakeTexts()
  const { cards, list, next, closedAt } = shown
  if (cards.length === 0) return <Empty>{text(emptyKeys[list])}</Empty>
  return (
    <>
      {list === 'misplaced' && (closedAt === null || isToPutBack(shown)) && (
        <div>
          <h3>{text('putBack')}</h3>
          <p class="quiet">{text('putBackHint')}</p>
          {closedAt !== null && <p class="quiet">{text('reportStays')}</p>}
        </div>
      )}
      <ul class="rows">
        {cards.map((card) => (
          <Card key={card.serial} card={card} list={list} />
        ))}
      </ul>
      {next !== null && <Button onClick={() => onPage(next)}>{text('nextPage')}</Button>}
    </>
  )
}

const Reports = ({ id }: { id: string }) => {
  const text = useStocktakeTexts()
  const report = `/api/stocktakes/${encodeURIComponent(id)}/report`
  return (
    <>
      <a class="button button--primary" href={`${report}.pdf`} download>
        {text('pdf')}
      </a>
      <a class="button" href={report} download>
        {text('csv')}
      </a>
    </>
  )
}

const Head = ({ shown, timeZone }: { shown: Shown; timeZone: string }) => {
  const text = useStocktakeTexts()
  const { place, state, progress, startedBy, startedAt, closedBy, closedAt } = shown
  const { scanned, expected, others } = progress
  const by = (name: string | null, at: string) => ({
    name: isolate(name ?? text('someone')),
    at: dayAndTime(at, timeZone),
  })
  return (
    <div class="side-head">
      <h2 class="side-title">
        <bdi class="code">{place}</bdi>{' '}
        <span class={`tag ${stateLooks[state]}`}>{text(state)}</span>
      </h2>
      <p class="quiet">{text('begunBy', by(startedBy, startedAt))}</p>
      {closedAt !== null && <p class="quiet">{text('endedBy', by(closedBy, closedAt))}</p>}
      <Progress says={text('of', { scanned, expected })} done={scanned} all={expected} />
      {others > 0 && (
        <p>
          {text('others', { others })} <span class="quiet">· {text('othersHint')}</span>
        </p>
      )}
    </div>
  )
}

/** A stocktake: scanned on the whole page while it is under way, and shown when it is over. */
export const StocktakeSheet = (props: SheetProps & { timeZone: string }) => {
  const { id, timeZone, waiting, onLeave } = props
  const text = useStocktakeTexts()
  const actions = useActions()
  const [list, setList] = useState<ListName>('misplaced')
  const [after, setAfter] = useState<string | null>(null)
  const [asked, setAsked] = useState<Closing | 'abandon' | null>(null)
  const path = `/api/stocktakes/${encodeURIComponent(id)}`
  const query = new URLSearchParams({ list, ...(after !== null && { after }) })
  const loaded = useSheet<Shown>(path, `?${query}`, isSettled)
  const shown = loaded.value
  const place = shown?.state === 'open' ? shown.place : null
  const make = useMemo(() => (place === null ? null : stocktakeWork(id, place)), [id, place])
  useSheetScans(props, loaded.reload, make)

  const choose = (next: ListName, from: string | null = null): void => {
    setList(next)
    setAfter(from)
    loaded.reload()
  }
  const change = async (what: 'pause' | 'resume' | 'abandon'): Promise<void> => {
    setAsked(null)
    await actions.run(what, () => post(`${path}/${what}`))
    loaded.reload()
  }
  const close = async (missing?: number): Promise<void> => {
    setAsked(null)
    const body = missing === undefined ? {} : { missing }
    const answer = await actions.run('close', () =>
      askStaff(`${path}/close`, { method: 'POST', body, timeoutMs: CLOSE_MAX_MS }),
    )
    if (answer?.ok) setList('missing')
    const unseenSince = answer && !answer.ok ? unseenNow(answer.problem) : null
    if (unseenSince !== null) {
      actions.dismiss()
      setAsked({ unseen: unseenSince, isAnew: true })
    }
    loaded.reload()
  }

  const frame = { back: text('back'), loaded, waiting, onLeave }
  if (!shown) return <Sheet {...frame}>{null}</Sheet>
  const { state, counts, unseen } = shown
  const isLive = state === 'open' || state === 'paused'
  const figures: [ListName, number][] = [
    ['misplaced', counts.misplaced],
    isLive ? ['unseen', unseen] : ['missing', counts.missing],
    ['unknown', counts.unknown],
    ['found', counts.found],
  ]
  const isBusy = actions.busy !== null
  return (
    <Sheet {...frame}>
      <Head shown={shown} timeZone={timeZone} />
      <div class="side-actions">
        {state === 'open' && (
          <Button busy={isBusy} onClick={() => void change('pause')}>
            {text('pause')}
          </Button>
        )}
        {state === 'paused' && (
          <Button look="primary" busy={isBusy} onClick={() => void change('resume')}>
            {text('resume')}
          </Button>
        )}
        {isLive && (
          <>
            <Button
              busy={isBusy}
              disabled={waiting > 0}
              onClick={() => setAsked({ unseen, isAnew: false })}
            >
              {text('close')}
            </Button>
            <Button look="danger" busy={isBusy} onClick={() => setAsked('abandon')}>
              {text('abandon')}
            </Button>
          </>
        )}
        {state === 'closing' && (
          <Button look="primary" busy={isBusy} onClick={() => void close()}>
            {text('goOn')}
          </Button>
        )}
        {shown.closedAt !== null && <Reports id={id} />}
      </div>
      <ActionNote problem={actions.problem} onDismiss={actions.dismiss} />
      <fieldset class="plain-set">
        <legend class="visually-hidden">{text('lists')}</legend>
        <div class="figures">
          {figures.map(([name, figure]) => (
            <button
              key={name}
              type="button"
              class={`figure figure--${name}`}
              aria-pressed={list === name}
              onClick={() => choose(name)}
            >
              <strong class="figure__number">{numberText(figure)}</strong>
              <span>{text(name)}</span>
            </button>
          ))}
        </div>
      </fieldset>
      {after !== null && <Button onClick={() => choose(list)}>{text('firstPage')}</Button>}
      {shown.list === list ? (
        <Cards shown={shown} onPage={(from) => choose(list, from)} />
      ) : (
        <Waiting />
      )}
      {asked !== null && asked !== 'abandon' && (
        <CloseDialog
          place={shown.place}
          {...asked}
          onConfirm={() => void close(asked.unseen)}
          onClose={() => setAsked(null)}
        />
      )}
      {asked === 'abandon' && (
        <Question
          isGrave
          title={text('abandonTitle', { place: isolate(shown.place) })}
          sentence={text('abandonHint')}
          yes={text('abandonConfirm')}
          onConfirm={() => void change('abandon')}
          onClose={() => setAsked(null)}
        />
      )}
    </Sheet>
  )
}
