import './hall-panel.css'
import { Both } from './both.tsx'
import type { ServiceInfo } from './centre.ts'
import { useFit } from './fit.ts'
import type { Bilingual, Language } from './i18n.ts'
import { ServiceSign } from './pictogram.tsx'

const directions = { ar: 'rtl', en: 'ltr' } as const

type Headed = Pick<ServiceInfo, 'prefix' | 'pictogram' | 'name'>

/** However long: a requirement that is cut off sends a visitor home again. */
const Turn = (props: { service?: Headed; text: string; language: Language }) => {
  const { service, text, language } = props
  const box = useFit()
  return (
    <div ref={box} class="hall-panel__turn" lang={language} dir={directions[language]}>
      {service && (
        <h3 class="hall-panel__heading">
          <ServiceSign service={service} />
          {service.name[language]}
        </h3>
      )}
      <p class={`hall-panel__text ${service ? '' : 'hall-panel__text--alone'}`}>{text}</p>
    </div>
  )
}

/**
 * What the hall is told beside the calls: one thing at a time and in one language, whole.
 * @param props.dots which of how many it is
 */
export const HallPanel = (props: {
  title: Bilingual
  service?: Headed
  text: Bilingual
  language: Language
  dots?: { count: number; at: number }
}) => {
  const { title, service, language, dots } = props
  const text = props.text[language]
  return (
    <section class="hall-panel">
      <h2 class="hall-panel__title">
        <Both text={title} />
      </h2>
      {/* Another text is fitted anew. */}
      <Turn
        key={`${language} ${service?.name[language] ?? ''} ${text}`}
        {...(service && { service })}
        text={text}
        language={language}
      />
      {dots && (
        <div class="hall-panel__dots" aria-hidden="true">
          {Array.from({ length: dots.count }, (_, at) => (
            <span
              key={at}
              class={`hall-panel__dot ${at === dots.at ? 'hall-panel__dot--now' : ''}`}
            />
          ))}
        </div>
      )}
    </section>
  )
}
