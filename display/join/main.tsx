import { fragment } from '../shared/fragment.ts'
import './join.css'
import { type CentreInfo, idFromPath } from '../shared/centre.ts'
import { LanguageSwitch, Mark, ProblemNote, TicketNumber, Waiting } from '../shared/components.tsx'
import { usePageTitle } from '../shared/hooks.ts'
import { useLanguage } from '../shared/i18n.ts'
import { closedSentence } from '../shared/opening.ts'
import { start } from '../shared/start.tsx'
import { ClosedForGood, UnknownCentre } from '../shared/unknown-centre.tsx'
import { useCentre } from '../shared/use-centre.ts'
import { JoinForm } from './join-form.tsx'
import { ownTicket, pageOf } from './own-ticket.ts'
import { useTexts } from './texts.ts'

const centreId = idFromPath()
/** The short-lived code of the lobby's QR. */
const code = fragment()
const CENTRE_AGAIN_MS = 30_000

const OwnTicketLink = () => {
  const text = useTexts()
  const own = ownTicket(centreId)
  if (!own) return null
  return (
    <section class="own">
      <p>
        {text('had')} <TicketNumber>{own.number}</TicketNumber>
      </p>
      <a class="button" href={pageOf(own)}>
        {text('open')}
      </a>
    </section>
  )
}

const JoinCentre = ({ centre }: { centre: CentreInfo }) => {
  const text = useTexts()
  const language = useLanguage()
  return (
    <>
      <div>
        <h1>{centre.closed ? centre.name[language] : text('title')}</h1>
        {!centre.closed && <p class="quiet">{centre.name[language]}</p>}
      </div>
      <OwnTicketLink />
      {!centre.open && !centre.closed && (
        <p class="note">{closedSentence(centre, language, new Date())}</p>
      )}
      {centre.closed ? (
        <ClosedForGood page="join" />
      ) : code === '' && !centre.joinFromAnywhere ? (
        <ProblemNote
          problem={{ code: 'bad_join_code', detail: text('noCode') }}
          remedy={text('noCodeRemedy')}
        />
      ) : (
        <JoinForm centre={centre} code={code} />
      )}
    </>
  )
}

const Join = () => {
  const text = useTexts()
  const { value: centre, problem } = useCentre(centreId, CENTRE_AGAIN_MS)
  usePageTitle(text('title'))
  if (problem?.code === 'unknown_centre') return <UnknownCentre page="join" />
  return (
    <div class="join-page">
      <header class="page-head">
        <Mark />
        <LanguageSwitch />
      </header>
      <main class="join-page__main">
        {!centre && <h1>{text('title')}</h1>}
        {!centre && (problem ? <ProblemNote problem={problem} /> : <Waiting />)}
        {centre && <JoinCentre centre={centre} />}
      </main>
    </div>
  )
}

start(Join)
