import './kiosk.css'
import { useContext, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { Both } from '../shared/both.tsx'
import { type CentreInfo, idFromPath, servicesOn } from '../shared/centre.ts'
import { useCentreOnBoard } from '../shared/centre-on-board.ts'
import { Button, Mark, ProblemNote, Waiting } from '../shared/components.tsx'
import { ConnectionMark } from '../shared/connection-mark.tsx'
import { deviceToken, useRefusedDevice } from '../shared/device-token.ts'
import { citizenIdFrom } from '../shared/digits.ts'
import { currentLanguage, setLanguage, useLanguage } from '../shared/i18n.ts'
import { useView } from '../shared/live-hooks.ts'
import { useScanner } from '../shared/scanner.ts'
import { start } from '../shared/start.tsx'
import { setTheme } from '../shared/theme.ts'
import { UnknownCentre } from '../shared/unknown-centre.tsx'
import { Aloud, useNarrator, useSaid } from './aloud.ts'
import { CardStep } from './card-step.tsx'
import { LanguageStep, OnlineStep, ServicesStep } from './choose-steps.tsx'
import { useDoubleTapShield } from './double-tap.ts'
import { Farewell } from './farewell.tsx'
import { useHandedOut } from './handed-out.ts'
import { IDLE_MS, IdleGuard, NUMBER_IDLE_MS } from './idle.tsx'
import { CitizenIdStep } from './keypad.tsx'
import { pressedBy, useKeys } from './keys.ts'
import { ClosedForGood, Loading, NotPaired, NotReady } from './no-visit.tsx'
import { KEYS, promptsIn } from './prompts.ts'
import { RestOfList } from './rest-of-list.tsx'
import { Signed } from './signs.tsx'
import { bothTexts, useTexts } from './texts.ts'
import { isTaken, TicketStep } from './ticket-step.tsx'
import { type Step, useVisit, type Visit } from './visit.ts'

const CENTRE_AGAIN_MS = 15_000
const centreId = idFromPath()
const token = deviceToken('kiosk', centreId)
/** What the kiosk goes back to after each visitor. */
const ownLanguage = currentLanguage()

const wishes = ['contrast', 'largeText', 'lowReach', 'aloud'] as const
type Wish = (typeof wishes)[number]
/** What a wish sets on the page. */
const marks = {
  largeText: ['text', 'large'],
  lowReach: ['reach', 'low'],
  aloud: ['aloud', 'on'],
} as const

/** How this visitor wants the screen; the next one starts with the usual look. */
const useWishes = () => {
  const [wanted, setWanted] = useState<ReadonlySet<Wish>>(new Set())
  // With the layout: the next visitor sees nothing of the wishes of the one before.
  useLayoutEffect(() => {
    setTheme(wanted.has('contrast') ? 'contrast' : undefined)
    for (const wish of ['largeText', 'lowReach', 'aloud'] as const) {
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

const Working = (props: { visit: Visit; step: Extract<Step, { at: 'working' }> }) => {
  const text = useTexts()
  const isAloud = useContext(Aloud) !== null
  const prompts = promptsIn(useLanguage())
  const { visit, step } = props
  const { problem, isRetrying } = visit
  useSaid(
    problem ? prompts.problem(problem.code, problem.detail, isRetrying) : prompts.working(step.on),
  )
  const label = text(step.on === 'card' ? 'checking' : 'issuing')
  if (problem)
    return (
      <div class="working">
        <h1 class="visually-hidden">{label}</h1>
        <ProblemNote problem={problem} {...remedyFor(problem.code, isRetrying, text)}>
          <Button large {...(isAloud && pressedBy('1'))} onClick={visit.back}>
            <Signed sign={isRetrying ? 'no' : 'others'}>
              {text(isRetrying ? 'cancel' : 'otherService')}
            </Signed>
          </Button>
        </ProblemNote>
        {isRetrying && <Waiting />}
      </div>
    )
  return (
    <div class="working">
      {step.card?.state === 'ready' ? (
        <h1 class="card-step__words">{text('card_ready')}</h1>
      ) : (
        <h1 class="visually-hidden">{label}</h1>
      )}
      <Waiting label={label} />
    </div>
  )
}

const Foot = (props: { visit: Visit; wanted: ReadonlySet<Wish>; toggle: (wish: Wish) => void }) => {
  const text = useTexts()
  const narrator = useContext(Aloud)
  const { visit } = props
  const { at } = visit.step
  // Before the language is chosen everything is said in both, and reading aloud is offered there.
  const isForAll = at === 'language'
  const voiceKey = pressedBy(at === 'citizen_id' ? KEYS.voiceAmongDigits : KEYS.voice)
  const sentence = (key: Wish | 'hearAgain') =>
    isForAll ? <Both text={bothTexts(key)} /> : text(key)
  return (
    <footer class="foot">
      <div class="foot__way">
        {(at === 'services' || at === 'online' || at === 'citizen_id') && (
          <Button large {...(narrator && pressedBy(KEYS.back))} onClick={visit.back}>
            <Signed sign="back">{text('back')}</Signed>
          </Button>
        )}
        {at !== 'language' && at !== 'ticket' && (
          <Button large onClick={visit.reset}>
            <Signed sign="toStart">{text('startOver')}</Signed>
          </Button>
        )}
        {narrator && (
          <Button large {...voiceKey} onClick={narrator.again}>
            <Signed sign="again">{sentence('hearAgain')}</Signed>
          </Button>
        )}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset's legend cannot be laid out in the row */}
      <div class="foot__wishes" role="group" aria-label={text('display')}>
        {wishes
          .filter((wish) => wish !== 'aloud' || !isForAll || narrator)
          .map((wish) => (
            <Button
              key={wish}
              class="foot__wish"
              aria-pressed={props.wanted.has(wish)}
              {...(wish === 'aloud' && !narrator && voiceKey)}
              onClick={() => props.toggle(wish)}
            >
              <Signed sign={wish}>{sentence(wish)}</Signed>
            </Button>
          ))}
      </div>
    </footer>
  )
}

/** Puts the keyboard, and whoever listens to a screen reader, at the beginning of what is new. */
const useFocusOnNew = (scene: string): void => {
  const shown = useRef(scene)
  useLayoutEffect(() => {
    if (shown.current === scene) return
    shown.current = scene
    const title = document.querySelector<HTMLElement>('main h1')
    title?.setAttribute('tabindex', '-1')
    title?.focus()
  }, [scene])
}

/** Whether Escape has somewhere to go back to; a number is not left by chance. */
const hasBack = ({ step, problem }: Visit): boolean =>
  step.at === 'working' ? problem !== undefined : step.at !== 'language' && step.at !== 'ticket'

/**
 * A card at the reader asks for that card, wherever a visitor may ask for one. Before the language is
 * chosen it asks nothing: a citizen id would have to be kept for whoever comes next.
 * @returns grows with every scan that is none, so that its digits do not stay where they were typed
 */
const useReader = (centre: CentreInfo, visit: Visit): number => {
  const [strange, setStrange] = useState(0)
  const { step } = visit
  const onCards = centre.services.filter(({ worksOnCards }) => worksOnCards)
  useScanner((code) => {
    const citizenId = citizenIdFrom(code)
    const service = step.at === 'citizen_id' || step.at === 'card' ? step.service : onCards[0]
    const isAsked = step.at !== 'language' && step.at !== 'working' && step.at !== 'ticket'
    if (!isAsked) return
    if (citizenId === undefined) setStrange((count) => count + 1)
    else if (service && (onCards.length === 1 || 'service' in step))
      visit.giveCitizenId(service, citizenId)
  })
  return strange
}

const PairedKiosk = (props: { centre: CentreInfo; token: string; isRefused: boolean }) => {
  // Watched between visitors too, so that the screen says when the server is away.
  const { view: board } = useView('board', props.centre.id)
  const centre = { ...props.centre, services: servicesOn(board, props.centre) }
  const language = useLanguage()
  const { wanted, toggle, forget } = useWishes()
  const narrator = useNarrator(wanted.has('aloud'))
  const visit = useVisit(centre.id, props.token, () => {
    forget()
    setLanguage(ownLanguage, { keep: false })
  })
  const { step } = visit
  useDoubleTapShield(step.at)
  const { slip, failure, gone } = useHandedOut(step.at === 'ticket' ? step.ticket : undefined)
  useFocusOnNew(`${step.at} ${visit.problem?.code ?? ''} ${gone?.to ?? ''}`)
  useKeys(step.at === 'citizen_id', () => hasBack(visit) && visit.back())
  const strangeScans = useReader(centre, visit)
  // Without a slip the number stands longer, but not for whoever comes long after its visitor.
  const isToKeep = step.at === 'ticket' && !isTaken(slip)
  // A number that was given out counts, and stays until its visitor has taken it.
  const isOut = props.isRefused || visit.problem?.code === 'not_signed_in'
  if (isOut && step.at !== 'ticket') return <NotPaired centreId={centre.id} />
  return (
    <Aloud.Provider value={narrator}>
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
              onAloud={() => toggle('aloud')}
            />
          )}
          {step.at === 'services' && (
            <ServicesStep centre={centre} onChosen={visit.choose} onOnline={visit.showOnline} />
          )}
          {step.at === 'online' && (
            <OnlineStep
              service={step.service}
              onTake={() => visit.choose(step.service)}
              onFinish={visit.reset}
            />
          )}
          {step.at === 'citizen_id' && (
            <CitizenIdStep
              key={strangeScans}
              onGiven={(citizenId) => visit.giveCitizenId(step.service, citizenId)}
            />
          )}
          {step.at === 'working' && <Working visit={visit} step={step} />}
          {step.at === 'card' && (
            <CardStep
              card={step.card}
              onAgain={() => visit.choose(step.service)}
              onOther={visit.back}
              onFinish={visit.reset}
            />
          )}
          {step.at === 'ticket' && gone && (
            <Farewell
              number={step.ticket.number}
              gone={gone}
              isSlipToTake={slip === 'printed' || slip === 'printing'}
              onDone={visit.reset}
            />
          )}
          {step.at === 'ticket' && !gone && (
            <TicketStep
              centre={centre}
              step={step}
              slip={slip}
              failure={failure}
              onDone={visit.reset}
            />
          )}
        </main>
        {step.at === 'services' && <RestOfList />}
        <Foot visit={visit} wanted={wanted} toggle={toggle} />
        <IdleGuard
          isOn={step.at !== 'language'}
          idleMs={isToKeep ? NUMBER_IDLE_MS : IDLE_MS}
          onEnd={visit.reset}
        />
      </div>
    </Aloud.Provider>
  )
}

const Kiosk = () => {
  const centre = useCentreOnBoard(centreId, CENTRE_AGAIN_MS)
  const isRefused = useRefusedDevice('kiosk', centreId, token)
  if (centre.problem?.code === 'unknown_centre') return <UnknownCentre page="kiosk" />
  if (centre.value?.closed) return <ClosedForGood />
  if (token === null) return <NotPaired centreId={centreId} />
  if (centre.value) return <PairedKiosk centre={centre.value} token={token} isRefused={isRefused} />
  return centre.problem ? <NotReady /> : <Loading />
}

start(Kiosk)
