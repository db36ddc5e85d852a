import { useEffect, useRef, useState } from 'preact/hooks'
import type { Problem } from '../shared/api.ts'
import type { CardStatus } from '../shared/card-status.ts'
import { Button, ProblemNote } from '../shared/components.tsx'
import { citizenIdFrom, western } from '../shared/digits.ts'
import { Field, useFocusOnWrong } from '../shared/field.tsx'
import { useNow } from '../shared/hooks.ts'
import { isolate, useLanguageChange } from '../shared/i18n.ts'
import { askStatus } from './status.ts'
import { useCardTexts } from './texts.ts'

interface Wrong {
  citizenId: boolean
  proof: boolean
}

const minutesAndSeconds = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`

/** A limit reached: how long it still lasts, counting down. */
const Limited = ({ until, problem }: { until: number; problem: Problem }) => {
  const text = useCardTexts()
  const leftSec = Math.max(0, Math.ceil((until - useNow(1_000).getTime()) / 1_000))
  if (leftSec === 0) return null
  const time = isolate(minutesAndSeconds(leftSec))
  return (
    <ProblemNote
      problem={{ ...problem, detail: text('limited', { time }) }}
      remedy={text('limitedHint')}
    />
  )
}

const useAsking = (onAnswer: (status: CardStatus) => void) => {
  const [isBusy, setBusy] = useState(false)
  const [wrong, setWrong] = useState<Wrong>({ citizenId: false, proof: false })
  const [problem, setProblem] = useState<(Problem & { until: number }) | undefined>()
  const submit = async (typedId: string, typedProof: string): Promise<void> => {
    const citizenId = citizenIdFrom(typedId)
    const proof = western(typedProof).trim()
    setWrong({ citizenId: citizenId === undefined, proof: proof === '' })
    if (isBusy || citizenId === undefined || proof === '') return
    setBusy(true)
    setProblem(undefined)
    const answer = await askStatus(citizenId, proof)
    setBusy(false)
    if (answer.ok) return onAnswer(answer.value)
    const waitMs = (answer.problem.retryAfterSec ?? 0) * 1_000
    setProblem({ ...answer.problem, until: Date.now() + waitMs })
  }
  // A limit is said in the page's own words, and lasts.
  useLanguageChange(() => setProblem((known) => (known?.status === 429 ? known : undefined)))
  return { isBusy, wrong, problem, submit }
}

/** What was typed, as it was typed. */
export interface Typed {
  citizenId: string
  proof: string
}
export const NOTHING_TYPED: Typed = { citizenId: '', proof: '' }

/** Who you are and a proof: without both nobody learns anything. */
export const AskForm = (props: {
  typed: Typed
  onType: (typed: Typed) => void
  onAnswer: (status: CardStatus) => void
}) => {
  const text = useCardTexts()
  const { typed, onType, onAnswer } = props
  const { citizenId, proof } = typed
  const { isBusy, wrong, problem, submit } = useAsking(onAnswer)
  const form = useRef<HTMLFormElement>(null)
  useFocusOnWrong(form, wrong)
  // Whoever comes back to correct what they typed is taken to it.
  const isToCorrect = useRef(citizenId !== '' || proof !== '')
  useEffect(() => {
    if (isToCorrect.current) form.current?.querySelector('input')?.focus()
  }, [])
  return (
    <form
      ref={form}
      class="ask"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void submit(citizenId, proof)
      }}
    >
      <h1>{text('title')}</h1>
      <p class="ask__intro">{text('intro')}</p>
      <Field
        label={text('citizenId')}
        hint={text('citizenIdHint')}
        wrong={wrong.citizenId ? text('citizenIdWrong') : undefined}
        inputMode="numeric"
        autoComplete="off"
        maxLength={16}
        value={citizenId}
        dir="ltr"
        onInput={({ currentTarget }) => onType({ ...typed, citizenId: currentTarget.value })}
      />
      <Field
        label={text('proof')}
        hint={text('proofHint')}
        wrong={wrong.proof ? text('proofWrong') : undefined}
        autoComplete="off"
        autoCapitalize="characters"
        spellcheck={false}
        maxLength={64}
        value={proof}
        dir="ltr"
        onInput={({ currentTarget }) => onType({ ...typed, proof: currentTarget.value })}
      />
      {problem?.status === 429 && problem.retryAfterSec !== undefined && (
        <Limited until={problem.until} problem={problem} />
      )}
      {problem && (problem.status !== 429 || problem.retryAfterSec === undefined) && (
        <ProblemNote problem={problem} />
      )}
      <Button type="submit" look="primary" large busy={isBusy}>
        {text('ask')}
      </Button>
    </form>
  )
}
