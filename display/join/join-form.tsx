import type { TargetedInputEvent, TargetedSubmitEvent } from 'preact'
import { useRef, useState } from 'preact/hooks'
import type { Problem } from '../shared/api.ts'
import type { CentreInfo, ServiceInfo } from '../shared/centre.ts'
import { Button, Empty, ProblemNote, Waiting } from '../shared/components.tsx'
import { citizenIdFrom, western } from '../shared/digits.ts'
import { estimateBriefly, isKnown } from '../shared/estimate.ts'
import { Field, useFocusOnWrong } from '../shared/field.tsx'
import { useLanguage, useShared } from '../shared/i18n.ts'
import { doorsSentence, isOverForToday } from '../shared/opening.ts'
import { OnlineSign, ServiceSign } from '../shared/pictogram.tsx'
import { hasRequirements, Requirements } from '../shared/requirements.tsx'
import { useTexts } from './texts.ts'
import { useJoin, type Wish } from './use-join.ts'

const ServiceChoice = (props: {
  centre: CentreInfo
  service: ServiceInfo
  isChosen: boolean
  onChosen: () => void
}) => {
  const text = useTexts()
  const shared = useShared()
  const language = useLanguage()
  const { centre, service, isChosen } = props
  // That it is closed now stands above all of them.
  const doors = centre.open && doorsSentence(centre, service.estimate, language, new Date())
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
        <ServiceSign service={service} />
        <span class="choice__words">
          <span class="choice__name">{service.name[language]}</span>
          {!isOverForToday(centre) && (
            <span class="choice__wait">
              {shared('peopleWaiting', { count: service.waiting })}
              {isKnown(service.estimate) && (
                <>
                  <br />
                  {estimateBriefly(service.estimate, shared, language)}
                </>
              )}
            </span>
          )}
        </span>
      </label>
      {isChosen && (doors || hasRequirements(service) || service.onlineUrl) && (
        <div class="choice__more">
          {doors && <p class="note">{doors}</p>}
          {hasRequirements(service) && (
            <p>
              <Requirements service={service} />
            </p>
          )}
          {service.onlineUrl && (
            <a class="choice__online" href={service.onlineUrl} rel="noreferrer">
              <OnlineSign />
              {text('online')}
            </a>
          )}
        </div>
      )}
    </li>
  )
}

/** The shortest number there is with its country's code; whether there is such a one, the server knows. */
const PHONE_DIGITS_MIN = 7

const isPhoneTooShort = (phone: string): boolean =>
  phone !== '' && western(phone).replace(/\D/g, '').length < PHONE_DIGITS_MIN

const CHOOSE_FIRST = 'choose_first'

const JoinProblem = (props: { problem: Problem; isRetrying: boolean }) => {
  const text = useTexts()
  const { problem, isRetrying } = props
  const remedies: Record<string, string> = {
    bad_join_code: text('badCodeRemedy'),
    [CHOOSE_FIRST]: '',
  }
  const remedy = isRetrying ? text('stillTrying') : remedies[problem.code]
  return <ProblemNote problem={problem} {...(remedy !== undefined && { remedy })} />
}

interface Typed {
  phone: string
  citizenId: string
}

/** What is typed and what is wrong with it, looked at when the ticket is to be taken. */
const useTyped = () => {
  const [typed, setTyped] = useState<Typed>({ phone: '', citizenId: '' })
  const [wrong, setWrong] = useState({ phone: false, citizenId: false })
  /** @returns what to ask for, or undefined where something must be corrected first */
  const wishFor = ({ id, worksOnCards }: ServiceInfo): Wish | undefined => {
    const phone = typed.phone.trim()
    const citizenId = worksOnCards ? citizenIdFrom(typed.citizenId) : undefined
    const found = {
      phone: isPhoneTooShort(phone),
      citizenId: worksOnCards && typed.citizenId.trim() !== '' && citizenId === undefined,
    }
    setWrong(found)
    return found.phone || found.citizenId ? undefined : { service: id, phone, citizenId }
  }
  const type = (what: keyof Typed) => (event: TargetedInputEvent<HTMLInputElement>) => {
    const { value } = event.currentTarget
    setTyped((before) => ({ ...before, [what]: value }))
  }
  return { typed, wrong, type, wishFor }
}

export const JoinForm = (props: { centre: CentreInfo; code: string }) => {
  const text = useTexts()
  const { centre, code } = props
  const [service, setService] = useState<ServiceInfo | undefined>(undefined)
  const { typed, wrong, type, wishFor } = useTyped()
  const { join, busy, problem, setProblem } = useJoin(centre, code)
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    if (service === undefined) {
      setProblem({ code: CHOOSE_FIRST, detail: text('chooseFirst'), status: 0 })
      return
    }
    const wish = wishFor(service)
    setProblem(undefined)
    if (wish) void join(wish)
  }
  const isPhoneRefused = problem?.code === 'bad_phone'
  const form = useRef<HTMLFormElement>(null)
  useFocusOnWrong(form, isPhoneRefused ? problem : wrong)
  // Whoever is still in the building may need a number, so it is to be had; nothing invites to it.
  const isQuiet = isOverForToday(centre)
  if (centre.services.length === 0) return <Empty>{text('noServices')}</Empty>
  return (
    <form ref={form} class={isQuiet ? 'join unoffered' : 'join'} onSubmit={submit} noValidate>
      <fieldset class="plain-set">
        <legend class="join__legend">{text('choose')}</legend>
        <ul class="choices">
          {centre.services.map((one) => (
            <ServiceChoice
              key={one.id}
              centre={centre}
              service={one}
              isChosen={one.id === service?.id}
              onChosen={() => {
                setService(one)
                setProblem(undefined)
              }}
            />
          ))}
        </ul>
      </fieldset>
      {service?.worksOnCards && (
        <Field
          label={text('citizenId')}
          hint={text('citizenIdHint')}
          wrong={wrong.citizenId ? text('citizenIdWrong') : undefined}
          inputMode="numeric"
          autoComplete="off"
          maxLength={16}
          value={typed.citizenId}
          dir="ltr"
          onInput={type('citizenId')}
        />
      )}
      <Field
        label={text('phone')}
        hint={text('phoneHint')}
        wrong={wrong.phone || isPhoneRefused ? text('phoneWrong') : undefined}
        inputMode="tel"
        autoComplete="tel"
        maxLength={24}
        placeholder="+973"
        value={typed.phone}
        dir="ltr"
        onInput={type('phone')}
      />
      {problem && !isPhoneRefused && <JoinProblem problem={problem} isRetrying={busy} />}
      {busy && <Waiting label={text('taking')} />}
      <Button type="submit" look={isQuiet ? 'plain' : 'primary'} large busy={busy}>
        {text('take')}
      </Button>
    </form>
  )
}
