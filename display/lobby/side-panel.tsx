import { Both } from '../shared/both.tsx'
import type { CentreInfo, ServiceInfo } from '../shared/centre.ts'
import type { Language } from '../shared/i18n.ts'
import { PairingCode, usePairing } from '../shared/pairing-code.tsx'
import { ServiceSign } from '../shared/pictogram.tsx'
import { QrCode } from '../shared/qr-code.tsx'
import { useFit } from './fit.ts'
import { useTurn } from './hooks.ts'
import { ar, en } from './texts.ts'

const TURN_MS = 8_000
const LANGUAGES = [
  { language: 'ar', dir: 'rtl' },
  { language: 'en', dir: 'ltr' },
] as const

/** One service's, however long: a requirement that is cut off sends a visitor home again. */
const Requirement = (props: { service: ServiceInfo; language: Language; dir: 'rtl' | 'ltr' }) => {
  const { service, language, dir } = props
  const box = useFit()
  return (
    <div ref={box} class="bring__turn" lang={language} dir={dir}>
      <h3 class="bring__service">
        <ServiceSign service={service} />
        {service.name[language]}
      </h3>
      <p class="bring__text">{service.requirements[language]}</p>
    </div>
  )
}

/** What is needed for each service, one after the other, in Arabic and then in English. */
const Requirements = (props: { services: readonly ServiceInfo[] }) => {
  const told = props.services.filter(({ requirements }) => requirements.ar || requirements.en)
  const turn = useTurn(told.length * LANGUAGES.length, TURN_MS)
  const service = told[Math.floor(turn / LANGUAGES.length)]
  const spoken = LANGUAGES[turn % LANGUAGES.length]
  if (!service || !spoken) return null
  return (
    <section class="bring">
      <h2 class="bring__title">
        <Both text={{ ar: ar('requirements'), en: en('requirements') }} />
      </h2>
      <Requirement key={`${service.id} ${spoken.language}`} service={service} {...spoken} />
      <div class="bring__dots" aria-hidden="true">
        {told.map((one) => (
          <span
            key={one.id}
            class={one === service ? 'bring__dot bring__dot--now' : 'bring__dot'}
          />
        ))}
      </div>
    </section>
  )
}

/**
 * The way to a ticket: by phone where this screen may invite to it, at the kiosk otherwise. None
 * where the centre is closed for good, which the screen says in the place of a call.
 */
const Invitation = (props: { centre: CentreInfo; code: string | undefined }) => {
  const { centre, code } = props
  if (centre.closed) return null
  if (code === undefined && !centre.joinFromAnywhere)
    return (
      <section class="invite">
        <Both class="invite__title" text={{ ar: ar('kioskTitle'), en: en('kioskTitle') }} />
        <Both class="invite__about" text={{ ar: ar('kioskAbout'), en: en('kioskAbout') }} />
      </section>
    )
  const fragment = code === undefined ? '' : `#${encodeURIComponent(code)}`
  const url = `${centre.publicUrl}/join/${encodeURIComponent(centre.id)}${fragment}`
  return (
    <section class="invite invite--qr">
      <div class="invite__qr">
        <QrCode text={url} label={`${ar('joinTitle')} · ${en('joinTitle')}`} />
      </div>
      <div class="invite__words">
        <Both class="invite__title" text={{ ar: ar('joinTitle'), en: en('joinTitle') }} />
        <Both class="invite__about" text={{ ar: ar('joinAbout'), en: en('joinAbout') }} />
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
}) => (
  <aside class="side">
    <Requirements services={props.centre.services} />
    {props.isRefused ? (
      <PairAgain centre={props.centre} />
    ) : (
      <Invitation centre={props.centre} code={props.code} />
    )}
  </aside>
)
