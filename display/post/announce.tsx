import { useState } from 'preact/hooks'
import type { Answer, Problem } from '../shared/api.ts'
import type { CentreInfo } from '../shared/centre.ts'
import { Button } from '../shared/components.tsx'
import { askStaff } from '../shared/session.ts'
import { isSilent, useFading } from '../shared/staff-fading.ts'
import { CheckedForm, Field, useFormCheck, Wrong } from '../shared/staff-field.tsx'
import { StaffNote } from '../shared/staff-note.tsx'
import { useStaffTexts } from '../shared/staff-texts.ts'
import { useDeliveryTexts } from './delivery-texts.ts'
import { type RejectedLine, RejectedLines } from './rejected-lines.tsx'

interface Announced {
  id: string
  expected: number
  rejected: RejectedLine[]
  known: number
}

/** What became of the newest list: said until something else is done. */
export type Said = { announced: Announced } | { problem: Problem } | null

/** 50,000 cards take their time; the same list sent again is the same delivery. */
const UPLOAD_MAX_MS = 60_000
/** What may stand in a line of a delivery; broken, where it must be, behind a comma. */
const COLUMNS = ['serial', 'citizenId', 'phone', 'language', 'applicationNumber']

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
export const Announce = (props: {
  centre: CentreInfo
  said: Said
  onSaid: (said: Said) => void
}) => {
  const { centre, said, onSaid } = props
  const text = useDeliveryTexts()
  const [isBusy, setBusy] = useState(false)
  const [fileName, setFileName] = useState('')
  const shared = useStaffTexts()
  const checked = useFormCheck()
  const problem = said && 'problem' in said ? said.problem : undefined
  const announced = said && 'announced' in said ? said.announced : undefined
  useFading(problem, () => {
    if (problem) onSaid(null)
  })
  const submit = async (form: HTMLFormElement): Promise<void> => {
    const given = new FormData(form)
    const file = given.get('file')
    if (isBusy || !(file instanceof File)) return
    setBusy(true)
    onSaid(null)
    const badJson = { code: 'bad_json', detail: text('badJson'), status: 0 }
    const answer = await send(centre.id, file, String(given.get('origin')).trim(), badJson)
    setBusy(false)
    onSaid(answer.ok ? { announced: answer.value } : { problem: answer.problem })
    if (!answer.ok) return
    form.reset()
    setFileName('')
  }
  return (
    <CheckedForm class="form announce" check={checked} onFilled={(form) => void submit(form)}>
      <h3>{text('announce')}</h3>
      <div class="announce__fields">
        <Field
          label={text('origin')}
          name="origin"
          dir="auto"
          required
          maxLength={100}
          onInput={() => onSaid(null)}
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
              onChange={(event) => {
                onSaid(null)
                setFileName(event.currentTarget.files?.[0]?.name ?? '')
              }}
            />
          </span>
          {checked.isWrong('file') && <Wrong>{text('fileMissing')}</Wrong>}
        </label>
      </div>
      <div class="announce__end">
        <span class="field__hint">
          {text('fileHint')}{' '}
          <bdi>{COLUMNS.map((column, at) => [at > 0 && [',', <wbr key={column} />], column])}</bdi>
          <br />
          {text('fileKinds')}
        </span>
        <Button type="submit" busy={isBusy}>
          {text('upload')}
        </Button>
      </div>
      {problem && (
        <StaffNote
          problem={problem}
          remedy={isSilent(problem) ? shared('unsure') : text('nothingSaved')}
        />
      )}
      {announced && (
        <p class="good-note" role="status">
          {announced.expected > 0
            ? text('announced', { cards: announced.expected })
            : text('nothingNew')}
        </p>
      )}
      {announced && (
        <RejectedLines key={announced.id} lines={announced.rejected} knownCount={announced.known} />
      )}
    </CheckedForm>
  )
}
