import { useState } from 'preact/hooks'
import type { Answer, Problem } from '../shared/api.ts'
import type { CentreInfo } from '../shared/centre.ts'
import { Button } from '../shared/components.tsx'
import { askStaff } from '../shared/session.ts'
import { isSilent, useFading } from '../shared/staff-fading.ts'
import { CheckedForm, Field, useFormCheck, Wrong } from '../shared/staff-field.tsx'
import { StaffNote } from '../shared/staff-note.tsx'
import { useStaffTexts } from '../shared/staff-texts.ts'
import { usePostTexts } from './texts.ts'

interface Announced {
  id: string
  expected: number
  rejected: { row: number; serial: string | null; detail: string }[]
}

/** 50,000 cards take their time; the same list sent again is the same delivery. */
const UPLOAD_MAX_MS = 60_000

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A list as JSON: the whole body, or its cards alone. Undefined when it is no JSON. */
const readJson = (text: string, origin: string): unknown => {
  try {
    const read: unknown = JSON.parse(text)
    return isObject(read) ? { origin, ...read } : { origin, cards: read }
  } catch {
    // Expected: a file that is no JSON, whatever its name says.
    return undefined
  }
}

const send = async (
  centreId: string,
  file: File,
  origin: string,
  badJson: Problem,
): Promise<Answer<Announced>> => {
  const path = `/api/centres/${encodeURIComponent(centreId)}/manifests`
  const options = { method: 'POST', timeoutMs: UPLOAD_MAX_MS, retries: 1 } as const
  const content = await file.text()
  if (!file.name.toLowerCase().endsWith('.json'))
    return askStaff(`${path}?${new URLSearchParams({ origin })}`, { ...options, csv: content })
  const body = readJson(content, origin)
  return body === undefined ? { ok: false, problem: badJson } : askStaff(path, { ...options, body })
}

/** Announcing a delivery by its list: good lines are taken, the others named one by one. */
export const Announce = ({ centre }: { centre: CentreInfo }) => {
  const text = usePostTexts()
  const [isBusy, setBusy] = useState(false)
  const [fileName, setFileName] = useState('')
  const [problem, setProblem] = useState<Problem | undefined>()
  const [announced, setAnnounced] = useState<Announced | undefined>()
  const shared = useStaffTexts()
  const checked = useFormCheck()
  useFading(problem, () => setProblem(undefined))
  const submit = async (form: HTMLFormElement): Promise<void> => {
    const given = new FormData(form)
    const file = given.get('file')
    if (isBusy || !(file instanceof File)) return
    setBusy(true)
    setAnnounced(undefined)
    const badJson = { code: 'bad_json', detail: text('badJson'), status: 0 }
    const answer = await send(centre.id, file, String(given.get('origin')).trim(), badJson)
    setBusy(false)
    setProblem(answer.ok ? undefined : answer.problem)
    if (!answer.ok) return
    setAnnounced(answer.value)
    form.reset()
    setFileName('')
  }
  return (
    <CheckedForm class="form announce" check={checked} onFilled={(form) => void submit(form)}>
      <h3>{text('announce')}</h3>
      <Field
        label={text('origin')}
        name="origin"
        dir="auto"
        required
        maxLength={100}
        isWrong={checked.isWrong('origin')}
      />
      <label class="field">
        <span class="field__label">{text('file')}</span>
        <span class="field__input file">
          <bdi class={fileName === '' ? 'quiet' : ''}>{fileName || text('chooseFile')}</bdi>
          <input
            name="file"
            type="file"
            accept=".csv,.json,text/csv,application/json"
            required
            onChange={(event) => setFileName(event.currentTarget.files?.[0]?.name ?? '')}
          />
        </span>
        <span class="field__hint">{text('fileHint')}</span>
        {checked.isWrong('file') && <Wrong>{text('fileMissing')}</Wrong>}
      </label>
      {problem && (
        <StaffNote
          problem={problem}
          remedy={isSilent(problem) ? shared('unsure') : text('nothingSaved')}
        />
      )}
      {announced && (
        <p class="good-note" role="status">
          {text('announced', { cards: announced.expected })}
        </p>
      )}
      {announced && announced.rejected.length > 0 && (
        <div class="problem" role="alert">
          <strong>{text('rejected', { count: announced.rejected.length })}</strong>
          <ol class="rejected">
            {announced.rejected.map(({ row, serial, detail }) => (
              <li key={row}>
                {text('rejectedRow', { row })} {serial !== null && <bdi class="code">{serial}</bdi>}{' '}
                {detail}
              </li>
            ))}
          </ol>
        </div>
      )}
      <Button type="submit" busy={isBusy}>
        {text('upload')}
      </Button>
    </CheckedForm>
  )
}
