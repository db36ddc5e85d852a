import { Button, ProblemNote } from '../shared/components.tsx'
import { type PushProblem, usePush } from './push.ts'
import { useTexts } from './texts.ts'

const PushNote = ({ problem }: { problem: PushProblem }) => {
  const text = useTexts()
  if (problem !== 'failed') return <ProblemNote problem={problem} remedy={text('keepOpen')} />
  const failed = { code: 'push_failed', detail: text('pushFailed') }
  return <ProblemNote problem={failed} remedy={text('keepOpen')} />
}

/** The offer to be told of the call by a notification, for a browser that can. */
export const TellMe = () => {
  const text = useTexts()
  const { state, problem, isBusy, switchOn, switchOff } = usePush()
  if (state === undefined) return null
  return (
    <section class="more-time">
      {state === 'denied' && <p class="more-time__about">{text('pushDenied')}</p>}
      {state === 'off' && (
        <Button busy={isBusy} onClick={() => void switchOn()}>
          {text('pushOffer')}
        </Button>
      )}
      {state === 'on' && (
        <>
          <p class="more-time__about" role="status">
            {text('pushOn')}
          </p>
          <Button look="quiet" busy={isBusy} onClick={() => void switchOff()}>
            {text('pushOff')}
          </Button>
        </>
      )}
      {problem && <PushNote problem={problem} />}
    </section>
  )
}
