import './staff.css'
import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { CounterView } from '../../src/live/events.ts'
import type { Role } from '../../src/staff/staff.ts'
import { Account } from './account.tsx'
import type { Problem } from './api.ts'
import { type CentreInfo, type CentreSummary, fetchCentres, openFirst } from './centre.ts'
import { useCentreOnBoard } from './centre-on-board.ts'
import { Button, Empty, LanguageSwitch, Mark, Question, Toast, Waiting } from './components.tsx'
import { useLoaded } from './hooks.ts'
import { clockTime, isolate, remembered, useLanguage } from './i18n.ts'
import { useAway, useConnection } from './live-hooks.ts'
import { askStaff, type Member, signOut, useSession } from './session.ts'
import { SignIn } from './sign-in.tsx'
import { StaffNote } from './staff-note.tsx'
import { useStaffTexts } from './staff-texts.ts'

const CENTRE_KEY = 'dawr-staff-centre'
const CENTRE_AGAIN_MS = 60_000

const pages = [
  { path: '/counter', label: 'counterPage', roles: ['clerk', 'post', 'supervisor', 'admin'] },
  { path: '/post', label: 'postPage', roles: ['post', 'supervisor', 'admin'] },
  { path: '/supervisor', label: 'supervisorPage', roles: ['supervisor', 'admin'] },
  { path: '/admin', label: 'adminPage', roles: ['supervisor', 'admin'] },
] as const satisfies readonly { path: string; label: string; roles: readonly Role[] }[]

type PagePath = (typeof pages)[number]['path']

const mayOpen = (member: Member, roles: readonly Role[]): boolean =>
  member.roles.some((role) => roles.includes(role))

const PageLinks = ({ member, at }: { member: Member; at: PagePath }) => {
  const text = useStaffTexts()
  const open = pages.filter(({ roles }) => mayOpen(member, roles))
  if (open.length < 2) return null
  return (
    <nav class="staff-nav" aria-label={text('pages')}>
      {open.map(({ path, label }) => (
        <a
          key={path}
          href={path}
          class="staff-nav__link"
          aria-current={path === at ? 'page' : undefined}
        >
          {text(label)}
        </a>
      ))}
    </nav>
  )
}

/** What a centre is called among staff, who still look after one that is closed for good. */
export const useCentreName = () => {
  const text = useStaffTexts()
  const language = useLanguage()
  return ({ name, closed }: Pick<CentreSummary, 'name' | 'closed'>): string =>
    closed ? text('closedForGood', { name: isolate(name[language]) }) : name[language]
}

const CentreChoice = (props: {
  centres: CentreSummary[]
  chosen: string
  onChoose: (centre: string) => void
}) => {
  const text = useStaffTexts()
  const nameOf = useCentreName()
  return (
    <label class="staff-head__centre">
      <span class="visually-hidden">{text('centre')}</span>
      <select
        class="field__input"
        value={props.chosen}
        onChange={(event) => props.onChoose(event.currentTarget.value)}
      >
        {props.centres.map((one) => (
          <option key={one.id} value={one.id}>
            {nameOf(one)}
          </option>
        ))}
      </select>
    </label>
  )
}

/** A visitor who is still at the counter of whoever signs out. */
interface Left {
  number: string
  counter: string
}

/** Asked anew: their counter may be open in another page. Where nobody answers, nothing is known. */
const visitorLeft = async (): Promise<Left | undefined> => {
  const who = await askStaff<Member>('/api/session')
  const at = who.ok ? who.value.counter : undefined
  if (!at) return undefined
  const counter = await askStaff<CounterView>(`/api/counters/${encodeURIComponent(at.id)}`)
  const ticket = counter.ok ? counter.value.ticket : null
  return counter.ok && ticket ? { number: ticket.number, counter: counter.value.label } : undefined
}

const SignOut = () => {
  const text = useStaffTexts()
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | undefined>()
  const [left, setLeft] = useState<Left | undefined>()
  const leave = async (): Promise<void> => {
    setLeft(undefined)
    setBusy(true)
    setProblem(await signOut())
    setBusy(false)
  }
  const press = async (): Promise<void> => {
    setBusy(true)
    const visitor = await visitorLeft()
    setBusy(false)
    return visitor ? setLeft(visitor) : leave()
  }
  return (
    <>
      <Button look="quiet" busy={isBusy} onClick={() => void press()}>
        {text('signOut')}
      </Button>
      {left && (
        <Question
          isGrave
          title={text('leftTitle')}
          sentence={text('leftSentence', {
            number: isolate(left.number),
            counter: isolate(left.counter),
          })}
          yes={text('signOut')}
          onConfirm={() => void leave()}
          onClose={() => setLeft(undefined)}
        />
      )}
      {problem && (
        <Toast onGone={() => setProblem(undefined)}>
          {text('signOutFailed')}: {problem.detail}
        </Toast>
      )}
    </>
  )
}

/**
 * Work goes on only with a connection, so its loss is written across the head of the page: over the
 * ways to elsewhere, which lead nowhere meanwhile, and so that nothing moves below.
 */
const OfflineBand = ({ timeZone }: { timeZone: string | undefined }) => {
  const text = useStaffTexts()
  const { since } = useConnection()
  const isShown = useAway()
  return (
    <div role="alert">
      {isShown && (
        <p class="staff-band staff-band--away">
          <strong>{text('offline')}</strong>{' '}
          {text('offlineRemedy', { since: isolate(clockTime(since, timeZone)) })}
        </p>
      )}
    </div>
  )
}

/** Said once for a whole page, whatever is done on it. */
const ClosedBand = () => {
  const text = useStaffTexts()
  return (
    <aside class="staff-band">
      <strong>{text('centreClosed')}</strong> {text('centreClosedAbout')}
    </aside>
  )
}

/** What a staff page works with. */
export interface Workplace {
  member: Member
  centre: CentreInfo
  /** Every centre there is. */
  centres: readonly CentreSummary[]
  /** To another centre, also to one that was founded just now. */
  goTo: (centreId: string) => void
}

interface StaffPageProps {
  at: PagePath
  /** What the page itself wants in its head. */
  head?: (workplace: Workplace) => ComponentChildren
  children: (workplace: Workplace) => ComponentChildren
  /** What is shown while there is no centre at all. */
  whenNone?: (workplace: Pick<Workplace, 'member' | 'goTo'>) => ComponentChildren
}

const NotYours = () => {
  const text = useStaffTexts()
  return (
    <StaffNote
      problem={{ code: 'not_allowed', detail: text('notYours') }}
      remedy={text('notYoursRemedy')}
    />
  )
}

const SignedIn = ({
  at,
  head,
  children,
  whenNone,
  member,
}: StaffPageProps & { member: Member }) => {
  const text = useStaffTexts()
  const language = useLanguage()
  const [chosen, setChosen] = useState(
    member.centre ?? member.counter?.centre ?? remembered.get(CENTRE_KEY) ?? '',
  )
  const [said, setSaid] = useState<string | undefined>()
  const centres = useLoaded('centres', fetchCentres)
  const ordered = centres.value && openFirst(centres.value)
  const known = ordered?.find(({ id }) => id === chosen) ?? ordered?.[0]
  const centreId = member.centre ?? known?.id ?? ''
  const centre = useCentreOnBoard(centreId, CENTRE_AGAIN_MS)
  const setup = centre.value?.setup
  const setupShown = useRef(setup)
  useEffect(() => {
    // Its name may be another one, or it is closed for good.
    if (setupShown.current !== undefined && setupShown.current !== setup) centres.reload()
    setupShown.current = setup
  }, [setup])
  const isMine = mayOpen(member, pages.find(({ path }) => path === at)?.roles ?? [])
  const title = pages.find(({ path }) => path === at)?.label ?? 'counterPage'
  // Where there are links, the one of this page is its title to the eye.
  const hasLinks = pages.filter(({ roles }) => mayOpen(member, roles)).length > 1
  const choose = (id: string): void => {
    remembered.set(CENTRE_KEY, id)
    setChosen(id)
  }
  const goTo = (id: string): void => {
    choose(id)
    centres.reload()
  }
  const workplace = isMine &&
    centre.value && { member, centre: centre.value, centres: ordered ?? [], goTo }
  const problem = centre.value ? undefined : (centre.problem ?? centres.problem)

  return (
    <div class="staff">
      <header class="staff-head">
        <div class="staff-head__start">
          <Mark wordless />
          <h1 class={hasLinks ? 'visually-hidden' : 'staff-head__title'}>{text(title)}</h1>
          {member.centre === null && ordered && ordered.length > 1 ? (
            <CentreChoice centres={ordered} chosen={centreId} onChoose={choose} />
          ) : (
            <span class="staff-head__centre">{centre.value?.name[language]}</span>
          )}
          <PageLinks member={member} at={at} />
          {workplace && head?.(workplace)}
          <OfflineBand timeZone={centre.value?.timeZone} />
        </div>
        <span class="staff-head__end">
          <Account member={member} onSaid={setSaid} />
          {said && <Toast onGone={() => setSaid(undefined)}>{said}</Toast>}
          <LanguageSwitch />
          <SignOut />
        </span>
      </header>
      {isMine && centre.value?.closed && <ClosedBand />}
      <main class="staff-main">
        {!isMine && <NotYours />}
        {isMine && problem && <StaffNote problem={problem} onRetry={centre.reload} />}
        {workplace && children(workplace)}
        {isMine && ordered?.length === 0 && (
          <>
            <Empty>{text('noCentres')}</Empty>
            {whenNone?.({ member, goTo })}
          </>
        )}
        {isMine && !problem && !centre.value && centreId !== '' && <Waiting />}
      </main>
    </div>
  )
}

/** The frame of every staff page: signed in, in a centre, with a head that says so. */
export const StaffPage = (props: StaffPageProps) => {
  const session = useSession()
  if (session.state === 'signed_in')
    return <SignedIn key={session.member.id} {...props} member={session.member} />
  if (session.state === 'signed_out') return <SignIn why={session.why} />
  return (
    <main class="staff-main">
      {session.problem ? <StaffNote problem={session.problem} /> : <Waiting />}
    </main>
  )
}
