import './lobby.css'
import type { BoardView } from '../../src/live/events.ts'
import { Both } from '../shared/both.tsx'
import { type CentreInfo, idFromPath, servicesOn } from '../shared/centre.ts'
import { useCentreOnBoard } from '../shared/centre-on-board.ts'
import { Mark, ProblemNote, Waiting } from '../shared/components.tsx'
import { ConnectionMark } from '../shared/connection-mark.tsx'
import { deviceToken, useRefusedDevice } from '../shared/device-token.ts'
import { useNow } from '../shared/hooks.ts'
import { clockTime, type Language, localeOf } from '../shared/i18n.ts'
import { closedWords, opensNext } from '../shared/opening.ts'
import { serverTime } from '../shared/server-clock.ts'
import { start } from '../shared/start.tsx'
import { UnknownCentre } from '../shared/unknown-centre.tsx'
import { CallPanel, ClosedPanel, RecentCalls } from './call-panel.tsx'
import { useBoard, useJoinCode, useSound } from './hooks.ts'
import { SidePanel } from './side-panel.tsx'
import { SoundSheet, useHold, useSoundSheet } from './sound-sheet.tsx'
import { ar, en, textsIn } from './texts.ts'
import { WaitingList } from './waiting-list.tsx'

const CENTRE_AGAIN_MS = 60_000
const CLOCK_MS = 15_000
const centreId = idFromPath()
const token = deviceToken('lobby', centreId)

const dateIn = (language: Language, now: Date, timeZone: string): string =>
  new Intl.DateTimeFormat(localeOf(language), {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone,
  }).format(now)

const Head = (props: {
  centre: CentreInfo
  isMuted: boolean
  /** Whether the screen says already that the centre is closed. */
  isSaid: boolean
  onHeld: () => void
}) => {
  const { centre, isMuted, isSaid } = props
  const now = useNow(1_000)
  const { timeZone } = centre
  /** What nobody has to ask for at the door: that it is closed, and until when. */
  const doors = (language: Language): string => {
    if (centre.closed) return textsIn(language)('closedForGood')
    const opens = opensNext(centre, language, now)
    return `${closedWords(centre, language, now)}${opens && `. ${opens}`}`
  }
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
        {!centre.open && !isSaid && (
          <span class="muted">
            <Both class="doors" text={{ ar: doors('ar'), en: doors('en') }} />
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

/** So long the last call of the day stays after the doors have closed. */
const LAST_CALL_MS = 15 * 60_000

const isAwaited = ({ waiting }: BoardView): boolean => waiting.some(({ count }) => count > 0)

/** Whether a closed centre has called nobody yet, or has nobody left to call. */
const isQuiet = (board: BoardView, now: Date): boolean =>
  board.calls.length === 0 ||
  (!isAwaited(board) &&
    board.calls.every(({ at }) => serverTime(now).getTime() - Date.parse(at) > LAST_CALL_MS))

const Calls = (props: { board: BoardView; fresh: ReadonlySet<string> }) => {
  const [newest, ...older] = props.board.calls
  return (
    <>
      <CallPanel call={newest} isFresh={newest !== undefined && props.fresh.has(newest.id)} />
      <RecentCalls calls={older} fresh={props.fresh} />
    </>
  )
}

const Lobby = () => {
  const sound = useSound(centreId)
  const [isSheetOpen, setSheetOpen] = useSoundSheet()
  const { value: centre, problem } = useCentreOnBoard(centreId, CENTRE_AGAIN_MS)
  const { board, fresh, refused } = useBoard(centreId, sound.show)
  const isRefused = useRefusedDevice('lobby', centreId, token)
  const code = useJoinCode(centreId, isRefused ? null : token)
  const now = useNow(CLOCK_MS)
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
  const isClosed = !centre.open && board !== undefined && isQuiet(board, now)
  return (
    <div class="lobby">
      <Head
        centre={centre}
        isMuted={sound.isMuted}
        isSaid={isClosed}
        onHeld={() => setSheetOpen(true)}
      />
      <main class="lobby__calls">
        {!board && <Waiting />}
        {board &&
          (isClosed ? (
            <ClosedPanel centre={centre} now={now} />
          ) : (
            <Calls board={board} fresh={fresh} />
          ))}
        {board && (!isClosed || isAwaited(board)) && (
          <WaitingList services={servicesOn(board, centre)} />
        )}
      </main>
      <SidePanel centre={centre} code={code} isRefused={isRefused} now={now} />
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
