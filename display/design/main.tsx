import '../shared/staff.css'
import './design.css'
import { useEffect } from 'preact/hooks'
import { type Language, LanguageHere } from '../shared/i18n.ts'
import { start } from '../shared/start.tsx'
import type { Theme } from '../shared/theme.ts'
import { Specimens } from './specimens.tsx'
import { textsIn } from './texts.ts'

const faces = (['light', 'contrast'] as const).flatMap((theme) =>
  (['ar', 'en'] as const).map((language) => ({ theme, language })),
)

const Face = ({ theme, language }: { theme: Theme; language: Language }) => {
  const text = textsIn(language)
  return (
    <section
      class="design__face"
      lang={language}
      dir={language === 'ar' ? 'rtl' : 'ltr'}
      data-theme={theme}
      aria-label={`${text(theme)} · ${language}`}
    >
      <h2>{text(theme)}</h2>
      <LanguageHere.Provider value={language}>
        <Specimens />
      </LanguageHere.Provider>
    </section>
  )
}

/** The kiosk's keypad hears all that is typed on its page; here fields are typed in as well. */
const keepTyped = (event: KeyboardEvent): void => {
  if (event.target instanceof HTMLInputElement) event.stopPropagation()
}

/** For whoever works on the screens: all there is to build them from, in both directions and themes. */
const Design = () => {
  // A note of staff brings itself into sight; here nobody waits for one.
  useEffect(() => scrollTo(0, 0), [])
  return (
    <main class="design" onKeyDown={keepTyped}>
      <h1>
        <bdi lang="ar">{textsIn('ar')('title')}</bdi> ·{' '}
        <bdi lang="en">{textsIn('en')('title')}</bdi>
      </h1>
      <div class="design__faces">
        {faces.map((face) => (
          <Face key={`${face.theme} ${face.language}`} {...face} />
        ))}
      </div>
    </main>
  )
}

start(Design)
