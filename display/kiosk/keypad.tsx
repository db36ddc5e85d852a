import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { Button } from '../shared/components.tsx'
import { western } from '../shared/digits.ts'
import { useLanguage } from '../shared/i18n.ts'
import { useSaid } from './aloud.ts'
import { KEYS, promptsIn } from './prompts.ts'
import { Sign, Signed } from './signs.tsx'
import { useTexts } from './texts.ts'

const LENGTH = 9
/** A keypad has no key to erase; without its number lock its point is "delete". */
const ERASING = new Set(['Backspace', 'Delete', KEYS.erase])
const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const
/** Nine digits by touch, keyboard or a reader that types them and Enter. Never a text field. */
export const CitizenIdStep = (props: { onGiven: (citizenId: string) => void }) => {
  const text = useTexts()
  const [digits, setDigits] = useState('')
  // A reader types faster than the page renders, so the newest digits are kept beside the state.
  const newest = useRef('')
  const given = useRef(props.onGiven)
  given.current = props.onGiven

  const put = (next: string): void => {
    newest.current = next.slice(0, LENGTH)
    setDigits(newest.current)
  }
  const confirm = (): void => {
    if (newest.current.length === LENGTH) given.current(newest.current)
  }

  // With the layout, not after the paint: a reader may type before the first picture is shown.
  useLayoutEffect(() => {
    const typed = (event: KeyboardEvent): void => {
      const digit = western(event.key)
      if (/^\d$/.test(digit)) put(newest.current + digit)
      else if (ERASING.has(event.key)) put(newest.current.slice(0, -1))
      else if (event.key === 'Enter' && newest.current.length === LENGTH) confirm()
      else return
      // Enter of a reader must not press the button that happens to have the focus as well.
      event.preventDefault()
    }
    addEventListener('keydown', typed)
    return () => removeEventListener('keydown', typed)
  }, [])

  const left = LENGTH - digits.length
  const isBegun = useRef(false)
  isBegun.current ||= digits !== ''
  const prompts = promptsIn(useLanguage())
  useSaid(prompts.citizenId(), isBegun.current ? prompts.digitsLeft(left) : [])
  return (
    <div class="id-step">
      <div class="id-step__words">
        <span class="id-step__sign">
          <Sign name="card" />
        </span>
        <h1>{text('enterId')}</h1>
        <p class="quiet">{text('enterIdAbout')}</p>
        <div class="boxes" dir="ltr" role="img" aria-label={`${text('idLabel')}: ${digits}`}>
          {Array.from({ length: LENGTH }, (_, place) => (
            <span
              key={`box-${String(place)}`}
              class={place === digits.length ? 'boxes__box boxes__box--next' : 'boxes__box'}
            >
              {digits[place] ?? ''}
            </span>
          ))}
        </div>
        <p role="status">{text('digitsLeft', { count: left })}</p>
      </div>
      <div class="id-step__keys">
        <div class="keypad" dir="ltr">
          {DIGITS.map((key) => (
            <Button key={key} class="keypad__key" onClick={() => put(newest.current + key)}>
              {key}
            </Button>
          ))}
          <Button class="keypad__key keypad__key--word" onClick={() => put('')}>
            <Signed sign="clear">{text('clear')}</Signed>
          </Button>
          <Button class="keypad__key" onClick={() => put(`${newest.current}0`)}>
            0
          </Button>
          <Button
            class="keypad__key keypad__key--word"
            onClick={() => put(newest.current.slice(0, -1))}
          >
            <Signed sign="erase">{text('erase')}</Signed>
          </Button>
        </div>
        <Button look="primary" large class="keypad__ok" disabled={left > 0} onClick={confirm}>
          <Signed sign="onwards">{text('ok')}</Signed>
        </Button>
      </div>
    </div>
  )
}
