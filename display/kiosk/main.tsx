import './kiosk.css'
import { useEffect, useState } from 'preact/hooks'
import type { BoardView } from '../../src/live/events.ts'
import { ask } from '../shared/api.ts'
import { Both } from '../shared/both.tsx'
import { type CentreInfo, idFromPath } from '../shared/centre.ts'
import { Button, ConnectionMark, Mark, ProblemNote, Waiting } from '../shared/components.tsx'
import { deviceToken } from '../shared/device-token.ts'
import { useLoaded, useView } from '../shared/hooks.ts'
import { currentLanguage, setLanguage, useLanguage } from '../shared/i18n.ts'
import { start } from '../shared/start.tsx'
import { setTheme } from '../shared/theme.ts'
import { UnknownCentre } from '../shared/unknown-centre.tsx'
import { useCentre } from '../shared/use-centre.ts'
import { CardStep } from './card-step.tsx'
import { LanguageStep, ServicesStep } from './choose-steps.tsx'
import { useDoubleTapShield } from './double-tap.ts'
import { IdleGuard } from './idle.tsx'
import { CitizenIdStep } from './keypad.tsx'
import { Loading, NotPaired, NotReady } from './no-visit.tsx'
import { bothTexts, useTexts } from './texts.ts'
import { isTaken, TicketStep, useSlip } from './ticket-step.tsx'
import { useVisit, type Visit } from './visit.ts'

const CENTRE_AGAIN_MS = 15_000
const centreId = idFromPath()
const token = deviceToken('kiosk', centreId)
/** What the kiosk goes back to after each visitor. */
const ownLanguage = currentLanguage()

const wishes = ['contrast', 'largeText', 'lowReach'] as const
type Wish = (typeof wishes)[number]
/** What a wish sets on the page. */
const marks = {
  largeText: ['text', 'large'],
  lowReach: ['reach', 'low'],
} as const

/** How this visitor wants the screen; the next one starts with the usual look. */
const useWishes = () => {
  const [wanted, setWanted] = useState<ReadonlySet<Wish>>(new Set())
  useEffect(() => {
    setTheme(wanted.has('contrast') ? 'contrast' : undefined)
    for (const wish of ['largeText', 'lowReach'] as const) {
      const [mark, value] = marks[wish]
      if (wanted.has(wish)) document.documentElement.dataset[mark] = value
      else delete document.documentElement.dataset[mark]
    }
  }, [wanted])
  return {
    wanted,
    toggle: (wish: Wish) =>
      setWanted((before) => new Set(wishes.filter((one) => before.has(one) !== (one === wish)))),
    forget: () => setWanted(new Set<Wish>()),
  }
}

/** What to do about it, where the usual remedy would not help. */
const remedyFor = (code: string, isRetrying: boolean, text: ReturnType<typeof useTexts>) => {
  if (isRetrying) return { remedy: text('stillTrying') }
  return code === 'card_has_ticket' ? { remedy: text('hasTicketRemedy') } : {}
}

const Working = ({ visit }: { visit: Visit }) => {
  const text = useTexts()
  const { step, problem, isRetrying } = visit
  if (step.at !== 'working') return null
  if (problem)
    return (
      <div class="working">
        <h1 class="visually-hidden">{text(step.on === 'card' ? 'checking' : 'issuing')}</h1>
        <ProblemNote problem={problem} {...remedyFor(problem.code, isRetrying, text)}>
          <Button large onClick={visit.back}>
            {text(isRetrying ? 'cancel' : 'otherService')}
          </Button>
        </ProblemNote>
        {isRetrying && <Waiting />}
      </div>
    )
  return (
    <div class="working">
      {step.card?.state === 'ready' && <h1 class="card-step__words">{text('card_ready')}</h1>}
      <Waiting label={text(step.on === 'card' ? 'checking' : 'issuing')} />
    </div>
  )
}

const Foot = (props: { visit: Visit; wanted: ReadonlySet<Wish>; toggle: (wish: Wish) => void }) => {
  const text = useTexts()
  const { visit } = props
  const { at } = visit.step
  // Before the language is chosen everything is said in both.
  const isForAll = at === 'language'
  return (
    <footer class="foot">
      <div class="foot__way">
        {(at === 'services' || at === 'citizen_id') && (
          <Button large onClick={visit.back}>
            {text('back')}
          </Button>
        )}
        {at !== 'language' && at !== 'ticket' && (
          <Button large onClick={visit.reset}>
            {text('startOver')}
          </Button>
        )}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset's legend cannot be laid out in the row */}
      <div class="foot__wishes" role="group" aria-label={text('display')}>
        {wishes.map((wish) => (
          <Button
            key={wish}
            class="foot__wish"
            aria-pressed={props.wanted.has(wish)}
            onClick={() => props.toggle(wish)}
          >
            {isForAll ? <Both text={bothTexts(wish)} /> : text(wish)}
          </Button>
        ))}
      </div>
    </footer>
  )
}

/** The centre with the counts of its newest board. */
const asOnBoard = (centre: CentreInfo, board: BoardView | undefined): CentreInfo => ({
  ...centre,
  services: centre.services.map((service) => {
    const line = board?.waiting.find((one) => one.service === service.id)
    return line ? { ...service, waiting: line.count, estimate: line.estimate } : service
  }),
})

const PairedKiosk = (props: { centre: CentreInfo; token: string }) => {
  // Watched between visitors too, so that the screen says when the server is away.
  const { view: board } = useView('board', props.centre.id)
  const centre = asOnBoard(props.centre, board)
  const language = useLanguage()
  const { wanted, toggle, forget } = useWishes()
  const visit = useVisit(centre.id, props.token, () => {
    forget()
    setLanguage(ownLanguage, { keep: false })
  })
  const { step } = visit
  useDoubleTapShield(step.at)
  const slip = useSlip(step.at === 'ticket' ? step.ticket : undefined)
  const isIdleOn = step.at === 'ticket' ? isTaken(slip) : step.at !== 'language'
  return (
    <div class="kiosk">
      {step.at !== 'language' && (
        <header class="top">
          <Mark wordless />
          <span>{centre.name[language]}</span>
          <ConnectionMark timeZone={centre.timeZone} />
        </header>
      )}
      <main class={`kiosk__main kiosk__main--${step.at}`}>
        {step.at === 'language' && (
          <LanguageStep
            centre={centre}
            onChosen={(language) => {
              setLanguage(language, { keep: false })
              visit.begin()
            }}
          />
        )}
        {step.at === 'services' && <ServicesStep centre={centre} onChosen={visit.choose} />}
        {step.at === 'citizen_id' && (
          <CitizenIdStep onGiven={(citizenId) => visit.giveCitizenId(step.service, citizenId)} />
        )}
        <Working visit={visit} />
        {step.at === 'card' && (
          <CardStep
            card={step.card}
            onAgain={() => visit.choose(step.service)}
            onOther={visit.back}
            onFinish={visit.reset}
          />
        )}
        {step.at === 'ticket' && <TicketStep step={step} slip={slip} onDone={visit.reset} />}
      </main>
      <Foot visit={visit} wanted={wanted} toggle={toggle} />
      <IdleGuard isOn={isIdleOn} onEnd={visit.reset} />
    </div>
  )
}

const Kiosk = () => {
  const centre = useCentre(centreId, CENTRE_AGAIN_MS)
  const device = useLoaded<{ kind: string } | null>('device', (signal) =>
    ask('/api/device', { bearer: token, signal }),
  )
  if (centre.problem?.code === 'unknown_centre') return <UnknownCentre page="kiosk" />
  if (token === null || device.problem?.status === 401 || device.problem?.status === 403)
    return <NotPaired centreId={centreId} />
  if (centre.value) return <PairedKiosk centre={centre.value} token={token} />
  return centre.problem ? <NotReady /> : <Loading />
}

start(Kiosk)
