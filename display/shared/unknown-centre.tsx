import { fetchCentres } from './centre.ts'
import { Mark, ProblemNote, Waiting } from './components.tsx'
import { useLoaded } from './hooks.ts'
import { useLanguage, useShared } from './i18n.ts'

/** An address with a centre that is not there: a sentence, and the ones that are. */
export const UnknownCentre = (props: { page: 'lobby' | 'kiosk' | 'join' | 'guide' }) => {
  const shared = useShared()
  const language = useLanguage()
  const { value: centres, problem, reload } = useLoaded('centres', fetchCentres)
  return (
    <main class="lost">
      <Mark />
      <h1>{shared('unknownCentre')}</h1>
      <p>{shared('unknownCentreRemedy')}</p>
      {problem && <ProblemNote problem={problem} onRetry={reload} />}
      {!centres && !problem && <Waiting />}
      <ul class="lost__links">
        {centres?.map((centre) => (
          <li key={centre.id}>
            <a class="button" href={`/${props.page}/${encodeURIComponent(centre.id)}`}>
              {centre.name[language]}
            </a>
          </li>
        ))}
        <li>
          <a class="button button--quiet" href="/">
            {shared('allScreens')}
          </a>
        </li>
      </ul>
    </main>
  )
}
