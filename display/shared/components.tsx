import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks'
import { FAULTS_MAX } from '../../src/refusal.ts'
import type { Problem } from './api.ts'
import { setLanguage, useLanguage, useShared } from './i18n.ts'

const classes = (...names: (string | false | undefined)[]): string =>
  names.filter(Boolean).join(' ')

interface ButtonProps extends Omit<JSX.IntrinsicElements['button'], 'class' | 'size'> {
  look?: 'plain' | 'primary' | 'danger' | 'quiet'
  large?: boolean
  /** Its work is under way: it looks busy and cannot be pressed again. */
  busy?: boolean
  class?: string
}

/** What keeps a busy button from doing anything: a disabled one would drop the focus. */
const whileBusy = {
  type: 'button',
  onClick: undefined,
  'aria-busy': 'true',
  'aria-disabled': 'true',
} as const

export const Button = ({ look = 'plain', large, busy, class: own, ...rest }: ButtonProps) => (
  <button
    type="button"
    {...rest}
    {...(busy && whileBusy)}
    class={classes('button', look !== 'plain' && `button--${look}`, large && 'button--large', own)}
  />
)

export const Panel = (props: { title?: string; class?: string; children: ComponentChildren }) => (
  <section class={classes('panel', props.class)}>
    {props.title && <h2 class="panel__title">{props.title}</h2>}
    {props.children}
  </section>
)

/** A question over the page. Escape and a press outside say `onClose`. */
export const Dialog = (props: {
  title: string
  onClose: () => void
  children: ComponentChildren
  actions?: ComponentChildren
}) => {
  const ref = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  const { onClose } = props
  // Before it is painted: what is typed right after the key that opens it belongs to it.
  useLayoutEffect(() => {
    const dialog = ref.current
    if (dialog && !dialog.open) dialog.showModal()
    return () => dialog?.close()
  }, [])
  return (
    // The keyboard's way out is Escape, which the dialog itself reports as cancel.
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above
    <dialog
      ref={ref}
      class="dialog"
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onClick={(event) => event.target === ref.current && onClose()}
    >
      <h2 class="dialog__title" id={titleId}>
        {props.title}
      </h2>
      {props.children}
      {props.actions && <div class="dialog__actions">{props.actions}</div>}
    </dialog>
  )
}

/** Whether something is to be done, asked once more before it is. */
export const Question = (props: {
  title: string
  sentence: string
  yes: string
  no?: string
  /** It takes something away that does not come back by a press. */
  isGrave?: boolean
  onConfirm: () => void
  onClose: () => void
  children?: ComponentChildren
}) => {
  const shared = useShared()
  return (
    <Dialog
      title={props.title}
      onClose={props.onClose}
      actions={
        <>
          <Button look={props.isGrave ? 'danger' : 'primary'} onClick={props.onConfirm}>
            {props.yes}
          </Button>
          {/* What a hasty Enter presses takes nothing away. */}
          <Button autofocus={props.isGrave === true} onClick={props.onClose}>
            {props.no ?? shared('cancel')}
          </Button>
        </>
      }
    >
      <p>{props.sentence}</p>
      {props.children}
    </Dialog>
  )
}

/**
 * A failure as a sentence, what to do about it, and perhaps buttons to do it.
 * An empty `remedy` is for a sentence that says what to do itself.
 */
export const ProblemNote = (props: {
  problem: Pick<Problem, 'code' | 'detail' | 'errors'>
  remedy?: string
  onRetry?: (() => void) | undefined
  children?: ComponentChildren
}) => {
  const shared = useShared()
  const { errors } = props.problem
  const isAway = props.problem.code === 'unreachable' || props.problem.code === 'timed_out'
  const remedy = props.remedy ?? shared(isAway ? 'unreachableRemedy' : 'askStaff')
  return (
    <div class="problem" role="alert">
      <span class="problem__sign" aria-hidden="true">
        !
      </span>
      {errors ? (
        <ul class="problem__all">
          {errors.map(({ detail }, at) => (
            <li key={`${at} ${detail}`}>{detail}</li>
          ))}
        </ul>
      ) : (
        <p class="problem__sentence">{props.problem.detail}</p>
      )}
      {errors && errors.length >= FAULTS_MAX && (
        <p class="problem__remedy">{shared('firstFaults', { most: errors.length })}</p>
      )}
      {remedy !== '' && <p class="problem__remedy">{remedy}</p>}
      {(props.onRetry || props.children) && (
        <div class="problem__actions">
          {props.onRetry && <Button onClick={props.onRetry}>{shared('tryAgain')}</Button>}
          {props.children}
        </div>
      )}
    </div>
  )
}

const TOAST_MS = 5_000

/** A short word that something was done; it goes by itself. */
export const Toast = (props: {
  /** In the line in which it stands, where it covers nothing. */
  inLine?: boolean
  children: ComponentChildren
  onGone: () => void
}) => {
  const { onGone } = props
  const gone = useRef(onGone)
  gone.current = onGone
  useEffect(() => {
    const timer = setTimeout(() => gone.current(), TOAST_MS)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div class={props.inLine ? 'toast toast--in-line' : 'toast'} role="status">
      {props.children}
    </div>
  )
}

/** A sign of life for what takes more than 300 ms; nothing is seen before. */
export const Waiting = (props: { label?: string }) => {
  const shared = useShared()
  return (
    <div class="waiting" role="status">
      <span class="waiting__ring" aria-hidden="true" />
      <span>{props.label ?? shared('waiting')}</span>
    </div>
  )
}

export const Empty = (props: { children: ComponentChildren }) => (
  <p class="empty">{props.children}</p>
)

/** A label as long as this is a word, or several: it is set smaller, and in lines. */
const WORDS_FROM = 6

/** What a counter is called: a number as a rule, which is set as large as one; or words. */
export const CounterLabel = (props: { children: string; class: string }) => (
  <bdi
    dir="auto"
    class={classes(
      'counter-label',
      props.class,
      props.children.length >= WORDS_FROM && 'counter-label--words',
    )}
  >
    {props.children}
  </bdi>
)

/** A ticket's number: one word from left to right in either language. */
export const TicketNumber = (props: { children: string; class?: string }) => (
  <bdi dir="ltr" class={classes('number', props.class)}>
    {props.children}
  </bdi>
)

/** Offers the other language in its own words. */
export const LanguageSwitch = () => {
  const shared = useShared()
  const other = useLanguage() === 'ar' ? 'en' : 'ar'
  return (
    <Button
      look="quiet"
      lang={other}
      title={shared('languageLabel')}
      onClick={() => setLanguage(other)}
    >
      {shared('otherLanguage')}
    </Button>
  )
}

/** The house's sign: a ring not quite closed, and the one whose turn it is. */
export const Mark = (props: { wordless?: boolean }) => {
  const shared = useShared()
  return (
    <span class="mark">
      <svg class="mark__sign" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
        <path
          d="M22.5 6.4A12 12 0 1 0 28 16"
          fill="none"
          stroke="currentColor"
          stroke-width="4"
          stroke-linecap="round"
        />
        <circle cx="16" cy="16" r="4" fill="currentColor" />
      </svg>
      {!props.wordless && <span>{shared('product')}</span>}
    </span>
  )
}

/** A dot beside a name; what it means is said to those who hear the page, and to a pointer. */
export const Dot = ({ words }: { words: string }) => (
  <span class="dot" title={words}>
    <span class="visually-hidden">({words})</span>
  </span>
)
