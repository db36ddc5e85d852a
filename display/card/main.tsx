import './card.css'
import { useState } from 'preact/hooks'
import type { CardStatus } from '../shared/card-status.ts'
import { LanguageSwitch, Mark } from '../shared/components.tsx'
import { usePageTitle } from '../shared/hooks.ts'
import { start } from '../shared/start.tsx'
import { Answer } from './answer.tsx'
import { AskForm } from './ask-form.tsx'
import { useCardTexts } from './texts.ts'

const Card = () => {
  const text = useCardTexts()
  const [status, setStatus] = useState<CardStatus | undefined>()
  usePageTitle(text('title'))
  return (
    <div class="card-page">
      <header class="page-head">
        <Mark />
        <LanguageSwitch />
      </header>
      <main>
        {status ? (
          <Answer status={status} onAgain={() => setStatus(undefined)} />
        ) : (
          <AskForm onAnswer={setStatus} />
        )}
      </main>
    </div>
  )
}

start(Card)
