import { useEffect, useState } from 'preact/hooks'
import { Button } from '../shared/components.tsx'
import { isolate } from '../shared/i18n.ts'
import { usePostTexts } from './texts.ts'
import type { Bench } from './use-bench.ts'
import type { Work } from './work.ts'

/** For hands without a scanner: the same codes, typed. */
const Typed = ({ bench }: { bench: Pick<Bench, 'scan'> }) => {
  const text = usePostTexts()
  const [typed, setTyped] = useState('')
  return (
    <form
      class="typed"
      onSubmit={(event) => {
        event.preventDefault()
        if (typed.trim() === '') return
        bench.scan(typed)
        setTyped('')
      }}
    >
      <label class="typed__field">
        <span class="visually-hidden">{text('typed')}</span>
        <input
          class="field__input code"
          data-takes-scan
          dir="ltr"
          placeholder="BH26-000001 · B-03-12-07"
          autoComplete="off"
          autoCapitalize="characters"
          spellcheck={false}
          maxLength={64}
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
      </label>
      <Button type="submit">{text('enter')}</Button>
      <span class="field__hint">{text('typedHint')}</span>
    </form>
  )
}

/** The answer to the newest scan, big; the few before it, small. */
export const ScanPanel = (props: {
  bench: Pick<Bench, 'outcomes' | 'held' | 'drop' | 'undo' | 'waiting' | 'scan'>
  isReceiving: boolean
  work: Work | null
}) => {
  const { bench, isReceiving, work } = props
  const text = usePostTexts()
  const { outcomes, held, drop } = bench
  const isHolding = held !== null
  const [newest] = outcomes
  const isStale = newest?.isOver || (newest?.tone === 'hold' && !isHolding)
  const shown = isStale ? undefined : newest
  const earlier = outcomes.filter(
    (one) => one !== shown && (one.tone === 'good' || one.tone === 'bad'),
  )

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && isHolding && !document.querySelector('dialog[open]')) drop()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [isHolding, drop])

  return (
    <section class="scan" aria-label={text('scanTitle')}>
      <div
        key={shown?.id ?? 0}
        class={`answer answer--${shown?.tone ?? 'idle'}`}
        role={shown?.tone === 'bad' ? 'alert' : 'status'}
      >
        {shown ? (
          <>
            <p class="answer__title">
              {shown.title(text)} {shown.suggested !== undefined && text('useFreeSlot')}
            </p>
            <p class="answer__code">
              <bdi dir="ltr">{shown.suggested ?? shown.code}</bdi>
            </p>
            {shown.details.map((detail) => (
              <p key={detail(text)} class="answer__detail">
                {detail(text)}
              </p>
            ))}
            {held && shown.tone !== 'hold' && (
              <p class="answer__detail">
                {text(held.kind === 'card' ? 'stillCard' : 'stillPlace', {
                  code: isolate(held.code),
                })}
              </p>
            )}
            {shown.tone === 'good' && shown.scanId !== undefined && (
              <Button class="answer__drop" onClick={() => bench.undo(shown.scanId ?? '')}>
                {text('undo')}
              </Button>
            )}
            {held && (
              <Button class="answer__drop" onClick={drop}>
                {text('clear')} <kbd class="key">Esc</kbd>
              </Button>
            )}
          </>
        ) : (
          <>
            <p class="answer__title">
              {work ? work.idle(text) : text(isReceiving ? 'receivingIdle' : 'idle')}
            </p>
            <p class="answer__detail">
              {work ? work.hint(text) : text(isReceiving ? 'receivingHint' : 'idleHint')}
            </p>
          </>
        )}
      </div>
      {bench.waiting > 0 && (
        <p class="kept" role="status">
          {text('scansWaiting', { count: bench.waiting })}
        </p>
      )}
      <Typed bench={bench} />
      {earlier.length > 0 && (
        <ol class="earlier" aria-label={text('earlier')}>
          {earlier.map(({ id, tone, title, code }) => (
            <li key={id} class={`earlier__one earlier__one--${tone}`}>
              <bdi class="code" dir="ltr">
                {code}
              </bdi>{' '}
              <bdi>{title(text)}</bdi>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
