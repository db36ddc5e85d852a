import { useEffect, useId, useState } from 'preact/hooks'
import {
  HALL_NOTICE_MAX,
  HALL_NOTICES_MAX,
  type HallNotice,
  hangingOn,
} from '../../src/centres/hall-notice.ts'
import { Button, Empty } from '../shared/components.tsx'
import { DateField } from '../shared/date-field.tsx'
import { dateIn } from '../shared/days.ts'
import { HallPanel } from '../shared/hall-panel.tsx'
import type { Bilingual, Language } from '../shared/i18n.ts'
import { serverTime } from '../shared/server-clock.ts'
import { hallTextsIn, useHallTexts } from './hall-texts.ts'
import { holds, lookFor } from './look-again.ts'
import { BothField } from './parts.tsx'
import { type Part, pathOf, put, type Setup } from './setup.ts'
import { SaveBar, SetupForm, useSetupForm } from './setup-form.tsx'
import { useSetupTexts } from './setup-texts.ts'

const languages = ['ar', 'en'] as const

/** A wall has one paragraph for it: a line break would be refused. */
const onOneLine = ({ ar, en }: Bilingual): Bilingual => {
  const joined = (text: string) => text.replace(/\s*\n\s*/g, ' ')
  return { ar: joined(ar), en: joined(en) }
}

const trimmed = ({ text: { ar, en }, lastDay }: HallNotice): HallNotice => ({
  text: { ar: ar.trim(), en: en.trim() },
  lastDay,
})

const NoticeFields = (props: {
  notice: HallNotice
  /** As people count: from one. */
  place: number
  isOver: boolean
  isWrong: (name: string) => boolean
  onTyped: (notice: HallNotice) => void
}) => {
  const text = useHallTexts()
  const { notice, place, isWrong, onTyped } = props
  const dayName = `lastDay${String(place)}`
  return (
    <>
      <BothField
        labels={{ ar: text('textAr'), en: text('textEn') }}
        name={`notice${String(place)}`}
        value={notice.text}
        maxLength={HALL_NOTICE_MAX}
        rows={6}
        required
        isWrong={isWrong}
        onTyped={(typed) => onTyped({ ...notice, text: onOneLine(typed) })}
      />
      <div class="hall-notice__day">
        <DateField
          label={text('lastDay')}
          isOptional
          hint={text('noLastDay')}
          name={dayName}
          min="2000-01-01"
          max="2099-12-31"
          value={notice.lastDay ?? ''}
          wrong={isWrong(dayName) ? text('dateWrong') : undefined}
          onTyped={(typed) => onTyped({ ...notice, lastDay: typed === '' ? null : typed })}
        />
        {props.isOver && <span class="tag tag--warn">{text('over')}</span>}
      </div>
    </>
  )
}

/** One language of it, in as many turns as it takes on the wall. */
const Turns = (props: { title: Bilingual; text: Bilingual; language: Language }) => {
  const [parts, setParts] = useState(1)
  return (
    <div class="hall-preview__turns">
      {Array.from({ length: parts }, (_, part) => (
        <HallPanel key={part} {...props} part={part} onParts={setParts} />
      ))}
    </div>
  )
}

/** Both languages, as they stand on the wall one after the other. */
const Preview = ({ notice }: { notice: HallNotice | undefined }) => {
  const text = useHallTexts()
  const title = { ar: hallTextsIn('ar')('heading'), en: hallTextsIn('en')('heading') }
  return (
    <section class="form">
      <h2 class="setup__title">{text('preview')}</h2>
      <p class="quiet">{text('previewHint')}</p>
      <div class="hall-preview">
        {languages.map((language) => (
          <Turns
            key={language}
            title={title}
            text={notice?.text ?? { ar: '', en: '' }}
            language={language}
          />
        ))}
      </div>
    </section>
  )
}

/** What the hall is told, in the order in which it turns. */
export const HallTab = ({ setup, onChanged }: Part) => {
  const text = useHallTexts()
  const base = useId()
  const areas = useSetupTexts()
  const form = useSetupForm(
    { notices: setup.settings.hallNotices ?? [] },
    `${setup.id} hall`,
    areas('hall'),
  )
  const [seen, setSeen] = useState(0)
  const [moved, setMoved] = useState<string | undefined>(undefined)
  const { notices } = form.now
  const set = (next: HallNotice[]) => form.set('notices', next)
  const hanging = hangingOn(notices, dateIn(setup.timeZone, serverTime(new Date())))
  const buttonAt = (at: number, by: -1 | 1) => `${base} ${String(at)} ${String(by)}`
  useEffect(() => {
    // The notice goes on by the same button under the same finger, as long as it can.
    if (moved !== undefined) document.getElementById(moved)?.focus()
    setMoved(undefined)
  }, [moved])
  const move = (at: number, by: -1 | 1): void => {
    const to = at + by
    const order = notices.toSpliced(at, 1)
    const [one] = notices.slice(at)
    if (one) set(order.toSpliced(to, 0, one))
    setSeen(to)
    const isAtEnd = to === (by === 1 ? notices.length - 1 : 0)
    setMoved(buttonAt(to, isAtEnd ? (by === 1 ? -1 : 1) : by))
  }
  const add = (): void => {
    set([...notices, { text: { ar: '', en: '' }, lastDay: null }])
    setSeen(notices.length)
  }
  const save = async (): Promise<void> => {
    const asked = notices.map(trimmed)
    set(asked)
    const answer = await form.send(
      () => put<Setup>(pathOf(setup.id, 'hall-notices'), { notices: asked }),
      lookFor(pathOf(setup.id, 'setup'), (read: Setup) =>
        holds(read.settings, { hallNotices: asked }) ? read : undefined,
      ),
    )
    if (answer) onChanged()
  }
  return (
    <SetupForm form={form} class="setup" onFilled={() => void save()}>
      <div class="setup__list">
        <h2 class="setup__title">{text('title')}</h2>
        <p class="quiet">{text('hint')}</p>
        {notices.length === 0 && <Empty>{text('none')}</Empty>}
        {notices.map((notice, at) => {
          const place = at + 1
          return (
            <fieldset key={at} class="setup__side hall-notice" onFocusIn={() => setSeen(at)}>
              <legend class="visually-hidden">{text('one', { place })}</legend>
              <div class="setup__head">
                <strong aria-hidden="true">{text('one', { place })}</strong>
                <span class="setup-move">
                  {([-1, 1] as const).map((by) => (
                    <Button
                      key={by}
                      id={buttonAt(at, by)}
                      look="quiet"
                      aria-label={text(by === -1 ? 'up' : 'down', { place })}
                      disabled={at === (by === -1 ? 0 : notices.length - 1)}
                      onClick={() => move(at, by)}
                    >
                      {by === -1 ? '↑' : '↓'}
                    </Button>
                  ))}
                  <Button
                    look="quiet"
                    aria-label={text('removeOne', { place })}
                    onClick={() => set(notices.toSpliced(at, 1))}
                  >
                    {text('remove')}
                  </Button>
                </span>
              </div>
              <NoticeFields
                notice={notice}
                place={place}
                isOver={!hanging.includes(notice)}
                isWrong={form.isWrong}
                onTyped={(typed) => set(notices.with(at, typed))}
              />
            </fieldset>
          )
        })}
        <div>
          <Button disabled={notices.length >= HALL_NOTICES_MAX} onClick={add}>
            {text('add')}
          </Button>
          {notices.length >= HALL_NOTICES_MAX && <p class="quiet">{text('most')}</p>}
        </div>
      </div>
      {(notices.length > 0 || form.isChanged || form.isSaved) && (
        <div class="setup__side form hall-side">
          {notices.length > 0 && <Preview notice={notices[Math.min(seen, notices.length - 1)]} />}
          <SaveBar form={form} />
        </div>
      )}
    </SetupForm>
  )
}
