import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { numberText } from '../../src/number-text.ts'
import type { Answer } from '../shared/api.ts'
import { Button, Dialog } from '../shared/components.tsx'
import { western } from '../shared/digits.ts'
import { useLoaded } from '../shared/hooks.ts'
import { isolate, useShared } from '../shared/i18n.ts'
import { useActions } from '../shared/staff-actions.ts'
import { CheckedForm, Field, useFormCheck } from '../shared/staff-field.tsx'
import { StaffNote } from '../shared/staff-note.tsx'
import { usePlaceTexts } from './place-texts.ts'
import {
  editPlace,
  type LabelPrint,
  type Listed,
  labelPrint,
  listPrinters,
  mergePlace,
  movePlace,
  printLabels,
  removePlace,
  type Scope,
  sheetAt,
} from './places.ts'

export type Asked = 'move' | 'merge' | 'edit' | 'remove' | 'label'

/** What came of it, to be said on the page. */
export interface Outcome {
  say: string
  /** Where the place is found from now on; null: it is no more. */
  code: string | null
  moves?: { serial: string; to: string }[]
}

interface DialogProps {
  centreId: string
  place: Listed
  onDone: (outcome: Outcome) => void
  onClose: () => void
}

/** A question with a form: what it does is done once, and a refusal stays in it. */
const Form = <T,>(props: {
  title: string
  hint?: string
  submit: string
  isDanger?: boolean
  work: (field: (name: string) => string) => Promise<Answer<T>>
  onDone: (value: T) => void
  onClose: () => void
  children?: (isWrong: (name: string) => boolean) => ComponentChildren
}) => {
  const shared = useShared()
  const actions = useActions()
  const checked = useFormCheck()
  const submit = async (form: HTMLFormElement): Promise<void> => {
    const given = new FormData(form)
    const answer = await actions.run('work', () =>
      props.work((name) => String(given.get(name) ?? '').trim()),
    )
    if (answer?.ok) props.onDone(answer.value)
  }
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <CheckedForm check={checked} onFilled={(form) => void submit(form)}>
        {props.hint && <p>{props.hint}</p>}
        {props.children?.(checked.isWrong)}
        {actions.problem && <StaffNote problem={actions.problem} />}
        <div class="dialog__actions">
          <Button
            type="submit"
            look={props.isDanger ? 'danger' : 'primary'}
            busy={actions.busy !== null}
          >
            {props.submit}
          </Button>
          <Button onClick={props.onClose}>{shared('cancel')}</Button>
        </div>
      </CheckedForm>
    </Dialog>
  )
}

const Into = ({ isWrong }: { isWrong: boolean }) => {
  const text = usePlaceTexts()
  return (
    <Field
      name="into"
      label={text('into')}
      hint={text('intoHint')}
      required
      dir="ltr"
      autoComplete="off"
      spellcheck={false}
      maxLength={32}
      pattern={'\\s*[A-Za-z0-9\\-]{1,32}\\s*'}
      isWrong={isWrong}
      wrong={text('intoHint')}
      data-takes-scan
    />
  )
}

const Move = ({ centreId, place, onDone, onClose }: DialogProps) => {
  const text = usePlaceTexts()
  const { code, cards } = place
  const named = { code: isolate(code), cards }
  return (
    <Form
      title={text('moveTitle', named)}
      hint={text('moveHint', named)}
      submit={text('moveNow')}
      work={(field) => movePlace(centreId, code, field('into'))}
      onDone={(moved) => {
        const words = { from: isolate(moved.from), code: isolate(moved.code) }
        onDone({ say: text('moved', words), code: moved.code })
      }}
      onClose={onClose}
    >
      {(isWrong) => <Into isWrong={isWrong('into')} />}
    </Form>
  )
}

const Merge = ({ centreId, place, onDone, onClose }: DialogProps) => {
  const text = usePlaceTexts()
  const { code, cards } = place
  const named = { code: isolate(code), cards }
  return (
    <Form
      title={text('mergeTitle', named)}
      hint={text('mergeHint', named)}
      submit={text('mergeNow')}
      isDanger
      work={(field) => mergePlace(centreId, code, field('into'))}
      onDone={({ from, into, moves }) => {
        const words = { from: isolate(from), into: isolate(into) }
        onDone({ say: text('merged', words), code: into, moves })
      }}
      onClose={onClose}
    >
      {(isWrong) => <Into isWrong={isWrong('into')} />}
    </Form>
  )
}

const Edit = ({ centreId, place, onDone, onClose }: DialogProps) => {
  const text = usePlaceTexts()
  const { code, name, capacity, kind } = place
  const hasOwn = kind === 'slot' || kind === 'quarantine' || kind === 'transit_box'
  const start: Record<string, string> = {
    nameAr: name.ar,
    nameEn: name.en,
    capacity: `${capacity}`,
  }
  const [given, setGiven] = useState(start)
  const take = (key: string) => ({
    name: key,
    value: given[key] ?? '',
    required: true,
    maxLength: 60,
    onInput: (event: { currentTarget: HTMLInputElement }) => {
      const { value } = event.currentTarget
      setGiven((before) => ({ ...before, [key]: value }))
    },
  })
  return (
    <Form
      title={text('editTitle', { code: isolate(code) })}
      submit={text('save')}
      work={(field) =>
        editPlace(centreId, code, {
          nameAr: field('nameAr'),
          nameEn: field('nameEn'),
          ...(hasOwn && { capacity: Number(western(field('capacity'))) }),
        })
      }
      onDone={() => onDone({ say: '', code })}
      onClose={onClose}
    >
      {(isWrong) => (
        <>
          <Field {...take('nameAr')} label={text('nameAr')} dir="rtl" isWrong={isWrong('nameAr')} />
          <Field {...take('nameEn')} label={text('nameEn')} dir="ltr" isWrong={isWrong('nameEn')} />
          {hasOwn && (
            <Field
              {...take('capacity')}
              label={text('capacity')}
              inputMode="numeric"
              pattern={'\\s*[0-9\u0660-\u0669]{1,5}\\s*'}
              wrong={text('wrongNumber')}
              isWrong={isWrong('capacity')}
            />
          )}
        </>
      )}
    </Form>
  )
}

const Remove = ({ centreId, place, onDone, onClose }: DialogProps) => {
  const text = usePlaceTexts()
  const { code, parent } = place
  const named = { code: isolate(code) }
  return (
    <Form
      title={text('removeTitle', named)}
      hint={text('removeHint')}
      submit={text('removeNow')}
      isDanger
      work={() => removePlace(centreId, code)}
      onDone={() => onDone({ say: text('removed', named), code: parent })}
      onClose={onClose}
    />
  )
}

const scopes: readonly Scope[] = ['itself', 'parts', 'all']
const LOOK_AGAIN_MS = 1_000

/** Follows a print until it is over; one that fails is looked at on, for it is tried again. */
const usePrint = (centreId: string) => {
  const [print, setPrint] = useState<LabelPrint | undefined>()
  useEffect(() => {
    if (!print || print.state === 'printed' || print.state === 'failed') return undefined
    const timer = setTimeout(async () => {
      const answer = await labelPrint(centreId, print.id)
      setPrint((now) => (now?.id === print.id ? (answer.ok ? answer.value : { ...now }) : now))
    }, LOOK_AGAIN_MS)
    return () => clearTimeout(timer)
  }, [centreId, print])
  return { print, setPrint }
}

const Labels = ({ centreId, place, onClose }: DialogProps) => {
  const text = usePlaceTexts()
  const shared = useShared()
  const actions = useActions()
  const [scope, setScope] = useState<Scope>(place.parts > 0 ? 'parts' : 'itself')
  const [printer, setPrinter] = useState('')
  const { value } = useLoaded(centreId, (signal) => listPrinters(centreId, signal))
  const { print, setPrint } = usePrint(centreId)
  const chosen = printer || value?.printers[0]?.id
  const start = async (): Promise<void> => {
    if (!chosen) return
    const answer = await actions.run('print', () =>
      printLabels(centreId, place.code, { printer: chosen, scope }),
    )
    if (answer?.ok) setPrint(answer.value)
  }
  const said = (): string => {
    if (!print) return ''
    if (print.state === 'printed') return text('printed', { count: numberText(print.labels) })
    return print.failure
      ? text('printFailed')
      : text('printing', { count: numberText(print.labels) })
  }
  return (
    <Dialog
      title={text('labelTitle', { code: isolate(place.code) })}
      onClose={onClose}
      actions={<Button onClick={onClose}>{shared('close')}</Button>}
    >
      <div class="form">
        <label class="field">
          <span class="field__label">{text('scope')}</span>
          <select
            class="field__input"
            value={scope}
            onChange={(event) =>
              setScope(scopes.find((one) => one === event.currentTarget.value) ?? 'itself')
            }
          >
            {scopes
              .filter((one) => one === 'itself' || place.parts > 0)
              .map((one) => (
                <option key={one} value={one}>
                  {text(`scope_${one}`, { count: numberText(place.parts) })}
                </option>
              ))}
          </select>
        </label>
        <a
          class="button"
          href={sheetAt(centreId, place.code, scope)}
          target="_blank"
          rel="noreferrer"
        >
          {text('sheet')}
        </a>
        {value?.printers.length === 0 && <p class="quiet">{text('noPrinters')}</p>}
        {value && value.printers.length > 0 && (
          <div class="form__row">
            <label class="field">
              <span class="field__label">{text('printer')}</span>
              <select
                class="field__input"
                value={chosen}
                onChange={(event) => setPrinter(event.currentTarget.value)}
              >
                {value.printers.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
            <Button busy={actions.busy !== null} onClick={() => void start()}>
              {text('print')}
            </Button>
          </div>
        )}
        {actions.problem && <StaffNote problem={actions.problem} />}
        <p role="status">{said()}</p>
      </div>
    </Dialog>
  )
}

const dialogs = { move: Move, merge: Merge, edit: Edit, remove: Remove, label: Labels }

/** The question that a button of a place asks. */
export const PlaceDialog = ({ asked, ...props }: DialogProps & { asked: Asked }) => {
  const Asking = dialogs[asked]
  return <Asking {...props} />
}
