import './lobby.css'
import { Both } from '../shared/both.tsx'
import { type CentreInfo, idFromPath } from '../shared/centre.ts'
import { ConnectionMark, Mark, ProblemNote, Waiting } from '../shared/components.tsx'
import { deviceToken, useRefusedDevice } from '../shared/device-token.ts'
import { useNow } from '../shared/hooks.ts'
import { clockTime, localeOf } from '../shared/i18n.ts'
import { start } from '../shared/start.tsx'
import { UnknownCentre } from '../shared/unknown-centre.tsx'
import { useCentre } from '../shared/use-centre.ts'
import { CallPanel, RecentCalls } from './call-panel.tsx'
import { useBoard, useJoinCode, useSound } from './hooks.ts'
import { SidePanel } from './side-panel.tsx'
import { SoundSheet, useHold, useSoundSheet } from './sound-sheet.tsx'
import { ar, en } from './texts.ts'
import { WaitingList } from './waiting-list.tsx'

const CENTRE_AGAIN_MS = 60_000
const centreId = idFromPath()
const token = deviceToken('lobby', centreId)

const dateIn = (language: 'ar' | 'en', now: Date, timeZone: string): string =>
  new Intl.DateTimeFormat(localeOf(language), {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone,
  }).format(now)

const Head = (props: { centre: CentreInfo; isMuted: boolean; onHeld: () => void }) => {
  const { centre, isMuted } = props
  const now = useNow(1_000)
  const { timeZone } = centre
  const closedWords = centre.closed ? 'closedForGood' : 'closed'
  return (
    <header class="head">
      <span class="head__sign" {...useHold(props.onHeld)}>
        <Mark wordless />
      </span>
      <h1 class="head__name">
        <Both text={centre.name} />
      </h1>
      <div class="head__marks">
        {/* A closed centre calls nobody: its sound is no matter, and two marks have room. */}
        {isMuted && centre.open && (
          <span class="muted">
            <Both text={{ ar: ar('muted'), en: en('muted') }} />
          </span>
        )}
        {!centre.open && (
          <span class="muted">
            <Both text={{ ar: ar(closedWords), en: en(closedWords) }} />
          </span>
        )}
        <ConnectionMark timeZone={timeZone} both />
      </div>
      <Both
        class="head__date"
        text={{ ar: dateIn('ar', now, timeZone), en: dateIn('en', now, timeZone) }}
      />
      <time class="head__clock" dir="ltr">
        {clockTime(now, timeZone)}
      </time>
    </header>
  )
}

const Lobby = () => {
  const sound = useSound(centreId)
  const [isSheetOpen, setSheetOpen] = useSoundSheet()
  const { value: centre, problem } = useCentre(centreId, CENTRE_AGAIN_MS)
  const { board, fresh, refused } = useBoard(centreId, sound.show)
  const isRefused = useRefusedDevice('lobby', centreId, token)
  const code = useJoinCode(centreId, isRefused ? null : token)
  if (problem?.code === 'unknown_centre' || refused?.code === 'unknown_centre')
    return <UnknownCentre page="lobby" />
  if (!centre)
    return (
      <main class="lobby-start">
        <h1 class="visually-hidden">
          <Both text={{ ar: ar('screen'), en: en('screen') }} />
        </h1>
        {problem ? <ProblemNote problem={problem} /> : <Waiting />}
      </main>
    )
  const [newest, ...older] = board?.calls ?? []
  return (
    <div class="lobby">
      <Head centre={centre} isMuted={sound.isMuted} onHeld={() => setSheetOpen(true)} />
      <main class="lobby__calls">
        {board ? (
          <>
            <CallPanel call={newest} isFresh={newest !== undefined && fresh.has(newest.id)} />
            <RecentCalls calls={older} fresh={fresh} />
            <WaitingList services={centre.services} waiting={board.waiting} />
          </>
        ) : (
          <Waiting />
        )}
      </main>
      <SidePanel centre={centre} code={code} isRefused={isRefused} />
      {isSheetOpen && (
        <SoundSheet
          sound={sound}
          unpaired={token === null ? centreId : null}
          onClose={() => setSheetOpen(false)}
        />
      )}
    </div>
  )
}

start(Lobby)
