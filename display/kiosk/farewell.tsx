import { useContext, useEffect, useRef } from 'preact/hooks'
import { Button } from '../shared/components.tsx'
import { isolate } from '../shared/i18n.ts'
import { Aloud } from './aloud.ts'
import type { Gone } from './handed-out.ts'
import { pressedBy } from './keys.ts'
import { Signed } from './signs.tsx'
import { useTexts } from './texts.ts'

/** Long enough to read a sentence, short enough that the next visitor sees no number. */
const SHOWN_MS = { phone: 6_000, counter: 12_000, end: 0 } as const

/** The number is with its visitor: a word, and the start for whoever comes next. */
export const Farewell = (props: {
  number: string
  gone: Gone
  isSlipToTake: boolean
  onDone: () => void
}) => {
  const text = useTexts()
  const isAloud = useContext(Aloud) !== null
  const { gone, number } = props
  const done = useRef(props.onDone)
  done.current = props.onDone
  useEffect(() => {
    const timer = setTimeout(() => done.current(), SHOWN_MS[gone.to])
    return () => clearTimeout(timer)
  }, [gone.to])
  if (gone.to === 'end') return null
  return (
    <div class="card-step" role="status">
      <h1 class="card-step__words">
        {gone.to === 'phone'
          ? text('onPhone')
          : text('calledTo', { number: isolate(number), counter: isolate(gone.counter) })}
      </h1>
      {gone.to === 'phone' && (
        <p class="card-step__about">
          {text(props.isSlipToTake ? 'onPhoneAndSlip' : 'onPhoneAbout', {
            number: isolate(number),
          })}
        </p>
      )}
      <div class="card-step__actions">
        <Button look="primary" large {...(isAloud && pressedBy('1'))} onClick={props.onDone}>
          <Signed sign="yes">{text('done')}</Signed>
        </Button>
      </div>
    </div>
  )
}
