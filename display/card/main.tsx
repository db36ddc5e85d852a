import './card.css'
import { useState } from 'preact/hooks'
import type { CardStatus } from '../shared/card-status.ts'
import { LanguageSwitch, Mark } from '../shared/components.tsx'
import { usePageTitle } from '../shared/hooks.ts'
import { start } from '../shared/start.tsx'
import { Answer } from './answer.tsx'
import { AskForm, NOTHING_TYPED } from './ask-form.tsx'
import { useCardTexts } from './texts.ts'

const Card = () => {
  const text = useCardTexts()
  const [status, setStatus] = useState<CardStatus | undefined>()
  const [typed, setTyped] = useState(NOTHING_TYPED)
  usePageTitle(text('title'))
  const askAgain = (): void => {
    setTyped(NOTHING_TYPED)
    setStatus(undefined)
  }
  return (
    <div class="card-page">
      <header class="page-head">
        <Mark />
        <LanguageSwitch />
      </header>
      <main>
        {status ? (
          <Answer status={status} onCorrect={() => setStatus(undefined)} onAgain={askAgain} />
        ) : (
          <AskForm typed={typed} onType={setTyped} onAnswer={setStatus} />
        )}
      </main>
    </div>
  )
}

start(Card)
