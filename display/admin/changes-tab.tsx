import { useEffect, useState } from 'preact/hooks'
import type { ChangeView } from '../../src/changes/change.view.ts'
import type { Bilingual } from '../../src/language.ts'
import { noticeKinds } from '../../src/notices/notice.ts'
import { Button, Empty, Waiting } from '../shared/components.tsx'
import { localeOf, useLanguage } from '../shared/i18n.ts'
import { askStaff } from '../shared/session.ts'
import { useActions } from '../shared/staff-actions.ts'
import { ActionNote } from '../shared/staff-note.tsx'
import { useCentreTexts } from './centre-texts.ts'
import { differences } from './differences.ts'
import { fieldWords, valueWords } from './field-words.ts'
import { useMessageTexts } from './message-texts.ts'
import { pathOf, type Setup } from './setup.ts'

interface Page {
  changes: ChangeView[]
  next: string | null
}

/** What differs, value by value, as it was and as it is. */
export const Differences = (props: {
  change: Pick<ChangeView, 'before' | 'after'>
  setup: Setup
}) => {
  const { change, setup } = props
  const named = [...setup.services, { id: setup.id, name: setup.centre.name }]
  const language = useLanguage()
  return (
    <ul class="changes__values">
      {differences(change.before, change.after).map(({ name, was, is }) => (
        <li key={name}>
          <bdi class="changes__name">{fieldWords(name, language)}</bdi>{' '}
          {was !== undefined && <del>{valueWords(name, was, language, named)}</del>}{' '}
          {is !== undefined && <bdi>{valueWords(name, is, language, named)}</bdi>}
        </li>
      ))}
    </ul>
  )
}

type Named = Pick<ChangeView, 'kind' | 'subject' | 'before' | 'after'> & { called?: string | null }

/** A name out of the fields of a change, for what the set-up does not know, or does not know yet. */
const toldName = ({ before, after }: Named, field: string): unknown =>
  after?.[field] ?? before?.[field]

const isBilingual = (value: unknown): value is Bilingual =>
  typeof value === 'object' && value !== null && 'ar' in value && 'en' in value

/** What people call the thing that was changed; undefined: they call it by its code. */
const useNameOf = (setup: Setup) => {
  const message = useMessageTexts()
  const language = useLanguage()
  return (change: Named): string | undefined => {
    const { kind, subject, called } = change
    const told = toldName(change, 'name')
    switch (kind) {
      case 'message': {
        const notice = noticeKinds.find((one) => one === subject)
        return notice && message(notice)
      }
      case 'service': {
        const known = setup.services.find(({ id }) => id === subject)?.name
        return (known ?? (isBilingual(told) ? told : undefined))?.[language]
      }
      case 'counter': {
        const label = toldName(change, 'label')
        const known = setup.counters.find(({ id }) => id === subject)?.label
        return known ?? (typeof label === 'string' ? label : undefined)
      }
      case 'centre':
      case 'settings':
      case 'hall_notices':
      case 'services_order':
      case 'import':
      case 'day_closed':
        // Of the centre whose changes these are: its kind says all.
        return subject === setup.id ? '' : undefined
      default:
        return called ?? undefined
    }
  }
}

/** What was changed: its kind, and which one. */
export const Subject = ({ change, setup }: { change: Named; setup: Setup }) => {
  const text = useCentreTexts()
  const name = useNameOf(setup)(change)
  return (
    <>
      {text(`kind_${change.kind}`)}{' '}
      <bdi class={name === undefined ? 'code' : ''}>{name ?? change.subject}</bdi>
    </>
  )
}

/** One moment of one person: what an import changes is noted in it, with the import itself. */
const momentOf = ({ at, staff, everywhere }: ChangeView): string =>
  everywhere ? '' : `${at} ${staff.id}`

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
  const imports = new Set(changes.filter(({ kind }) => kind === 'import').map(momentOf))
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
                  <Subject change={change} setup={setup} />{' '}
                  {change.everywhere && <span class="tag">{text('installation')}</span>}
                  {change.kind !== 'import' && imports.has(momentOf(change)) && (
                    <span class="tag">{text('byFile')}</span>
                  )}
                </td>
                <td>
                  <Differences change={change} setup={setup} />
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
