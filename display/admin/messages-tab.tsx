import type { MessageView } from '../../src/notices/message.view.ts'
import { Waiting } from '../shared/components.tsx'
import { useLoaded } from '../shared/hooks.ts'
import { askStaff } from '../shared/session.ts'
import { StaffNote } from '../shared/staff-note.tsx'
import { useCentreTexts } from './centre-texts.ts'
import { pathOf } from './setup.ts'

/** What each message says, to be read. */
export const MessagesTab = ({ centreId }: { centreId: string }) => {
  const text = useCentreTexts()
  const path = pathOf(centreId, 'messages')
  const messages = useLoaded(path, (signal) => askStaff<MessageView[]>(path, { signal }))
  if (messages.problem && !messages.value)
    return <StaffNote problem={messages.problem} onRetry={messages.reload} />
  if (!messages.value) return <Waiting />
  return (
    <div class="messages">
      <p class="quiet">{text('messagesHint')}</p>
      {messages.value.map(({ kind, says }) => (
        <section key={kind}>
          <h2 class="setup__title">{text(kind)}</h2>
          <div class="messages__both">
            {(['ar', 'en'] as const).map((language) => {
              const { text: words, parts } = says[language]
              return (
                <div key={language}>
                  <p class="messages__parts">
                    <span>{text(language === 'ar' ? 'inArabic' : 'inEnglish')}</span>
                    <span class={`tag ${parts === 1 ? 'tag--ok' : 'tag--warn'}`}>
                      {text('smsParts', { count: parts })}
                    </span>
                  </p>
                  <p class="messages__text" lang={language} dir={language === 'ar' ? 'rtl' : 'ltr'}>
                    {words}
                  </p>
                </div>
              )
            })}
          </div>
        </section>
      ))}
    </div>
  )
}
