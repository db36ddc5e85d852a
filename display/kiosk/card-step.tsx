import { useContext } from 'preact/hooks'
import type { CardStatus } from '../shared/card-status.ts'
import { fetchCentres } from '../shared/centre.ts'
import { Button } from '../shared/components.tsx'
import { useLoaded } from '../shared/hooks.ts'
import { useLanguage } from '../shared/i18n.ts'
import { Pictogram } from '../shared/pictogram.tsx'
import { Aloud, useSaid } from './aloud.ts'
import { pressedBy } from './keys.ts'
import { promptsIn } from './prompts.ts'
import { Sign, Signed, type SignName } from './signs.tsx'
import { useTexts } from './texts.ts'

const signOf = {
  ready: 'yes',
  not_here: 'time',
  other_centre: 'elsewhere',
  unknown: 'notFound',
} as const satisfies Record<Exclude<CardStatus['state'], 'collected'>, SignName>

/** Where the card is, in big words, for everybody whose wait would be for nothing. */
export const CardStep = (props: {
  card: CardStatus
  onAgain: () => void
  onOther: () => void
  onFinish: () => void
}) => {
  const text = useTexts()
  const language = useLanguage()
  const { card } = props
  const { value: centres } = useLoaded('centres', fetchCentres)
  const elsewhere = centres?.find((centre) => centre.id === card.centre)?.name[language]
  const isAloud = useContext(Aloud) !== null
  useSaid(promptsIn(language).card(card.state, elsewhere))
  // "Enter it again" comes first where it is offered.
  const before = card.state === 'unknown' ? 1 : 0
  const key = (place: number) => (isAloud ? pressedBy(String(place)) : {})
  const about = (): string => {
    switch (card.state) {
      case 'other_centre':
        return elsewhere === undefined
          ? text('card_other_centreUnknown')
          : text('card_other_centreAbout', { centre: elsewhere })
      case 'collected':
        return text('card_collectedAbout')
      case 'not_here':
        return text('card_not_hereAbout')
      case 'ready':
        return ''
      case 'unknown':
        return text('card_unknownAbout')
    }
  }
  return (
    <div class="card-step" role="status">
      <span class="card-step__sign">
        {card.state === 'collected' ? (
          <Pictogram name="collect_card" />
        ) : (
          <Sign name={signOf[card.state]} />
        )}
      </span>
      <h1 class="card-step__words">{text(`card_${card.state}`)}</h1>
      <p class="card-step__about">{about()}</p>
      <div class="card-step__actions">
        {card.state === 'unknown' && (
          <Button look="primary" large {...key(1)} onClick={props.onAgain}>
            <Signed sign="again">{text('enterAgain')}</Signed>
          </Button>
        )}
        <Button large {...key(before + 1)} onClick={props.onOther}>
          <Signed sign="others">{text('otherService')}</Signed>
        </Button>
        <Button
          look={card.state === 'unknown' ? 'plain' : 'primary'}
          large
          {...key(before + 2)}
          onClick={props.onFinish}
        >
          <Signed sign="yes">{text('finish')}</Signed>
        </Button>
      </div>
    </div>
  )
}
