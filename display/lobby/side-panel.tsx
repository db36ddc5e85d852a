import { hangingOn } from '../../src/centres/hall-notice.ts'
import { Both } from '../shared/both.tsx'
import type { CentreInfo, ServiceInfo } from '../shared/centre.ts'
import { dateIn } from '../shared/days.ts'
import { HallPanel } from '../shared/hall-panel.tsx'
import type { Bilingual } from '../shared/i18n.ts'
import { isOverForToday } from '../shared/opening.ts'
import { PairingCode, usePairing } from '../shared/pairing-code.tsx'
import { QrCode } from '../shared/qr-code.tsx'
import { serverTime } from '../shared/server-clock.ts'
import { comingHoliday } from './coming-holiday.ts'
import { holidayTexts } from './holiday-words.ts'
import { useTurnOfParts } from './hooks.ts'
import { ar, en } from './texts.ts'

const TURN_MS = 8_000
const languages = ['ar', 'en'] as const

/** One thing that the panel says in both languages; what has no text in one turns in the other. */
interface Told {
  id: string
  title: 'hallNotices' | 'requirements'
  service?: ServiceInfo
  text: Bilingual
}

/** Notices first, for they are few; a holiday is one of them that nobody has to write. */
const toldBy = (centre: CentreInfo, now: Date): Told[] => {
  const today = dateIn(centre.timeZone, serverTime(now))
  const holiday = comingHoliday(centre, today)
  return [
    ...(holiday ? [{ id: 'holiday', text: holidayTexts(holiday, today) }] : []),
    ...hangingOn(centre.hallNotices, today).map(({ text }, at) => ({
      id: `notice ${String(at)}`,
      text,
    })),
  ]
    .map((one): Told => ({ ...one, title: 'hallNotices' }))
    .concat(
      centre.services.map((service) => ({
        id: `service ${service.id}`,
        title: 'requirements',
        service,
        text: service.requirements,
      })),
    )
    .filter(({ text }) => text.ar || text.en)
}

/** What the hall is told, one after the other, in Arabic and then in English. */
const Telling = ({ centre, now }: { centre: CentreInfo; now: Date }) => {
  const told = toldBy(centre, now)
  const turns = told.flatMap((one) =>
    languages
      .filter((language) => one.text[language] !== '')
      .map((language) => ({ one, language })),
  )
  const { turn, part, onParts } = useTurnOfParts(turns.length, TURN_MS)
  const shown = turns[turn]
  if (!shown) return null
  const { one, language } = shown
  return (
    <HallPanel
      title={{ ar: ar(one.title), en: en(one.title) }}
      {...(one.service && { service: one.service })}
      text={one.text}
      language={language}
      part={part}
      onParts={onParts}
      dots={{ count: told.length, at: told.indexOf(one) }}
    />
  )
}

/**
 * The way to a ticket: by phone where this screen may invite to it, at the kiosk otherwise. None
 * where the centre is closed for good, which the screen says in the place of a call.
 */
const Invitation = (props: { centre: CentreInfo; code: string | undefined }) => {
  const { centre, code } = props
  if (centre.closed) return null
  if (code === undefined && !centre.joinFromAnywhere && isOverForToday(centre)) return null
  if (code === undefined && !centre.joinFromAnywhere)
    return (
      <section class="invite">
        <Both class="invite__title" text={{ ar: ar('kioskTitle'), en: en('kioskTitle') }} />
        <Both class="invite__about" text={{ ar: ar('kioskAbout'), en: en('kioskAbout') }} />
      </section>
    )
  const fragment = code === undefined ? '' : `#${encodeURIComponent(code)}`
  const url = `${centre.publicUrl}/join/${encodeURIComponent(centre.id)}${fragment}`
  // Whoever is still in the hall may need a number, and nobody else is to be led to one.
  const isQuiet = isOverForToday(centre)
  const [title, about] = isQuiet
    ? (['todayOnly', 'todayOnlyAbout'] as const)
    : (['joinTitle', 'joinAbout'] as const)
  return (
    <section class={`invite invite--qr ${isQuiet ? 'invite--quiet' : ''}`}>
      <div class="invite__qr">
        <QrCode text={url} label={`${ar('joinTitle')} · ${en('joinTitle')}`} />
      </div>
      <div class="invite__words">
        <Both class="invite__title" text={{ ar: ar(title), en: en(title) }} />
        <Both class="invite__about" text={{ ar: ar(about), en: en(about) }} />
      </div>
    </section>
  )
}

/**
 * What stands there once the device was taken out of service: where to go, and the code by which
 * the screen becomes one again.
 */
const PairAgain = ({ centre }: { centre: CentreInfo }) => {
  const code = usePairing('lobby', centre.id)
  return (
    <section class="invite">
      {!centre.closed && (
        <Both class="invite__title" text={{ ar: ar('kioskTitle'), en: en('kioskTitle') }} />
      )}
      <Both class="invite__about" text={{ ar: ar('unpaired'), en: en('unpaired') }} />
      <PairingCode code={code} />
    </section>
  )
}

export const SidePanel = (props: {
  centre: CentreInfo
  code: string | undefined
  isRefused: boolean
  now: Date
}) => (
  <aside class="side">
    <Telling centre={props.centre} now={props.now} />
    {props.isRefused ? (
      <PairAgain centre={props.centre} />
    ) : (
      <Invitation centre={props.centre} code={props.code} />
    )}
  </aside>
)
