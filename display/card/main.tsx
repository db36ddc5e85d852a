import './card.css'
import { useState } from 'preact/hooks'
import { LanguageSwitch, Mark } from '../shared/components.tsx'
import { start } from '../shared/start.tsx'
import { Answer } from './answer.tsx'
import { AskForm } from './ask-form.tsx'
import type { CardStatus } from './status.ts'

const Card = () => {
  const [status, setStatus] = useState<CardStatus | undefined>()
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
