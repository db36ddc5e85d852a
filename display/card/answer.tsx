import { useEffect, useRef } from 'preact/hooks'
import { type CardStatus, keptSentence } from '../shared/card-status.ts'
import type { CentreInfo } from '../shared/centre.ts'
import { Button, ProblemNote } from '../shared/components.tsx'
import { Hours } from '../shared/hours.tsx'
import { isolate, useLanguage } from '../shared/i18n.ts'
import { hasRequirements, Requirements } from '../shared/requirements.tsx'
import { useCentre } from '../shared/use-centre.ts'
import { useCardTexts } from './texts.ts'

const looks = {
  ready: 'answer--ready',
  not_here: 'answer--wait',
  other_centre: 'answer--wait',
  collected: '',
  unknown: '',
} as const

/** What the answer means, in a sentence. */
const useSentence = ({ state, section }: CardStatus, centre: string): string => {
  const text = useCardTexts()
  switch (state) {
    case 'ready':
      return text('readyAt', { centre, section: isolate(section ?? '') })
    case 'not_here':
      return text('notHereAt', { centre })
    case 'other_centre':
      return text('otherCentreAt', { centre })
    case 'collected':
      return text('collectedHint', { centre })
    case 'unknown':
      return text('unknownHint')
  }
}

const Bring = ({ centre }: { centre: CentreInfo }) => {
  const text = useCardTexts()
  const language = useLanguage()
  const service = centre.services.find(({ worksOnCards }) => worksOnCards)
  return (
    <section class="block">
      <h2 class="block__title">{text('bring')}</h2>
      {service && hasRequirements(service) && (
        <p class="block__lines">
          <Requirements service={service} />
        </p>
      )}
      {service && <p>{text('takeTicket', { service: isolate(service.name[language]) })}</p>}
    </section>
  )
}

/** The answer in big words, and where, until when, with what. */
export const Answer = (props: {
  status: CardStatus
  /** Back to what was typed, for whom nothing was found. */
  onCorrect: () => void
  onAgain: () => void
}) => {
  const { status } = props
  const text = useCardTexts()
  const language = useLanguage()
  const centre = useCentre(status.centre ?? '')
  const name = centre.value ? isolate(centre.value.name[language]) : text('theCentre')
  const sentence = useSentence(status, name)
  const kept = centre.value && keptSentence(status, centre.value, language, new Date())
  const heading = useRef<HTMLHeadingElement>(null)
  // The answer takes the form's place, so it takes the focus as well.
  useEffect(() => heading.current?.focus(), [])
  const isToCome = status.state === 'ready' || status.state === 'other_centre'
  return (
    <div class="result">
      <div class={`answer ${looks[status.state]}`}>
        <h1 ref={heading} tabIndex={-1} class="answer__title">
          {text(status.state)}
        </h1>
        <p class="answer__sentence">{sentence}</p>
        {kept && <p class="answer__kept">{kept}</p>}
      </div>
      {centre.problem && !centre.value && (
        <ProblemNote problem={centre.problem} onRetry={centre.reload} />
      )}
      {isToCome && centre.value && <Bring centre={centre.value} />}
      {centre.value && <Hours centre={centre.value} />}
      {status.state === 'unknown' && (
        <Button look="primary" large onClick={props.onCorrect}>
          {text('correct')}
        </Button>
      )}
      <Button large onClick={props.onAgain}>
        {text('again')}
      </Button>
    </div>
  )
}
