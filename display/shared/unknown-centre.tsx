import type { ComponentChildren } from 'preact'
import { fetchCentres } from './centre.ts'
import { LanguageSwitch, Mark, ProblemNote, Waiting } from './components.tsx'
import { useLoaded } from './hooks.ts'
import { useLanguage, useShared } from './i18n.ts'

type Page = 'lobby' | 'kiosk' | 'join' | 'guide'

/** The same page of the centres that give out tickets, and where else there is to go. */
const OtherCentres = (props: { page: Page; children: ComponentChildren }) => {
  const language = useLanguage()
  const { value: centres, problem, reload } = useLoaded('centres', fetchCentres)
  return (
    <>
      {problem && <ProblemNote problem={problem} onRetry={reload} />}
      {!centres && !problem && <Waiting />}
      <ul class="lost__links">
        {centres
          ?.filter(({ closed }) => !closed)
          .map((centre) => (
            <li key={centre.id}>
              <a class="button" href={`/${props.page}/${encodeURIComponent(centre.id)}`}>
                {centre.name[language]}
              </a>
            </li>
          ))}
        <li>{props.children}</li>
      </ul>
    </>
  )
}

/** An address with a centre that is not there: a sentence, and the ones that are. */
export const UnknownCentre = ({ page }: { page: Page }) => {
  const shared = useShared()
  return (
    <main class="lost">
      <header class="page-head">
        <Mark />
        <LanguageSwitch />
      </header>
      <h1>{shared('unknownCentre')}</h1>
      <p>{shared('unknownCentreRemedy')}</p>
      <OtherCentres page={page}>
        <a class="button button--quiet" href="/">
          {shared('allScreens')}
        </a>
      </OtherCentres>
    </main>
  )
}

/** On the page of a centre that is closed for good: a sentence, and where to go instead. */
export const ClosedForGood = ({ page }: { page: Page }) => {
  const shared = useShared()
  return (
    <>
      <p class="note">{shared('closedForGood')}</p>
      <p>{shared('closedForGoodRemedy')}</p>
      <OtherCentres page={page}>
        <a class="button button--quiet" href="/card">
          {shared('isMyCardReady')}
        </a>
      </OtherCentres>
    </>
  )
}
