import type { ComponentChildren, TargetedKeyboardEvent } from 'preact'
import { useId } from 'preact/hooks'
import { numberText } from '../../src/number-text.ts'
import { Dot } from './components.tsx'

interface Tab<Id extends string> {
  id: Id
  label: string
  /** How many things lie behind it; nothing is shown for none. */
  count?: number
  /** What is to be known of it, shown as a dot and said in words. */
  mark?: string
}

/** One of several panels at a time; the arrow keys go from tab to tab, in the reading direction. */
export const Tabs = <Id extends string>(props: {
  label: string
  tabs: Tab<Id>[]
  chosen: Id
  onChoose: (id: Id) => void
  children: ComponentChildren
}) => {
  const base = useId()
  const { tabs, chosen, onChoose } = props
  const at = tabs.findIndex(({ id }) => id === chosen)
  const onKey = (event: TargetedKeyboardEvent<HTMLElement>): void => {
    const isRtl = getComputedStyle(event.currentTarget).direction === 'rtl'
    const forward = isRtl ? 'ArrowLeft' : 'ArrowRight'
    const back = isRtl ? 'ArrowRight' : 'ArrowLeft'
    const step = event.key === forward ? 1 : event.key === back ? -1 : 0
    const next = tabs[(at + step + tabs.length) % tabs.length]
    if (step === 0 || !next) return
    event.preventDefault()
    onChoose(next.id)
    document.getElementById(`${base}-${next.id}`)?.focus()
  }
  return (
    <div class="tabs">
      <div class="tabs__list" role="tablist" aria-label={props.label} onKeyDown={onKey}>
        {tabs.map(({ id, label, count, mark }) => (
          <button
            key={id}
            id={`${base}-${id}`}
            type="button"
            role="tab"
            class="tabs__tab"
            aria-selected={id === chosen}
            aria-controls={`${base}-panel`}
            tabIndex={id === chosen ? 0 : -1}
            onClick={() => onChoose(id)}
          >
            {label}
            {count !== undefined && count > 0 && <span class="tag">{numberText(count)}</span>}
            {mark !== undefined && <Dot words={mark} />}
          </button>
        ))}
      </div>
      <div
        class="tabs__panel"
        role="tabpanel"
        id={`${base}-panel`}
        aria-labelledby={`${base}-${chosen}`}
      >
        {/* So that the headings of a panel stand below one, whatever stands before the tabs. */}
        <h2 class="visually-hidden">{tabs[at]?.label}</h2>
        {props.children}
      </div>
    </div>
  )
}
