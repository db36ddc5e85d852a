import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { numberText } from '../../src/number-text.ts'
import { Question } from '../shared/components.tsx'
import { useNow } from '../shared/hooks.ts'
import { isolate, useLanguage } from '../shared/i18n.ts'
import { useAway } from '../shared/live-hooks.ts'
import { serverTime } from '../shared/server-clock.ts'
import { ActionNote } from '../shared/staff-note.tsx'
import { serviceName } from '../tickets/names.ts'
import { Actions } from './actions.tsx'
import type { AtDesk } from './at-desk.ts'
import { CurrentTicket } from './current-ticket.tsx'
import { FinishDialog, PauseDialog, TransferDialog } from './dialogs.tsx'
import { useKeys } from './keys.ts'
import { isAllowed, isPauseToEnd, nextStep, type SideStep, type Step } from './next-step.ts'
import { NoteDialog } from './notes.tsx'
import { useCounterTexts } from './texts.ts'
import { unkeptNote } from './unkept-note.ts'

/** An impatient second press must not do the next thing as well. */
const CALM_MS = 1000

type Asking = 'pause' | 'note' | 'transfer' | 'close' | 'finish' | null

/**
 * Whether what a press did came so lately that the next one may be meant for it still: an impatient
 * second press must not do the next thing as well. What comes from elsewhere holds nothing up.
 * @param stage changes with what the next thing is, and for whom
 */
const useCalm = (stage: string): { isCalm: boolean; onPress: () => void } => {
  const [isCalm, setCalm] = useState(false)
  const pressedIn = useRef('')
  const isOwn = pressedIn.current !== '' && pressedIn.current !== stage
  useLayoutEffect(() => {
    if (!isOwn) return
    pressedIn.current = ''
    setCalm(true)
    const timer = setTimeout(() => setCalm(false), CALM_MS)
    return () => {
      clearTimeout(timer)
      setCalm(false)
    }
  }, [stage])
  const onPress = (): void => {
    pressedIn.current = stage
  }
  // Already in the rendering that shows the new stage, before its effect.
  return { isCalm: isCalm || isOwn, onPress }
}

/** What a desk does when a key or button says so, and the dialog that is open. */
const useSteps = ({ view, desk, say, centre }: AtDesk, now: Date, isAway: boolean) => {
  const text = useCounterTexts()
  const language = useLanguage()
  const [asking, setAsking] = useState<Asking>(null)
  const step = nextStep(view)
  const ticketId = view.ticket?.id
  // What is asked about a visitor is not asked about the next one.
  useLayoutEffect(() => setAsking(null), [ticketId])
  const number = isolate(view.ticket?.number ?? '')

  const { isCalm, onPress } = useCalm(`${view.ticket?.id} ${step}`)
  const { card } = view.ticket ?? {}
  const { worksOnCards = false } =
    centre.services.find(({ id }) => id === view.ticket?.service) ?? {}
  // Fetched or scanned at the desk before anybody said so: it may be in the visitor's hand already.
  // A ticket that names none has one as soon as it is given.
  const isCardOwed = card
    ? (card.pick === 'open' || card.pick === 'picked') && card.state !== 'handed_over'
    : worksOnCards

  const finish = async (): Promise<void> => {
    if (await desk.act('finish', {}, ticketId)) say(text('said_finish', { number }))
  }
  const doStep: Record<Step, () => Promise<void>> = {
    next: async () => {
      if ((await desk.callNext()) === false) say(text('nobody'))
    },
    serve: async () =>
      void ((await desk.act('serve', {}, ticketId)) && say(text('said_serve', { number }))),
    finish: async () => (isCardOwed ? setAsking('finish') : finish()),
    resume: async () => void (await desk.act('open', { services: view.services })),
  }
  const doSide: Record<SideStep, () => Promise<void>> = {
    recall: async () =>
      void ((await desk.act('recall', {}, ticketId)) && say(text('said_recall', { number }))),
    noShow: async () =>
      void ((await desk.act('no-show', {}, ticketId)) && say(text('said_noShow', { number }))),
    park: async () =>
      void ((await desk.act('park', {}, ticketId)) && say(text('said_park', { number }))),
    transfer: async () => setAsking('transfer'),
    note: async () => setAsking('note'),
    pause: async () => (isPauseToEnd(view) ? doStep.resume() : setAsking('pause')),
    close: async () => setAsking('close'),
  }
  return {
    step,
    asking,
    isCalm,
    goOn: () => {
      if (!step || isAway) return
      if (isCalm) return say(text('tooSoon'))
      onPress()
      void doStep[step]()
    },
    side: (which: SideStep) => {
      // One thing at a time: a dialog that is opened beside another press could only be refused.
      if (desk.busy === null && !isAway && isAllowed(which, view, now)) void doSide[which]()
    },
    stopAsking: () => setAsking(null),
    pause: async (reason: string) => {
      setAsking(null)
      await desk.act('pause', { reason })
    },
    transfer: async (service: string) => {
      setAsking(null)
      const name = isolate(serviceName(centre, service, language))
      if (await desk.act('transfer', { service }, ticketId))
        say(text('said_transfer', { number, service: name }))
    },
    /** What was typed and not kept, to be gone on with. */
    unkept: view.ticket ? unkeptNote.of(view.ticket) : undefined,
    note: async (words: string) => {
      setAsking(null)
      if (!(await desk.act('notes', { text: words }, ticketId))) return
      unkeptNote.drop()
      say(text('said_note', { number }))
    },
    finish: async () => {
      setAsking(null)
      await finish()
    },
    close: async () => {
      setAsking(null)
      await desk.act('close')
    },
  }
}

/** What is under way while the one next thing is done (see `Desk`). */
/** The ticket, the one next thing, and the rest. */
export const DeskMain = (at: AtDesk) => {
  const text = useCounterTexts()
  const { view, desk } = at
  const isAway = useAway()
  const now = serverTime(useNow(1_000))
  const steps = useSteps(at, now, isAway)
  useKeys(steps.goOn, steps.side)

  useEffect(() => {
    const before = document.title
    const label = view.ticket?.number ?? numberText(view.waiting)
    document.title = `${label} · ${text('counter', { label: view.label })} · Dawr`
    return () => {
      document.title = before
    }
  }, [view.ticket?.number, view.waiting, view.label, text])

  return (
    <section class="desk__main">
      <CurrentTicket {...at} />
      <ActionNote problem={desk.problem} isUnsure={desk.isUnsure} onDismiss={desk.dismiss} />
      <Actions
        view={view}
        step={steps.step}
        now={now}
        busy={desk.busy}
        isAway={isAway}
        isCalm={steps.isCalm}
        hasUnkept={steps.unkept !== undefined}
        onNext={steps.goOn}
        onSide={steps.side}
      />
      {steps.asking === 'pause' && (
        <PauseDialog onPause={(reason) => void steps.pause(reason)} onClose={steps.stopAsking} />
      )}
      {steps.asking === 'note' && view.ticket && (
        <NoteDialog
          title={text('noteTitle', { number: isolate(view.ticket.number) })}
          {...(steps.unkept !== undefined && { text: steps.unkept })}
          onTyped={(words) => view.ticket && unkeptNote.type(view.ticket.id, words)}
          onKeep={(words) => void steps.note(words)}
          onDrop={() => {
            unkeptNote.drop()
            steps.stopAsking()
          }}
          onClose={steps.stopAsking}
        />
      )}
      {steps.asking === 'transfer' && view.ticket && (
        <TransferDialog
          ticket={view.ticket}
          centre={at.centre}
          onTransfer={(service) => void steps.transfer(service)}
          onClose={steps.stopAsking}
        />
      )}
      {steps.asking === 'finish' && view.ticket && (
        <FinishDialog
          number={view.ticket.number}
          serial={view.ticket.card?.serial}
          onConfirm={() => void steps.finish()}
          onClose={steps.stopAsking}
        />
      )}
      {steps.asking === 'close' && (
        <Question
          title={text('closeTitle', { label: isolate(view.label) })}
          sentence={text('closeHint')}
          yes={text('close')}
          onConfirm={() => void steps.close()}
          onClose={steps.stopAsking}
        />
      )}
    </section>
  )
}
