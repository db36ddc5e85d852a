import { useRef, useState } from 'preact/hooks'
import { unsetSettings } from '../../src/centres/limits.ts'
import type { Change } from '../../src/changes/change.ts'
import { Button, Dialog, Empty } from '../shared/components.tsx'
import { useShared } from '../shared/i18n.ts'
import { useActions } from '../shared/staff-actions.ts'
import { ActionNote } from '../shared/staff-note.tsx'
import { centreFileFrom } from './centre-file.ts'
import { useCentreTexts } from './centre-texts.ts'
import { Differences, Subject } from './changes-tab.tsx'
import { Saved } from './parts.tsx'
import { type Part, pathOf, put, type Setup } from './setup.ts'
import { askShortening, type Shortening, ShortenQuestion, shorterDays } from './shorten.tsx'

interface Tried {
  file: unknown
  changes: Change[]
  /** What is kept for less long by it, if anything is. */
  shortening: Shortening | null
}

/** The days for which things are kept, as far as a file changes them. */
const daysIn = (changes: readonly Change[]): Parameters<typeof shorterDays>[1] => {
  const { after } = changes.find(({ kind }) => kind === 'settings') ?? {}
  const daysOf = (key: 'retentionDays' | 'cardExpiresAfterDays') =>
    after && key in after ? { [key]: Number(after[key] ?? unsetSettings[key]) } : {}
  return { ...daysOf('retentionDays'), ...daysOf('cardExpiresAfterDays') }
}

/** What a file would change: all of it is seen before any of it is done. */
const TriedDialog = (props: {
  tried: Tried
  setup: Setup
  busy: boolean
  onConfirm: () => void
  onClose: () => void
}) => {
  const text = useCentreTexts()
  const shared = useShared()
  const { changes } = props.tried
  return (
    <Dialog
      title={text('importTitle')}
      onClose={props.onClose}
      actions={
        <>
          {changes.length > 0 && (
            <Button look="primary" busy={props.busy} onClick={props.onConfirm}>
              {text('importAll', { count: changes.length })}
            </Button>
          )}
          <Button onClick={props.onClose}>{shared('cancel')}</Button>
        </>
      }
    >
      {changes.length === 0 && <Empty>{text('importNothing')}</Empty>}
      {changes.length > 0 && <p class="quiet">{text('importKeeps')}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls is reached by the keyboard */}
      <ul class="import-list" tabIndex={0} aria-label={text('importTitle')}>
        {changes.map((change) => (
          <li key={`${change.kind} ${change.subject}`}>
            <strong>
              <Subject change={change} setup={props.setup} />
            </strong>
            <Differences change={change} setup={props.setup} />
          </li>
        ))}
      </ul>
    </Dialog>
  )
}

/** The centre as a file: to take along, and to set up another one by. */
export const Transfer = ({ setup, onChanged }: Part) => {
  const text = useCentreTexts()
  const actions = useActions()
  const input = useRef<HTMLInputElement>(null)
  const [tried, setTried] = useState<Tried | null>(null)
  /** Whether it is asked once more: things would be kept for less long. */
  const [isGrave, setGrave] = useState(false)
  const [isUnreadable, setUnreadable] = useState(false)
  const [isSaved, setSaved] = useState(false)
  const path = pathOf(setup.id, 'file')
  const read = async (chosen: File | undefined): Promise<void> => {
    setUnreadable(false)
    actions.dismiss()
    if (!chosen) return
    const file = await centreFileFrom(chosen)
    // The same file, mended, can be chosen again.
    if (input.current) input.current.value = ''
    if (!file) return setUnreadable(true)
    const answer = await actions.run('try', () =>
      put<{ changes: Change[] }>(`${path}?dryRun=true`, file),
    )
    if (!answer?.ok) return
    const { changes } = answer.value
    const days = shorterDays(setup.settings, daysIn(changes))
    if (Object.keys(days).length === 0) return setTried({ file, changes, shortening: null })
    const counted = await actions.run('try', () => askShortening(setup.id, days))
    if (counted?.ok) setTried({ file, changes, shortening: { days, ...counted.value } })
  }
  const carryOut = async (file: unknown): Promise<void> => {
    const answer = await actions.run('import', () => put(path, file))
    setTried(null)
    setGrave(false)
    if (!answer?.ok) return
    setSaved(true)
    onChanged()
  }
  return (
    <section class="setup__side form">
      <h2 class="setup__title">{text('asFile')}</h2>
      <p class="quiet">{text('asFileHint')}</p>
      <ActionNote
        problem={actions.problem}
        {...(actions.problem?.code === 'malformed' && { remedy: text('restUntried') })}
        onDismiss={actions.dismiss}
      />
      {isUnreadable && (
        <p class="field__wrong" role="alert">
          {text('notAFile')}
        </p>
      )}
      <div class="save-bar__buttons">
        <a class="button" href={path} download={`dawr-${setup.id}.json`}>
          {text('export')}
        </a>
        <Button busy={actions.busy !== null} onClick={() => input.current?.click()}>
          {text('import')}
        </Button>
        <input
          ref={input}
          type="file"
          accept="application/json,.json"
          hidden
          aria-label={text('import')}
          onChange={(event) => void read(event.currentTarget.files?.[0])}
        />
        {isSaved && <Saved onGone={() => setSaved(false)} />}
      </div>
      {tried && !isGrave && (
        <TriedDialog
          tried={tried}
          setup={setup}
          busy={actions.busy !== null}
          onConfirm={() => (tried.shortening ? setGrave(true) : void carryOut(tried.file))}
          onClose={() => setTried(null)}
        />
      )}
      {tried?.shortening && isGrave && (
        <ShortenQuestion
          shortening={tried.shortening}
          onConfirm={() => void carryOut(tried.file)}
          onClose={() => setGrave(false)}
        />
      )}
    </section>
  )
}
