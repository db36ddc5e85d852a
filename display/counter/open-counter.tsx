import { useEffect, useRef, useState } from 'preact/hooks'
import { servicesAt } from '../../src/counters/counter.ts'
import type { Problem } from '../shared/api.ts'
import type { CentreSummary } from '../shared/centre.ts'
import { Button, Panel } from '../shared/components.tsx'
import { isolate, useLanguage } from '../shared/i18n.ts'
import { ActionNote, StaffNote } from '../shared/staff-note.tsx'
import { useCentreName, type Workplace } from '../shared/staff-page.tsx'
import { serviceName } from '../tickets/names.ts'
import type { AtDesk } from './at-desk.ts'
import { useCounterTexts } from './texts.ts'

/** Where the counter is that stands in the way, and the way there for whoever works there too. */
const OpenElsewhere = (props: {
  problem: Problem
  there: CentreSummary
  mayGo: boolean
  onGo: () => void
}) => {
  const text = useCounterTexts()
  const nameOf = useCentreName()
  const { problem, there, mayGo } = props
  const centre = isolate(nameOf(there))
  const counter = isolate(String(problem.details?.counter))
  const detail = text(mayGo ? 'openIn' : 'openInOther', { counter, centre })
  return (
    <StaffNote problem={{ ...problem, detail }}>
      {mayGo && <Button onClick={props.onGo}>{text('goThere', { centre })}</Button>}
    </StaffNote>
  )
}

/** Opening a closed counter, for all its services or some of them. */
export const OpenCounter = ({
  view,
  centre,
  member,
  desk,
  centres,
  goTo,
  onLeave,
}: AtDesk & Pick<Workplace, 'centres' | 'goTo'> & { onLeave: () => void }) => {
  const text = useCounterTexts()
  const language = useLanguage()
  const able = servicesAt(view.capabilities, member.skills, undefined)
  const [left, setLeft] = useState<string[]>([])
  const chosen = able.filter((id) => !left.includes(id))
  // The one thing to do at a closed counter: Space or Enter does it.
  const submit = useRef<HTMLButtonElement>(null)
  useEffect(() => submit.current?.focus(), [])
  const { problem } = desk
  const there =
    problem?.code === 'open_elsewhere'
      ? centres.find(({ id }) => id === problem.details?.centre)
      : undefined
  const open = (): void => {
    if (chosen.length > 0) void desk.act('open', left.length > 0 ? { services: chosen } : {})
  }
  return (
    <Panel class="open-counter">
      <h2>
        {text('openTitle')} · {text('counter', { label: isolate(view.label) })}
      </h2>
      {able.length === 0 ? (
        <StaffNote problem={{ code: 'no_services', detail: text('noServices') }} />
      ) : (
        <form
          class="form"
          onSubmit={(event) => {
            event.preventDefault()
            open()
          }}
        >
          <fieldset class="plain-set">
            <legend class="quiet">{text('openHint')}</legend>
            {able.map((id) => (
              <label key={id} class="check">
                <input
                  type="checkbox"
                  checked={!left.includes(id)}
                  onChange={({ currentTarget: { checked } }) =>
                    setLeft(checked ? left.filter((one) => one !== id) : [...left, id])
                  }
                />
                <span>{serviceName(centre, id, language)}</span>
              </label>
            ))}
          </fieldset>
          {chosen.length === 0 && <p class="note">{text('chooseOne')}</p>}
          <Button
            type="submit"
            look="primary"
            large
            busy={desk.busy !== null}
            disabled={chosen.length === 0}
            ref={submit}
          >
            {text('open')}
          </Button>
        </form>
      )}
      {problem && there ? (
        <OpenElsewhere
          problem={problem}
          there={there}
          mayGo={member.centre === null}
          onGo={() => goTo(there.id)}
        />
      ) : (
        <ActionNote problem={problem} isUnsure={desk.isUnsure} onDismiss={desk.dismiss} />
      )}
      <Button look="quiet" onClick={onLeave}>
        {text('otherCounter')}
      </Button>
    </Panel>
  )
}
