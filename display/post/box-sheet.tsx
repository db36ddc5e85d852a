import { useMemo, useState } from 'preact/hooks'
import type { BoxWithCards } from '../../src/cards/box.view.ts'
import type { CentreInfo } from '../shared/centre.ts'
import { Button, Empty, Question } from '../shared/components.tsx'
import { isolate } from '../shared/i18n.ts'
import { post } from '../shared/session.ts'
import { useActions } from '../shared/staff-actions.ts'
import { CheckedForm, Field, useFormCheck } from '../shared/staff-field.tsx'
import { ActionNote } from '../shared/staff-note.tsx'
import { boxText, useBoxTexts } from './box-texts.ts'
import { cardWork } from './card-work.ts'
import { useCentreNames } from './centre-names.ts'
import { Progress } from './progress.tsx'
import { type MakeWork, Sheet, type SheetProps, useSheet, useSheetScans } from './sheet.tsx'
import { dayAndTime } from './times.ts'

const outcomeLooks = { left: 'tag--warn', received: 'tag--ok', missing: 'tag--bad' } as const

/** How many cards left in it. */
const sentOf = ({ cards }: BoxWithCards): number =>
  cards.filter(({ outcome }) => outcome !== 'left').length

/** The seal's number, scanned or typed; the question names it once more. */
const Seal = (props: { busy: boolean; onSeal: (seal: string) => void }) => {
  const text = useBoxTexts()
  const checked = useFormCheck()
  const [seal, setSeal] = useState('')
  return (
    <CheckedForm check={checked} onFilled={() => props.onSeal(seal.trim())}>
      <div class="form__row">
        <Field
          label={text('sealNumber')}
          name="seal"
          class="code"
          data-takes-scan
          dir="ltr"
          required
          pattern="\s*[A-Za-z0-9\-]{1,32}\s*"
          maxLength={64}
          autoComplete="off"
          autoCapitalize="characters"
          spellcheck={false}
          value={seal}
          onInput={(event) => setSeal(event.currentTarget.value)}
          isWrong={checked.isWrong('seal')}
          wrong={text('sealWrong')}
        />
        <Button type="submit" look="primary" busy={props.busy}>
          {text('sealButton')}
        </Button>
      </div>
      <p class="field__hint">{text('sealHint')}</p>
    </CheckedForm>
  )
}

const Head = ({ box, centre }: { box: BoxWithCards; centre: CentreInfo }) => {
  const text = useBoxTexts()
  const { nameOf } = useCentreNames()
  const { from, to, state, seal, cards } = box
  const isOurs = from === centre.id
  const sent = sentOf(box)
  const received = cards.filter(({ outcome }) => outcome === 'received').length
  const steps = [
    ['madeBy', box.madeBy, box.madeAt],
    ['sealedBy', box.sealedBy, box.sealedAt],
    ['closedBy', box.closedBy, box.closedAt],
  ] as const
  return (
    <div class="side-head">
      <h2 class="side-title">
        {isOurs
          ? text('toCentre', { centre: isolate(nameOf(to)) })
          : text('fromCentre', { centre: isolate(nameOf(from)) })}
        <span class={`tag ${state === 'open' ? 'tag--ok' : state === 'sealed' ? 'tag--warn' : ''}`}>
          {text(state)}
        </span>
      </h2>
      {steps.map(
        ([key, name, at]) =>
          at !== null && (
            <p key={key} class="quiet">
              {text(key, {
                name: isolate(name ?? text('someone')),
                at: dayAndTime(at, centre.timeZone),
              })}
            </p>
          ),
      )}
      {seal !== null && (
        <p class="seal">
          {!isOurs && state === 'sealed' && <span>{text('checkSeal')}</span>}
          <strong>
            <bdi class="code">{seal}</bdi>
          </strong>
        </p>
      )}
      {state === 'open' ? (
        <p class="side-progress" role="status">
          {text('inside', { count: cards.length })}
        </p>
      ) : (
        <Progress says={text('takenOut', { received, sent })} done={received} all={sent} />
      )}
    </div>
  )
}

const Cards = ({ box }: { box: BoxWithCards }) => {
  const text = useBoxTexts()
  if (box.cards.length === 0) return <Empty>{text('emptyBox')}</Empty>
  return (
    <ul class="rows">
      {box.cards.map(({ serial, packedBy, outcome }) => (
        <li key={serial} class="side-line">
          <bdi class="code">{serial}</bdi>
          <span class={`tag ${outcome === null ? '' : outcomeLooks[outcome]}`}>
            {text(outcome ?? 'inBox')}
          </span>
          {packedBy !== null && (
            <span class="rows__end quiet">{text('packedBy', { name: isolate(packedBy) })}</span>
          )}
        </li>
      ))}
    </ul>
  )
}

const boxWork = (id: string, step: 'pack' | 'unpack', other: string): MakeWork => {
  const isPacking = step === 'pack'
  return cardWork({
    key: `box ${step} ${id}`,
    sheet: { work: step, id },
    words: {
      banner: () => boxText(isPacking ? 'bannerPack' : 'bannerOpen', { centre: isolate(other) }),
      idle: () => boxText(isPacking ? 'idlePack' : 'idleOpen'),
      hint: () => boxText(isPacking ? 'idlePackHint' : 'idleOpenHint'),
      notACard: () => boxText('notACard'),
      notACardHint: () => boxText('notACardHint'),
    },
  })
}

/** A box at one of its ends: packed and sealed here, or opened here. */
export const BoxSheet = (props: SheetProps & { centre: CentreInfo }) => {
  const { id, centre, waiting, onLeave } = props
  const text = useBoxTexts()
  const { nameOf } = useCentreNames()
  const actions = useActions()
  const [asked, setAsked] = useState<{ seal: string } | 'close' | null>(null)
  const [isOpened, setOpened] = useState(false)
  const path = `/api/boxes/${encodeURIComponent(id)}`
  const loaded = useSheet<BoxWithCards>(path)
  const box = loaded.value
  const isOurs = box?.from === centre.id
  const inside = box?.cards.filter(({ outcome }) => outcome === null) ?? []
  // Once a card has come out, the box is open, whoever opened it.
  const isUnpacking =
    box?.state === 'sealed' && !isOurs && (isOpened || inside.length < sentOf(box))
  const step = box?.state === 'open' && isOurs ? 'pack' : isUnpacking ? 'unpack' : null

  const other = box ? nameOf(isOurs ? box.to : box.from) : ''
  const make = useMemo(() => (step === null ? null : boxWork(id, step, other)), [id, step, other])
  useSheetScans(props, loaded.reload, make)

  const change = async (what: 'seal' | 'close', body: object): Promise<void> => {
    setAsked(null)
    await actions.run(what, () => post(`${path}/${what}`, body))
    loaded.reload()
  }
  const isBusy = actions.busy !== null
  return (
    <Sheet back={text('back')} loaded={loaded} waiting={waiting} onLeave={onLeave}>
      {box && <Head box={box} centre={centre} />}
      <ActionNote problem={actions.problem} onDismiss={actions.dismiss} />
      {step === 'pack' && inside.length > 0 && waiting === 0 && (
        <Seal busy={isBusy} onSeal={(seal) => setAsked({ seal })} />
      )}
      {box?.state === 'sealed' && isOurs && <p class="good-note">{text('onItsWay')}</p>}
      {box?.state === 'sealed' && !isOurs && (
        <div class="side-actions">
          {!isUnpacking && (
            <Button look="primary" onClick={() => setOpened(true)}>
              {text('opening')}
            </Button>
          )}
          {isUnpacking && (
            <Button
              look={inside.length === 0 ? 'primary' : 'plain'}
              busy={isBusy}
              disabled={waiting > 0}
              onClick={() => setAsked('close')}
            >
              {text('close')}
            </Button>
          )}
        </div>
      )}
      {box && <Cards box={box} />}
      {asked === 'close' && (
        <Question
          title={text('closeTitle')}
          sentence={
            inside.length === 0 ? text('closeAll') : text('closeMissing', { count: inside.length })
          }
          yes={text('close')}
          isGrave={inside.length > 0}
          onConfirm={() => void change('close', {})}
          onClose={() => setAsked(null)}
        />
      )}
      {asked !== null && asked !== 'close' && (
        <Question
          title={text('sealTitle', { seal: isolate(asked.seal) })}
          sentence={text('sealQuestion', { count: inside.length, centre: isolate(other) })}
          yes={text('sealButton')}
          onConfirm={() => void change('seal', { seal: asked.seal })}
          onClose={() => setAsked(null)}
        />
      )}
    </Sheet>
  )
}
