import type { PostView } from '../../src/live/events.ts'
import { Empty } from '../shared/components.tsx'
import { useLanguage } from '../shared/i18n.ts'
import { usePostTexts } from './texts.ts'

/** How full each section is. */
export const Shelves = ({ sections }: Pick<PostView, 'sections'>) => {
  const text = usePostTexts()
  const language = useLanguage()
  if (sections.length === 0) return <Empty>{text('noSections')}</Empty>
  return (
    <ul class="shelves">
      {sections.map(({ section, name, cards, capacity }) => (
        <li key={section}>
          <span class="shelves__name">{name[language]}</span>
          <span class="quiet">{text('fill', { cards, capacity })}</span>
          <meter
            class="shelves__fill"
            min={0}
            max={Math.max(1, capacity)}
            high={Math.max(1, capacity) * 0.9}
            value={cards}
            aria-label={name[language]}
          />
        </li>
      ))}
    </ul>
  )
}
