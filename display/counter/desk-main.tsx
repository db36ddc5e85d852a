import { useEffect, useRef, useState } from 'preact/hooks'
import { isolate, useLanguage } from '../shared/i18n.ts'
import { ActionNote } from '../shared/staff-note.tsx'
import type { AtDesk } from './counter.tsx'
import { CurrentTicket } from './current-ticket.tsx'
import { CloseDialog, PauseDialog, TransferDialog } from './dialogs.tsx'
import { useKeys } from './keys.ts'
import { serviceName } from './names.ts'
import { isAllowed, nextStep, type SideStep, type Step, sideKeys } from './next-step.ts'
import { useCounterTexts } from './texts.ts'

/** An impatient second press must not do the next thing as well. */
const CALM_MS = 600

const sides = ['recall', 'noShow', 'park', 'transfer', 'pause', 'close'] as const

type Asking = 'pause' | 'transfer' | 'close' | null

/** What a desk does when a key or button says so, and the dialog that is open. */
const useSteps = ({ view, desk, say, centre }: AtDesk) => {
  const text = useCounterTexts()
  const language = useLanguage()
  const [asking, setAsking] = useState<Asking>(null)
  const step = nextStep(view)
  const number = isolate(view.ticket?.number ?? '')

  const changedAt = useRef(0)
  const stage = useRef('')
  useEffect(() => {
    const now = `${view.ticket?.id} ${step}`
    if (stage.current !== now) changedAt.current = performance.now()
    stage.current = now
  }, [view.ticket?.id, step])

  const doStep: Record<Step, () => Promise<void>> = {
    next: async () => {
      if ((await desk.callNext()) === false) say(text('nobody'))
    },
    serve: async () => void ((await desk.act('serve')) && say(text('said_serve', { number }))),
    finish: async () => void ((await desk.act('finish')) && say(text('said_finish', { number }))),
    resume: async () => void (await desk.act('open', { services: view.services })),
  }
  const doSide: Record<SideStep, () => Promise<void>> = {
    recall: async () => void ((await desk.act('recall')) && say(text('said_recall', { number }))),
    noShow: async () => void ((await desk.act('no-show')) && say(text('said_noShow', { number }))),
    park: async () => void ((await desk.act('park')) && say(text('said_park', { number }))),
    transfer: async () => setAsking('transfer'),
    pause: async () => setAsking('pause'),
    close: async () => setAsking('close'),
  }
  return {
    step,
    asking,
    goOn: () => {
      if (step && performance.now() - changedAt.current > CALM_MS) void doStep[step]()
    },
    side: (which: SideStep) => {
      if (isAllowed(which, view)) void doSide[which]()
    },
    stopAsking: () => setAsking(null),
    pause: async (reason: string) => {
      setAsking(null)
      await desk.act('pause', { reason })
    },
    transfer: async (service: string) => {
      setAsking(null)
      const name = isolate(serviceName(centre, service, language))
      if (await desk.act('transfer', { service }))
        say(text('said_transfer', { number, service: name }))
    },
    close: async () => {
      setAsking(null)
      await desk.act('close')
    },
  }
}

const busyNames: Record<SideStep, string> = {
  recall: 'recall',
  noShow: 'no-show',
  park: 'park',
  transfer: 'transfer',
  pause: 'pause',
  close: 'close',
}

/** The ticket, the one next thing, and the rest. */
export const DeskMain = (at: AtDesk) => {
  const text = useCounterTexts()
  const { view, desk } = at
  const steps = useSteps(at)
  useKeys(steps.goOn, steps.side)
  const isBusy = desk.busy !== null
  const isCalm = steps.step === 'next' && view.waiting === 0

  useEffect(() => {
    const before = document.title
    const label = view.ticket?.number ?? `${view.waiting}`
    document.title = `${label} · ${text('counter', { label: view.label })} · Dawr`
    return () => {
      document.title = before
    }
  }, [view.ticket?.number, view.waiting, view.label, text])

  return (
    <section class="desk__main">
      <CurrentTicket {...at} />
      <ActionNote problem={desk.problem} onDismiss={desk.dismiss} />
      <section class="actions" aria-label={text('actions')}>
        {steps.step && (
          <button
            type="button"
            data-space
            class={`actions__next ${isCalm ? 'actions__next--calm' : ''}`}
            aria-disabled={isBusy}
            aria-busy={isBusy}
            aria-keyshortcuts="Space"
            onClick={steps.goOn}
          >
            <span>{text(steps.step)}</span>
            <kbd class="key">{text('space')}</kbd>
          </button>
        )}
        <div class="actions__rest">
          {sides.map((side) => (
            <button
              key={side}
              type="button"
              class="button actions__side"
              aria-disabled={isBusy || !isAllowed(side, view)}
              aria-busy={desk.busy === busyNames[side]}
              aria-keyshortcuts={sideKeys[side]}
              onClick={() => !isBusy && steps.side(side)}
            >
              <kbd class="key">{sideKeys[side]}</kbd>
              <span>{text(side)}</span>
            </button>
          ))}
        </div>
      </section>
      {steps.asking === 'pause' && (
        <PauseDialog onPause={(reason) => void steps.pause(reason)} onClose={steps.stopAsking} />
      )}
      {steps.asking === 'transfer' && view.ticket && (
        <TransferDialog
          ticket={view.ticket}
          centre={at.centre}
          onTransfer={(service) => void steps.transfer(service)}
          onClose={steps.stopAsking}
        />
      )}
      {steps.asking === 'close' && (
        <CloseDialog
          label={view.label}
          onConfirm={() => void steps.close()}
          onClose={steps.stopAsking}
        />
      )}
    </section>
  )
}
