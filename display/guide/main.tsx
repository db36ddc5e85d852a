import './guide.css'
import { type CentreInfo, fetchCentre, idFromPath, type ServiceInfo } from '../shared/centre.ts'
import { Empty, LanguageSwitch, Mark, ProblemNote, Waiting } from '../shared/components.tsx'
import { estimateBriefly, isKnown } from '../shared/estimate.ts'
import { useLoaded, usePageTitle } from '../shared/hooks.ts'
import { Hours } from '../shared/hours.tsx'
import { useLanguage, useShared } from '../shared/i18n.ts'
import { closedSentence, isOverForToday } from '../shared/opening.ts'
import { ServiceSign } from '../shared/pictogram.tsx'
import { hasRequirements, Requirements } from '../shared/requirements.tsx'
import { start } from '../shared/start.tsx'
import { ClosedForGood, UnknownCentre } from '../shared/unknown-centre.tsx'
import { useTexts } from './texts.ts'

const centreId = idFromPath()

/** One service: what it asks for, whether it can be done from home, how long the wait is. */
const Service = ({ service, isOpen }: { service: ServiceInfo; isOpen: boolean }) => {
  const text = useTexts()
  const shared = useShared()
  const language = useLanguage()
  const { id, name, onlineUrl, estimate, waiting } = service
  return (
    <section class="panel service" aria-labelledby={`service-${id}`}>
      <div class="service__head">
        <ServiceSign service={service} />
        <h2 id={`service-${id}`}>{name[language]}</h2>
      </div>
      {hasRequirements(service) && (
        <p class="service__lines">
          <Requirements service={service} />
        </p>
      )}
      {isOpen && (
        <p class="service__wait">
          {shared('peopleWaiting', { count: waiting })}
          {isKnown(estimate) && ` · ${estimateBriefly(estimate, shared, language)}`}
          {/* Where nobody waits, nothing is to be known. */}
          {!isKnown(estimate) && waiting > 0 && `. ${text('waitUnknown')}`}
        </p>
      )}
      {onlineUrl !== null && (
        <a class="button" href={onlineUrl} rel="noreferrer">
          {text('online')}
        </a>
      )}
    </section>
  )
}

const Services = ({ centre }: { centre: CentreInfo }) => {
  const text = useTexts()
  const language = useLanguage()
  // As on the page where a number is taken: nothing invites to one that is of no use.
  const look = isOverForToday(centre) ? '' : 'button--primary'
  return (
    <>
      {!centre.open && (
        <p class="note" role="status">
          {closedSentence(centre, language, new Date())}
        </p>
      )}
      {centre.services.length === 0 && <Empty>{text('noServices')}</Empty>}
      {centre.services.map((service) => (
        <Service key={service.id} service={service} isOpen={centre.open} />
      ))}
      {centre.joinFromAnywhere ? (
        <a class={`button button--large ${look}`} href={`/join/${encodeURIComponent(centre.id)}`}>
          {text('takeNumber')}
        </a>
      ) : (
        <p class="guide__intro">{text('takeNumberHere')}</p>
      )}
      <Hours centre={centre} />
    </>
  )
}

const Centre = ({ centre }: { centre: CentreInfo }) => {
  const text = useTexts()
  const language = useLanguage()
  return (
    <>
      <div>
        <p class="guide__centre">{centre.name[language]}</p>
        <h1>{text('title')}</h1>
        {!centre.closed && <p class="guide__intro">{text('intro')}</p>}
      </div>
      {centre.closed ? <ClosedForGood page="guide" /> : <Services centre={centre} />}
    </>
  )
}

/** What every service of a centre asks for, for whoever prepares a visit at home. */
const Guide = () => {
  const text = useTexts()
  const {
    value: centre,
    problem,
    reload,
  } = useLoaded(`centre ${centreId}`, (signal) => fetchCentre(centreId, signal))
  usePageTitle(text('title'))
  if (problem?.code === 'unknown_centre') return <UnknownCentre page="guide" />
  return (
    <div class="guide">
      <header class="page-head">
        <Mark />
        <LanguageSwitch />
      </header>
      <main class="guide__main">
        {problem && !centre && <ProblemNote problem={problem} onRetry={reload} />}
        {!centre && <h1>{text('title')}</h1>}
        {!centre && !problem && <Waiting />}
        {centre && <Centre centre={centre} />}
      </main>
    </div>
  )
}

start(Guide)
