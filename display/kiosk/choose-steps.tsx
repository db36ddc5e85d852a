import { Fragment } from 'preact'
import { useContext } from 'preact/hooks'
import { Both } from '../shared/both.tsx'
import type { CentreInfo, ServiceInfo } from '../shared/centre.ts'
import { Button, Empty, Mark } from '../shared/components.tsx'
import { ConnectionMark } from '../shared/connection-mark.tsx'
import { estimateBriefly, isKnown } from '../shared/estimate.ts'
import { isolate, type Language, useLanguage, useShared } from '../shared/i18n.ts'
import { closedSentences, closedWords, isOverForToday, opensNext } from '../shared/opening.ts'
import { OnlineSign, ServiceSign } from '../shared/pictogram.tsx'
import { QrCode } from '../shared/qr-code.tsx'
import { hasRequirements, Requirements } from '../shared/requirements.tsx'
import { Aloud, useSaid } from './aloud.ts'
import { pressedBy } from './keys.ts'
import { type Doors, KEYS, promptsIn, serviceKeys } from './prompts.ts'
import { Sign, Signed } from './signs.tsx'
import { bothTexts, textsIn, useTexts } from './texts.ts'

const LANGUAGES = [
  { id: 'ar', name: 'العربية', dir: 'rtl', key: '1' },
  { id: 'en', name: 'English', dir: 'ltr', key: '2' },
] as const
const inBoth = (doors: Doors) =>
  LANGUAGES.flatMap(({ id, key }) => promptsIn(id).language(key, doors))

const doorsOf = (centre: CentreInfo): Doors => {
  if (centre.open) return 'open'
  return isOverForToday(centre) ? 'closed-today' : 'closed'
}

/** That nobody is called now, and from when on again. */
const Closed = ({ centre }: { centre: CentreInfo }) => {
  const now = new Date()
  return (
    <div class="note language-step__closed" role="status">
      <Sign name="closed" />
      {LANGUAGES.map(({ id, dir }) => (
        <p key={id} lang={id} dir={dir}>
          <strong>{closedWords(centre, id, now)}.</strong> {opensNext(centre, id, now)}
        </p>
      ))}
    </div>
  )
}

/** The first question, asked in both languages at once. */
export const LanguageStep = (props: {
  centre: CentreInfo
  onChosen: (language: Language) => void
  onAloud: () => void
}) => {
  const isAloud = useContext(Aloud) !== null
  const { centre } = props
  useSaid(inBoth(doorsOf(centre)))
  return (
    <div class="language-step">
      <div class="language-step__head">
        <Mark wordless />
        <h1 class="language-step__title">
          {LANGUAGES.map(({ id, dir }) => (
            <span key={id} lang={id} dir={dir}>
              {textsIn(id)('welcome')} · {centre.name[id]}
            </span>
          ))}
        </h1>
      </div>
      {!centre.open && <Closed centre={centre} />}
      <div class="language-step__choices">
        {LANGUAGES.map(({ id, name, dir, key }) => (
          <button
            key={id}
            type="button"
            class="language-choice"
            lang={id}
            dir={dir}
            {...(isAloud && pressedBy(key))}
            onClick={() => props.onChosen(id)}
          >
            <span class="language-choice__name">{name}</span>
            <span class="language-choice__about">{textsIn(id)('chooseLanguage')}</span>
          </button>
        ))}
      </div>
      {!isAloud && (
        <Button
          large
          class="language-step__aloud"
          {...pressedBy(KEYS.voice)}
          onClick={props.onAloud}
        >
          <Signed sign="aloud">
            <Both text={bothTexts('aloud')} />
          </Signed>
        </Button>
      )}
      <ConnectionMark timeZone={centre.timeZone} both />
    </div>
  )
}

interface Keys {
  take: string | undefined
  online: string | undefined
}

const Service = (props: {
  service: ServiceInfo
  keys: Keys
  /** Whether to say how many wait: on a day without calls "nobody is waiting" would be an invitation. */
  isWaitSaid: boolean
  onChosen: () => void
  onOnline: () => void
}) => {
  const text = useTexts()
  const shared = useShared()
  const language = useLanguage()
  const { service, keys, isWaitSaid } = props
  const named = `service-${service.id}`
  return (
    <li class="service">
      <button
        type="button"
        class="service__take"
        {...pressedBy(keys.take)}
        onClick={props.onChosen}
      >
        <ServiceSign service={service} />
        <span class="service__name" id={named}>
          {service.name[language]}
        </span>
        {isWaitSaid && (
          <span class="service__wait">
            <strong>{shared('peopleWaiting', { count: service.waiting })}</strong>
            {isKnown(service.estimate) && (
              <span>{estimateBriefly(service.estimate, shared, language)}</span>
            )}
          </span>
        )}
        {hasRequirements(service) && (
          <span class="service__bring">
            <Requirements service={service} />
          </span>
        )}
      </button>
      {service.onlineUrl !== null && (
        <Button
          class="service__online"
          aria-describedby={named}
          {...pressedBy(keys.online)}
          onClick={props.onOnline}
        >
          <OnlineSign />
          {text('online')}
        </Button>
      )}
    </li>
  )
}

/** One press on a service is the whole choice. */
export const ServicesStep = (props: {
  centre: CentreInfo
  onChosen: (service: ServiceInfo) => void
  onOnline: (service: ServiceInfo) => void
}) => {
  const text = useTexts()
  const language = useLanguage()
  const isAloud = useContext(Aloud) !== null
  const { services, open } = props.centre
  const doors = doorsOf(props.centre)
  useSaid(promptsIn(language).services(services, doors))
  const keys = serviceKeys(services)
  // Whoever is in the building may still need a number, so it is to be had; nothing invites to it.
  const isQuiet = doors === 'closed-today'
  return (
    <div class={isQuiet ? 'services-step unoffered' : 'services-step'}>
      <div class="services-step__head">
        <h1>{text('chooseService')}</h1>
        {!open && (
          <p class="note note--signed" role="status">
            <Sign name="closed" />
            <span>
              {closedSentences(props.centre, language, new Date()).map((sentence) => (
                <Fragment key={sentence}>
                  <span class="services-step__sentence">{sentence}</span>{' '}
                </Fragment>
              ))}
            </span>
          </p>
        )}
      </div>
      {services.length === 0 ? (
        <Empty>{text('noServices')}</Empty>
      ) : (
        <ul class="services">
          {services.map((service, at) => (
            <Service
              key={service.id}
              service={service}
              isWaitSaid={!isQuiet}
              keys={
                isAloud
                  ? { take: keys.take[at], online: keys.online[at] }
                  : { take: undefined, online: undefined }
              }
              onChosen={() => props.onChosen(service)}
              onOnline={() => props.onOnline(service)}
            />
          ))}
        </ul>
      )}
    </div>
  )
}

/** More of an address than this nobody reads off a screen, or types. */
const ADDRESS_MAX = 48

/** What is read of where a code leads: all of it, or whose it is. */
const addressToRead = (url: string): string => {
  const whole = url.replace(/^https?:\/\//, '')
  return whole.length <= ADDRESS_MAX ? whole : new URL(url).host
}

/** How to do it without coming here, and the way on for whoever is here already. */
export const OnlineStep = (props: {
  service: ServiceInfo
  onTake: () => void
  onFinish: () => void
}) => {
  const text = useTexts()
  const language = useLanguage()
  const isAloud = useContext(Aloud) !== null
  const { service } = props
  useSaid(promptsIn(language).online())
  const url = service.onlineUrl ?? ''
  return (
    <div class="online-step">
      <div class="online-step__words">
        <h1>
          {service.name[language]}: {text('online')}
        </h1>
        <p>{text('onlineScan')}</p>
        <p class="quiet">{isolate(addressToRead(url))}</p>
      </div>
      <div class="online-step__qr">
        <QrCode text={url} label={text('online')} />
      </div>
      <div class="online-step__actions">
        <Button large {...(isAloud && pressedBy('1'))} onClick={props.onTake}>
          <Signed sign="ticket">{text('takeNumber')}</Signed>
        </Button>
        <Button look="primary" large {...(isAloud && pressedBy('2'))} onClick={props.onFinish}>
          <Signed sign="yes">{text('finish')}</Signed>
        </Button>
      </div>
    </div>
  )
}
