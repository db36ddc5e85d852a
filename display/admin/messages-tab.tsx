import { useEffect, useState } from 'preact/hooks'
import type { MessageView } from '../../src/notices/message.view.ts'
import { isPush, type NoticeKind } from '../../src/notices/notice.ts'
import { Waiting } from '../shared/components.tsx'
import { useLoaded } from '../shared/hooks.ts'
import { askStaff } from '../shared/session.ts'
import { StaffNote } from '../shared/staff-note.tsx'
import { MessageForm } from './message-form.tsx'
import { useMessageTexts } from './message-texts.ts'
import { RowButton } from './parts.tsx'
import { pathOf, type Setup } from './setup.ts'

/** The messages, and the one whose words are looked at. */
export const MessagesTab = ({ setup }: { setup: Setup }) => {
  const text = useMessageTexts()
  const path = pathOf(setup.id, 'messages')
  const messages = useLoaded(path, (signal) => askStaff<MessageView[]>(path, { signal }))
  const [chosen, setChosen] = useState<NoticeKind>('ticket_issued')
  // Another administrator may have changed a text, or the name that stands in the examples.
  useEffect(() => messages.reload(), [setup])
  if (messages.problem && !messages.value)
    return <StaffNote problem={messages.problem} onRetry={messages.reload} />
  if (!messages.value) return <Waiting />
  const message = messages.value.find(({ kind }) => kind === chosen)
  return (
    <div class="setup setup--narrow">
      <div class="setup__list">
        <p class="quiet">{text('hint')}</p>
        <ul class="setup-rows">
          {messages.value.map(({ kind, own, says }) => (
            <li key={kind}>
              <RowButton
                form={`${setup.id} message ${kind}`}
                isChosen={kind === chosen}
                onChoose={() => setChosen(kind)}
              >
                <span class="setup-row__words">
                  <span class="setup-row__name">{text(kind)}</span>
                  <span class="quiet">
                    {isPush(kind)
                      ? text('toBrowser')
                      : text('smsParts', { count: Math.max(says.ar.parts, says.en.parts) })}
                  </span>
                </span>
                <span class="setup-row__end">
                  {(own.ar ?? own.en) !== null && <span class="tag">{text('own')}</span>}
                </span>
              </RowButton>
            </li>
          ))}
        </ul>
      </div>
      {message && (
        <MessageForm key={chosen} centreId={setup.id} message={message} onSaved={messages.reload} />
      )}
    </div>
  )
}
