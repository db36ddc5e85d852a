import { useMemo, useState } from 'preact/hooks'
import type { DisposalView, ListedCard } from '../../src/cards/disposal.view.ts'
import type { CentreInfo } from '../shared/centre.ts'
import { Button, Empty, Question } from '../shared/components.tsx'
import { isolate } from '../shared/i18n.ts'
import { askStaff, type Member, post } from '../shared/session.ts'
import { useActions } from '../shared/staff-actions.ts'
import { ActionNote } from '../shared/staff-note.tsx'
import { cardWork } from './card-work.ts'
import { listLooks, listState } from './list-state.ts'
import { Progress } from './progress.tsx'
import { SecondDialog } from './second-dialog.tsx'
import { type MakeWork, Sheet, type SheetProps, useSheet, useSheetScans } from './sheet.tsx'
import { dayAndTime } from './times.ts'
import { uncollectedText, useUncollectedTexts } from './uncollected-texts.ts'

type Shown = DisposalView & { cards: ListedCard[] }

/** A thousand cards take their time; what was broken off is gone on with. */
const CONFIRM_MAX_MS = 60_000

const outcomeLooks: Record<NonNullable<ListedCard['outcome']>, string> = {
  expired: 'tag--ok',
  collected: '',
  wanted: 'tag--warn',
  not_scanned: 'tag--warn',
  not_due: '',
}

/** The list as a file: serials, places and names only, quoted, so that no field is a formula. */
const csvOf = ({ id, cards }: Shown): string => {
  const rows = cards.map(({ serial, place, scannedBy, scannedAt, outcome }) => [
    serial,
    place ?? '',
    scannedBy ?? '',
    scannedAt ?? '',
    outcome ?? '',
  ])
  const lines = [['serial', 'place', 'scanned by', 'scanned at', 'outcome', 'list'], ...rows]
  const field = (value: string) =>
    `"${(/^[=+\-@\t]/.test(value) ? `'${value}` : value).replaceAll('"', '""')}"`
  return `\uFEFF${lines
    .map((line, at) => (at === 0 ? line : [...line, id]).map(field).join(','))
    .join('\r\n')}\r\n`
}

const Files = ({ shown }: { shown: Shown }) => {
  const text = useUncollectedTexts()
  const file = `data:text/csv;charset=utf-8,${encodeURIComponent(csvOf(shown))}`
  return (
    <>
      <Button onClick={() => print()}>{text('print')}</Button>
      <a class="button" href={file} download={`${shown.kind}-${shown.madeAt.slice(0, 10)}.csv`}>
        {text('download')}
      </a>
    </>
  )
}

const Head = ({ shown, timeZone }: { shown: Shown; timeZone: string }) => {
  const text = useUncollectedTexts()
  const { kind, listed, scanned, madeBy, madeAt, confirmedBy, closedAt } = shown
  const stands = listState(shown)
  const by = (name: string | null, at: string) => ({
    name: isolate(name ?? text('someone')),
    at: dayAndTime(at, timeZone),
  })
  return (
    <div class="side-head">
      <h2 class="side-title">
        {text(kind)} <span class={`tag ${listLooks[stands]}`}>{text(stands)}</span>
      </h2>
      <p class="quiet">{text('madeBy', by(madeBy, madeAt))}</p>
      {closedAt !== null && (
        <p class="quiet">
          {stands === 'givenUp'
            ? text('givenUpAt', { at: dayAndTime(closedAt, timeZone) })
            : text('confirmedBy', by(confirmedBy, closedAt))}
        </p>
      )}
      <Progress says={text('of', { scanned, listed })} done={scanned} all={listed} />
    </div>
  )
}

const Cards = ({ cards }: Pick<Shown, 'cards'>) => {
  const text = useUncollectedTexts()
  if (cards.length === 0) return <Empty>{text('noCards')}</Empty>
  return (
    <ul class="rows">
      {cards.map(({ serial, place, scannedBy, outcome }) => (
        <li key={serial} class="side-line">
          <bdi class="code">{serial}</bdi>
          {outcome !== null ? (
            <span class={`tag ${outcomeLooks[outcome]}`}>{text(outcome)}</span>
          ) : (
            <span class={`tag ${scannedBy === null ? '' : 'tag--ok'}`}>
              {text(scannedBy === null ? 'toScan' : 'scanned')}
            </span>
          )}
          <span class="rows__end">
            <bdi class="code">{place}</bdi>
          </span>
          {scannedBy !== null && (
            <span class="side-line__more quiet">
              {text('scannedBy', { name: isolate(scannedBy) })}
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}

const listWork = (id: string, kind: DisposalView['kind']): MakeWork =>
  cardWork({
    key: `list ${id}`,
    sheet: { work: 'list', id },
    words: {
      banner: () => uncollectedText(kind === 'return' ? 'bannerReturn' : 'bannerDestroy'),
      idle: () => uncollectedText('idle'),
      hint: () => uncollectedText('idleHint'),
      notACard: () => uncollectedText('notACard'),
      notACardHint: () => uncollectedText('notACardHint'),
    },
  })

/** A list: its cards are scanned as they are taken out, and a second member of staff confirms it. */
export const UncollectedSheet = (
  props: SheetProps & {
    /** Cards that were named and are not on it. */
    notDue: number
    centre: CentreInfo
    member: Member
  },
) => {
  const { id, notDue, centre, member, waiting, onLeave } = props
  const text = useUncollectedTexts()
  const actions = useActions()
  const [asked, setAsked] = useState<'confirm' | 'giveUp' | null>(null)
  const path = `/api/disposals/${encodeURIComponent(id)}`
  const loaded = useSheet<Shown>(path)
  const shown = loaded.value
  const kind = shown?.state === 'open' ? shown.kind : null
  const make = useMemo(() => (kind === null ? null : listWork(id, kind)), [id, kind])
  useSheetScans(props, loaded.reload, make)

  const goOn = async (): Promise<void> => {
    await actions.run('confirm', () =>
      askStaff(`${path}/confirm`, { method: 'POST', body: {}, timeoutMs: CONFIRM_MAX_MS }),
    )
    loaded.reload()
  }
  const giveUp = async (): Promise<void> => {
    setAsked(null)
    await actions.run('give up', () => post(`${path}/abandon`))
    loaded.reload()
  }
  const isUntouched = shown?.state === 'open' && shown.scanned === 0
  return (
    <Sheet back={text('back')} loaded={loaded} waiting={waiting} isPrinted onLeave={onLeave}>
      {notDue > 0 && <p class="note">{text('notDue', { count: notDue })}</p>}
      {shown && (
        <>
          <Head shown={shown} timeZone={centre.timeZone} />
          <div class="side-actions">
            {shown.state === 'open' && (
              <Button
                look="primary"
                busy={actions.busy !== null}
                disabled={isUntouched || waiting > 0}
                onClick={() => setAsked('confirm')}
              >
                {text('confirm')}
              </Button>
            )}
            {shown.state === 'confirming' && (
              <Button look="primary" busy={actions.busy !== null} onClick={() => void goOn()}>
                {text('goOn')}
              </Button>
            )}
            {isUntouched && (
              <Button
                look="danger"
                busy={actions.busy !== null}
                disabled={waiting > 0}
                onClick={() => setAsked('giveUp')}
              >
                {text('giveUp')}
              </Button>
            )}
            <Files shown={shown} />
          </div>
          {isUntouched && <p class="quiet">{text('scanFirst')}</p>}
          <ActionNote problem={actions.problem} onDismiss={actions.dismiss} />
          <Cards cards={shown.cards} />
        </>
      )}
      {asked === 'giveUp' && (
        <Question
          isGrave
          title={text('giveUpTitle')}
          sentence={text('giveUpHint')}
          yes={text('giveUpNow')}
          onConfirm={() => void giveUp()}
          onClose={() => setAsked(null)}
        />
      )}
      {asked === 'confirm' && shown && (
        <SecondDialog
          path={path}
          shown={shown}
          member={member}
          onDone={() => {
            setAsked(null)
            loaded.reload()
          }}
          onClose={() => setAsked(null)}
        />
      )}
    </Sheet>
  )
}
