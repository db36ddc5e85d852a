import './hall-panel.css'
import { useRef, useState } from 'preact/hooks'
import { numberText } from '../../src/number-text.ts'
import { Both } from './both.tsx'
import type { ServiceInfo } from './centre.ts'
import { fit, isInside, useFilled } from './fit.ts'
import type { Bilingual, Language } from './i18n.ts'
import { partsOf } from './parts.ts'
import { ServiceSign } from './pictogram.tsx'

const directions = { ar: 'rtl', en: 'ltr' } as const

type Headed = Pick<ServiceInfo, 'prefix' | 'pictogram' | 'name'>

/** However long: a requirement that is cut off, or cannot be read, sends a visitor home again. */
const Turn = (props: {
  service?: Headed
  text: string
  language: Language
  part: number
  onParts: (count: number) => void
}) => {
  const { service, text, language, part, onParts } = props
  const words = useRef<HTMLParagraphElement>(null)
  const box = useFilled((box) => {
    const said = words.current
    if (!said) return
    said.textContent = text
    // What fits only with letters that nobody could read is shown in parts, as many as the smallest
    // letters take; each of them has the largest that it has room for.
    const parts = fit(box)
      ? [text]
      : partsOf(text, (some) => {
          said.textContent = some
          return isInside(box)
        })
    said.textContent = parts[Math.min(part, parts.length - 1)] ?? ''
    if (parts.length > 1) fit(box)
    onParts(parts.length)
  })
  return (
    <div ref={box} class="hall-panel__turn" lang={language} dir={directions[language]}>
      {service && (
        <h3 class="hall-panel__heading">
          <ServiceSign service={service} />
          {service.name[language]}
        </h3>
      )}
      <p ref={words} class={`hall-panel__text ${service ? '' : 'hall-panel__text--alone'}`} />
    </div>
  )
}

/**
 * What the hall is told beside the calls: one thing at a time and in one language, whole.
 * @param props.part which part of its text, from 0, where it does not fit as a whole
 * @param props.onParts told of how many parts there are, once it is known
 * @param props.dots which of how many it is
 */
export const HallPanel = (props: {
  title: Bilingual
  service?: Headed
  text: Bilingual
  language: Language
  part?: number
  onParts?: (count: number) => void
  dots?: { count: number; at: number }
}) => {
  const { title, service, language, dots, part = 0 } = props
  const [parts, setParts] = useState(1)
  const text = props.text[language]
  return (
    <section class="hall-panel">
      <h2 class="hall-panel__title">
        <Both text={title} />
        {parts > 1 && (
          <bdi class="hall-panel__part">
            {numberText(Math.min(part + 1, parts))}/{numberText(parts)}
          </bdi>
        )}
      </h2>
      {/* Another text is fitted anew. */}
      <Turn
        key={`${language} ${service?.name[language] ?? ''} ${text} ${String(part)}`}
        {...(service && { service })}
        text={text}
        language={language}
        part={part}
        onParts={(count) => {
          setParts(count)
          props.onParts?.(count)
        }}
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
