import type { TargetedSubmitEvent } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { ask, newRequestId, type Problem } from '../shared/api.ts'
import type { CentreInfo, IssuedTicket, ServiceInfo } from '../shared/centre.ts'
import { Button, Empty, ProblemNote, Waiting } from '../shared/components.tsx'
import { estimateSentence } from '../shared/estimate.ts'
import { useLanguage, useShared } from '../shared/i18n.ts'
import { keepOwnTicket, pageOf } from './own-ticket.ts'
import { useTexts } from './texts.ts'

const RETRIES = 20

const ServiceChoice = (props: {
  service: ServiceInfo
  isChosen: boolean
  onChosen: () => void
}) => {
  const text = useTexts()
  const shared = useShared()
  const language = useLanguage()
  const { service, isChosen } = props
  const requirements = service.requirements[language]
  return (
    <li class={isChosen ? 'choice choice--chosen' : 'choice'}>
      <label class="choice__label">
        <input
          class="choice__radio"
          type="radio"
          name="service"
          checked={isChosen}
          onChange={props.onChosen}
        />
        <span class="choice__name">{service.name[language]}</span>
        <span class="choice__wait">
          {shared('peopleWaiting', { count: service.waiting })}
          <br />
          {estimateSentence(service.estimate, shared)}
        </span>
      </label>
      {isChosen && (requirements || service.onlineUrl) && (
        <div class="choice__more">
          {requirements && <p>{requirements}</p>}
          {service.onlineUrl && (
            <a href={service.onlineUrl} rel="noreferrer">
              {text('online')}
            </a>
          )}
        </div>
      )}
    </li>
  )
}

/** Takes the ticket and goes to its page. One page is one wish, so it has one requestId. */
const useJoin = (centre: CentreInfo, code: string) => {
  const requestId = useRef(newRequestId())
  const isRunning = useRef(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | undefined>(undefined)
  const language = useLanguage()
  const join = async (service: string, phone: string): Promise<void> => {
    if (isRunning.current) return
    isRunning.current = true
    setBusy(true)
    setProblem(undefined)
    const answer = await ask<IssuedTicket>(
      `/api/centres/${encodeURIComponent(centre.id)}/tickets`,
      {
        method: 'POST',
        retries: RETRIES,
        onRetry: setProblem,
        body: {
          service,
          requestId: requestId.current,
          language,
          ...(phone !== '' && { phone }),
          ...(code !== '' && { joinCode: code }),
        },
      },
    )
    isRunning.current = false
    setBusy(false)
    if (!answer.ok) {
      setProblem(answer.problem)
      return
    }
    keepOwnTicket(centre.id, answer.value)
    // Our own address, not the answer's: a phone on the building's network stays where it is.
    location.assign(pageOf(answer.value))
  }
  return { join, busy, problem, setProblem }
}

export const JoinForm = (props: { centre: CentreInfo; code: string }) => {
  const text = useTexts()
  const { centre, code } = props
  const [service, setService] = useState<string | undefined>(undefined)
  const [phone, setPhone] = useState('')
  const { join, busy, problem, setProblem } = useJoin(centre, code)
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    if (service === undefined)
      setProblem({ code: 'choose_first', detail: text('chooseFirst'), status: 0 })
    else void join(service, phone.trim())
  }
  if (centre.services.length === 0) return <Empty>{text('noServices')}</Empty>
  const remedy = busy
    ? text('stillTrying')
    : problem?.code === 'bad_join_code'
      ? text('badCodeRemedy')
      : undefined
  return (
    <form class="join" onSubmit={submit} noValidate>
      <fieldset class="join__services">
        <legend class="join__legend">{text('choose')}</legend>
        <ul class="choices">
          {centre.services.map((one) => (
            <ServiceChoice
              key={one.id}
              service={one}
              isChosen={one.id === service}
              onChosen={() => {
                setService(one.id)
                setProblem(undefined)
              }}
            />
          ))}
        </ul>
      </fieldset>
      <label class="field">
        <span class="field__label">{text('phone')}</span>
        <input
          class="field__input"
          type="tel"
          dir="ltr"
          autoComplete="tel"
          inputMode="tel"
          maxLength={24}
          placeholder="+973"
          aria-describedby="phone-hint"
          aria-invalid={problem?.code === 'bad_phone'}
          value={phone}
          onInput={(event) => setPhone(event.currentTarget.value)}
        />
        <span class="field__hint" id="phone-hint">
          {text('phoneHint')}
        </span>
      </label>
      {problem && <ProblemNote problem={problem} {...(remedy !== undefined && { remedy })} />}
      {busy && <Waiting label={text('taking')} />}
      <Button type="submit" look="primary" large busy={busy}>
        {text('take')}
      </Button>
    </form>
  )
}
