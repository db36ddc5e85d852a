import { useId, useRef } from 'preact/hooks'
import type { MessageView } from '../../src/notices/message.view.ts'
import { isPush } from '../../src/notices/notice.ts'
import { smsLength } from '../../src/notices/sms-length.ts'
import {
  fill,
  placeholdersOf,
  TEXT_MAX,
  textObjection,
  usualTexts,
  written,
} from '../../src/notices/wording.ts'
import { sentenceOf } from '../../src/sentences.ts'
import { Button } from '../shared/components.tsx'
import { isolate, type Language, useLanguage } from '../shared/i18n.ts'
import { holds, lookFor } from './look-again.ts'
import { useMessageTexts } from './message-texts.ts'
import { pathOf, put } from './setup.ts'
import { SaveBar, SetupForm, useSetupForm } from './setup-form.tsx'

const languages = ['ar', 'en'] as const
const directions = { ar: 'rtl', en: 'ltr' } as const
const labels = { ar: 'textAr', en: 'textEn' } as const
const examples = { ar: 'exampleAr', en: 'exampleEn' } as const

/** How many signs it has, how they are sent, and how many SMS that takes. */
const Length = ({ sent }: { sent: string }) => {
  const text = useMessageTexts()
  const { units, encoding, parts } = smsLength(sent)
  return (
    <p class="messages__parts">
      <span class="quiet">
        {text('units', { count: units })} · <bdi>{encoding}</bdi>
      </span>
      <span class={`tag ${parts === 1 ? 'tag--ok' : 'tag--warn'}`}>
        {text('smsParts', { count: parts })}
      </span>
    </p>
  )
}

/** One text while it is typed: what may be put in, what is wrong with it, and what it comes to. */
const TextField = (props: {
  message: MessageView
  language: Language
  value: string
  onTyped: (value: string) => void
}) => {
  const { message, language, value, onTyped } = props
  const { kind, values } = message
  const text = useMessageTexts()
  const pageLanguage = useLanguage()
  const area = useRef<HTMLTextAreaElement>(null)
  const id = useId()
  const no = textObjection(kind, language, value)
  const sent = fill(value.trim(), language, values[language])
  const [lang, dir] = [language, directions[language]]
  const insert = (placeholder: string): void => {
    if (!area.current) return
    const { selectionStart, selectionEnd } = area.current
    area.current.setRangeText(placeholder, selectionStart, selectionEnd, 'end')
    onTyped(area.current.value)
    area.current.focus()
  }
  return (
    <div class="field">
      <label class="field__label" for={id}>
        {text(labels[language])}
      </label>
      <textarea
        ref={area}
        id={id}
        name={language}
        class="field__input"
        lang={lang}
        dir={dir}
        rows={4}
        maxLength={TEXT_MAX}
        spellcheck={false}
        aria-invalid={no !== null}
        aria-describedby={`${id}-note`}
        value={value}
        onInput={(event) => onTyped(event.currentTarget.value)}
      />
      <p class="field__wrong" id={`${id}-note`} role="status">
        {no &&
          sentenceOf(
            {
              ...no,
              details: { ...no.details, placeholder: isolate(`${no.details.placeholder}`) },
            },
            pageLanguage,
          )}
      </p>
      <p class="messages__insert">
        <span class="quiet">{text('insert')}</span>
        {placeholdersOf(kind).map((name) => (
          <Button key={name} look="quiet" onClick={() => insert(written(name, language))}>
            <bdi lang={lang}>{written(name, language)}</bdi>
          </Button>
        ))}
      </p>
      <div class="messages__example">
        <p class="quiet">{text(examples[language])}</p>
        <p
          class={`messages__text ${isPush(kind) ? 'messages__text--push' : ''}`}
          lang={lang}
          dir={dir}
        >
          {sent}
        </p>
        {!isPush(kind) && <Length sent={sent} />}
      </div>
      {value !== usualTexts[kind][language] && (
        <div>
          <Button look="quiet" onClick={() => onTyped(usualTexts[kind][language])}>
            {text('usual')}
          </Button>
        </div>
      )}
    </div>
  )
}

const filledFrom = ({ kind, own }: MessageView) => ({
  ar: own.ar ?? usualTexts[kind].ar,
  en: own.en ?? usualTexts[kind].en,
})

/** What one message says, in both languages. */
export const MessageForm = (props: {
  centreId: string
  message: MessageView
  onSaved: () => void
}) => {
  const { centreId, message, onSaved } = props
  const { kind } = message
  const text = useMessageTexts()
  const form = useSetupForm(filledFrom(message), `${centreId} message ${kind}`, text(kind))
  const { now, set } = form
  const wrong = languages.find((language) => textObjection(kind, language, now[language].trim()))
  const save = async (): Promise<void> => {
    if (wrong) return
    const own = (language: Language): string | null => {
      const typed = now[language].trim()
      return typed === usualTexts[kind][language] ? null : typed
    }
    const path = pathOf(centreId, `messages/${kind}`)
    const sent = { ar: own('ar'), en: own('en') }
    const answer = await form.send(
      () => put<MessageView[]>(path, sent),
      lookFor(pathOf(centreId, 'messages'), (read: MessageView[]) =>
        read.some((one) => one.kind === kind && holds(one.own, sent)) ? read : undefined,
      ),
    )
    if (answer) onSaved()
  }
  return (
    <section class="setup__side">
      <h2 class="setup__title">{text(kind)}</h2>
      {isPush(kind) && <p class="quiet">{text('heading')}</p>}
      <SetupForm form={form} onFilled={() => void save()}>
        <div class="messages__both">
          {languages.map((language) => (
            <TextField
              key={language}
              message={message}
              language={language}
              value={now[language]}
              onTyped={(value) => set(language, value)}
            />
          ))}
        </div>
        <SaveBar form={form} />
      </SetupForm>
    </section>
  )
}
