import { Empty } from '../shared/components.tsx'
import { isolate } from '../shared/i18n.ts'
import { useView } from '../shared/live-hooks.ts'
import { StaffNote } from '../shared/staff-note.tsx'
import type { Workplace } from '../shared/staff-page.tsx'
import { choiceKeys, useChoiceKeys } from './choose-keys.ts'
import { useCounterTexts } from './texts.ts'

/** Where do you work? Who sits where is shown live. */
export const ChooseCounter = (props: Workplace & { onChoose: (counterId: string) => void }) => {
  const text = useCounterTexts()
  const { centre, member, onChoose } = props
  const { view, refused } = useView('centre', centre.id)
  const keys = choiceKeys(centre.counters)
  useChoiceKeys(keys, onChoose)

  const wording = (id: string): { words: string; look: string } => {
    const now = view?.counters.find((counter) => counter.id === id)
    // In a centre that is closed for good, nothing stands ready.
    if ((!now || now.state === 'closed') && centre.closed)
      return { words: text('stateClosed'), look: '' }
    if (!now || now.state === 'closed') return { words: text('free'), look: 'tag--ok' }
    if (now.staff === member.name) return { words: text('yours'), look: 'tag--warn' }
    return { words: text('takenBy', { name: now.staff ?? '' }), look: '' }
  }

  return (
    <section class="choose">
      <h2>{text('chooseTitle')}</h2>
      {refused && <StaffNote problem={refused} />}
      {centre.counters.length === 0 && <Empty>{text('noCounters')}</Empty>}
      <ul class="choose__list">
        {centre.counters.map(({ id, label, section }) => {
          const { words, look } = wording(id)
          return (
            <li key={id}>
              <button
                type="button"
                class="choose__counter"
                aria-keyshortcuts={keys.get(id)}
                onClick={() => onChoose(id)}
              >
                <span class="choose__head">
                  <span class="choose__label">{text('counter', { label: isolate(label) })}</span>
                  <kbd class="key">{keys.get(id)}</kbd>
                </span>
                {section !== null && (
                  <span class="quiet">{text('section', { section: isolate(section) })}</span>
                )}
                <span class={`tag ${look}`}>{words}</span>
              </button>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
