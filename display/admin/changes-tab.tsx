import { useEffect, useState } from 'preact/hooks'
import type { ChangeView } from '../../src/changes/change.view.ts'
import { noticeKinds } from '../../src/notices/notice.ts'
import { Button, Empty, Waiting } from '../shared/components.tsx'
import { localeOf, useLanguage } from '../shared/i18n.ts'
import { askStaff } from '../shared/session.ts'
import { useActions } from '../shared/staff-actions.ts'
import { ActionNote } from '../shared/staff-note.tsx'
import { useCentreTexts } from './centre-texts.ts'
import { differences } from './differences.ts'
import { fieldWords, type NamedService, valueWords } from './field-words.ts'
import { useMessageTexts } from './message-texts.ts'
import { pathOf, type Setup } from './setup.ts'

interface Page {
  changes: ChangeView[]
  next: string | null
}

/** What differs, value by value, as it was and as it is. */
export const Differences = (props: {
  change: Pick<ChangeView, 'before' | 'after'>
  services: readonly NamedService[]
}) => {
  const { change, services } = props
  const language = useLanguage()
  return (
    <ul class="changes__values">
      {differences(change.before, change.after).map(({ name, was, is }) => (
        <li key={name}>
          <bdi class="changes__name">{fieldWords(name, language)}</bdi>{' '}
          {was !== undefined && <del>{valueWords(name, was, language, services)}</del>}{' '}
          {is !== undefined && <bdi>{valueWords(name, is, language, services)}</bdi>}
        </li>
      ))}
    </ul>
  )
}

/** What was changed: its kind, and which one. */
export const Subject = ({
  change,
}: {
  change: Pick<ChangeView, 'kind' | 'subject'> & { called?: string | null }
}) => {
  const text = useCentreTexts()
  const message = useMessageTexts()
  const kind = noticeKinds.find((one) => change.kind === 'message' && one === change.subject)
  return (
    <>
      {text(`kind_${change.kind}`)}{' '}
      <bdi class={kind ? '' : 'code'}>
        {kind ? message(kind) : (change.called ?? change.subject)}
      </bdi>
    </>
  )
}

/** Who changed what, newest first. */
export const ChangesTab = ({ setup }: { setup: Setup }) => {
  const text = useCentreTexts()
  const locale = localeOf(useLanguage())
  const actions = useActions()
  const [pages, setPages] = useState<Page[]>([])
  const last = pages.at(-1)
  const load = async (before: string | null): Promise<void> => {
    const query = before === null ? '' : `?before=${encodeURIComponent(before)}`
    const answer = await actions.run('load', () =>
      askStaff<Page>(pathOf(setup.id, `changes${query}`), { retries: 2 }),
    )
    if (answer?.ok)
      setPages((known) => (before === null ? [answer.value] : [...known, answer.value]))
  }
  useEffect(() => {
    void load(null)
  }, [setup])
  const at = new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'short',
    hourCycle: 'h23',
    timeZone: setup.timeZone,
  })
  const changes = pages.flatMap((page) => page.changes)
  return (
    <div class="setup__list changes">
      <p class="quiet">{text('changesHint')}</p>
      <ActionNote problem={actions.problem} onDismiss={actions.dismiss} />
      {!last && !actions.problem && <Waiting />}
      {last && changes.length === 0 && <Empty>{text('noChanges')}</Empty>}
      {changes.length > 0 && (
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{text('when')}</th>
              <th scope="col">{text('who')}</th>
              <th scope="col">{text('what')}</th>
              <th scope="col">{text('fields')}</th>
            </tr>
          </thead>
          <tbody>
            {changes.map((change) => (
              <tr key={change.id}>
                <td>{at.format(new Date(change.at))}</td>
                <td>
                  <bdi>{change.staff.name}</bdi>
                </td>
                <td>
                  <Subject change={change} />{' '}
                  {change.everywhere && <span class="tag">{text('installation')}</span>}
                </td>
                <td>
                  <Differences change={change} services={setup.services} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {last?.next && (
        <div>
          <Button busy={actions.busy !== null} onClick={() => void load(last.next)}>
            {text('older')}
          </Button>
        </div>
      )}
    </div>
  )
}
