import type { CentreInfo, ServiceInfo } from '../shared/centre.ts'
import { ConnectionMark, Empty, Mark, TicketNumber } from '../shared/components.tsx'
import { estimateSentence } from '../shared/estimate.ts'
import { type Language, useLanguage, useShared } from '../shared/i18n.ts'
import { textsIn, useTexts } from './texts.ts'

const LANGUAGES = [
  { id: 'ar', name: 'العربية', dir: 'rtl' },
  { id: 'en', name: 'English', dir: 'ltr' },
] as const

/** The first question, asked in both languages at once. */
export const LanguageStep = (props: {
  centre: CentreInfo
  onChosen: (language: Language) => void
}) => (
  <div class="language-step">
    <Mark wordless />
    <h1 class="language-step__title">
      {LANGUAGES.map(({ id, dir }) => (
        <span key={id} lang={id} dir={dir}>
          {textsIn(id)('welcome')} · {props.centre.name[id]}
        </span>
      ))}
    </h1>
    <div class="language-step__choices">
      {LANGUAGES.map(({ id, name, dir }) => (
        <button
          key={id}
          type="button"
          class="language-choice"
          lang={id}
          dir={dir}
          onClick={() => props.onChosen(id)}
        >
          <span class="language-choice__name">{name}</span>
          <span class="language-choice__about">{textsIn(id)('chooseLanguage')}</span>
        </button>
      ))}
    </div>
    <ConnectionMark timeZone={props.centre.timeZone} both />
  </div>
)

const ServiceButton = (props: { service: ServiceInfo; onChosen: () => void }) => {
  const shared = useShared()
  const language = useLanguage()
  const { service } = props
  const requirements = service.requirements[language]
  return (
    <button type="button" class="service" onClick={props.onChosen}>
      <TicketNumber class="service__prefix">{service.prefix}</TicketNumber>
      <span class="service__name">{service.name[language]}</span>
      <span class="service__wait">
        <strong>{shared('peopleWaiting', { count: service.waiting })}</strong>
        <span>{estimateSentence(service.estimate, shared)}</span>
      </span>
      {requirements && <span class="service__bring">{requirements}</span>}
    </button>
  )
}

/** One press on a service is the whole choice. */
export const ServicesStep = (props: {
  centre: CentreInfo
  onChosen: (service: ServiceInfo) => void
}) => {
  const text = useTexts()
  const { services, open } = props.centre
  return (
    <div class="services-step">
      <h1>{text('chooseService')}</h1>
      {!open && (
        <p class="note" role="status">
          {text('closed')}
        </p>
      )}
      {services.length === 0 ? (
        <Empty>{text('noServices')}</Empty>
      ) : (
        <ul class="services">
          {services.map((service) => (
            <li key={service.id}>
              <ServiceButton service={service} onChosen={() => props.onChosen(service)} />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
