import './home.css'
import { type CentreSummary, fetchCentres } from '../shared/centre.ts'
import { Empty, LanguageSwitch, Mark, ProblemNote, Waiting } from '../shared/components.tsx'
import { useLoaded, usePageTitle } from '../shared/hooks.ts'
import { useLanguage } from '../shared/i18n.ts'
import { start } from '../shared/start.tsx'
import { useTexts } from './texts.ts'

const inCentre = ['lobby', 'kiosk', 'join', 'guide'] as const
const forStaff = ['counter', 'post', 'supervisor', 'admin'] as const
type Screen = (typeof inCentre)[number] | (typeof forStaff)[number] | 'card' | 'docs'

const ScreenLink = (props: { screen: Screen; href: string }) => {
  const text = useTexts()
  return (
    <li>
      <a class="screen" href={props.href}>
        <span class="screen__name">{text(props.screen)}</span>
        <span class="screen__about">{text(`${props.screen}About`)}</span>
        <span class="screen__path">
          <bdi dir="ltr">{props.href}</bdi>
        </span>
      </a>
    </li>
  )
}

const CentrePanel = ({ centre }: { centre: CentreSummary }) => {
  const language = useLanguage()
  const id = encodeURIComponent(centre.id)
  return (
    <section class="panel" aria-labelledby={`centre-${centre.id}`}>
      <h2 class="panel__title" id={`centre-${centre.id}`}>
        {centre.name[language]}
      </h2>
      <ul class="screens">
        {inCentre.map((screen) => (
          <ScreenLink key={screen} screen={screen} href={`/${screen}/${id}`} />
        ))}
      </ul>
    </section>
  )
}

const Home = () => {
  const text = useTexts()
  const { value: centres, problem, reload } = useLoaded('centres', fetchCentres)
  usePageTitle(text('title'))
  const language = useLanguage()
  const open = centres?.filter(({ closed }) => !closed)
  const closed = centres?.filter(({ closed }) => closed) ?? []
  const staffScreens = forStaff.filter((screen) => __APPS__.includes(screen))
  return (
    <div class="home">
      <header class="page-head home__head">
        <Mark />
        <LanguageSwitch />
      </header>
      <main class="home__main">
        <div>
          <h1>{text('title')}</h1>
          <p class="home__intro">{text('intro')}</p>
        </div>
        {problem && <ProblemNote problem={problem} onRetry={reload} />}
        {!centres && !problem && <Waiting />}
        {centres?.length === 0 && <Empty>{text('noCentres')}</Empty>}
        {open?.map((centre) => (
          <CentrePanel key={centre.id} centre={centre} />
        ))}
        <section class="panel" aria-labelledby="staff">
          <h2 class="panel__title" id="staff">
            {text('staff')}
          </h2>
          <ul class="screens">
            {staffScreens.map((screen) => (
              <ScreenLink key={screen} screen={screen} href={`/${screen}`} />
            ))}
            <ScreenLink screen="docs" href="/api/docs" />
          </ul>
        </section>
        {__APPS__.includes('card') && (
          <section class="panel" aria-labelledby="citizens">
            <h2 class="panel__title" id="citizens">
              {text('citizens')}
            </h2>
            <ul class="screens">
              <ScreenLink screen="card" href="/card" />
            </ul>
          </section>
        )}
        {closed.length > 0 && (
          <section class="panel" aria-labelledby="closed">
            <h2 class="panel__title" id="closed">
              {text('closed')}
            </h2>
            <p>{closed.map(({ name }) => name[language]).join(' · ')}</p>
            <p class="quiet">{text('closedAbout')}</p>
          </section>
        )}
      </main>
    </div>
  )
}

start(Home)
