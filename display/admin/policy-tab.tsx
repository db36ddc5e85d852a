import { useState } from 'preact/hooks'
import type { CentreSettings } from '../../src/centres/centre.ts'
import { limits, unsetSettings } from '../../src/centres/limits.ts'
import { ticketClasses } from '../../src/tickets/ticket.ts'
import { untilAnswered } from '../shared/api.ts'
import { TicketNumber } from '../shared/components.tsx'
import { useDuration } from '../shared/durations.ts'
import { useCentreTexts } from './centre-texts.ts'
import { holds, lookFor } from './look-again.ts'
import { Check, NumberField } from './parts.tsx'
import { callOrderOf } from './policy-preview.ts'
import { type Part, pathOf, put, type Setup, wrongIn } from './setup.ts'
import { SaveBar, SetupForm, useSetupForm } from './setup-form.tsx'
import { useSetupTexts } from './setup-texts.ts'
import { askShortening, type Shortening, ShortenQuestion, shorterDays } from './shorten.tsx'

/** Numbers of the policy, in the order in which they are filled in. */
const numbers = [
  'recallsMax',
  'noShowAfterSec',
  'noShowAfterRecalls',
  'returnWithinMin',
  'nearlyAhead',
  'ticketsPerPhone',
  'retentionDays',
  'cardExpiresAfterDays',
] as const satisfies (keyof CentreSettings)[]
type NumberKey = (typeof numbers)[number]

const filledFrom = (said: CentreSettings) => {
  const settings = { ...unsetSettings, ...said }
  return {
    rates: Object.fromEntries(
      ticketClasses.map((one) => [one, String(settings.rates[one])]),
    ) as Record<(typeof ticketClasses)[number], string>,
    numbers: Object.fromEntries(numbers.map((key) => [key, String(settings[key])])) as Record<
      NumberKey,
      string
    >,
    joinFromAnywhere: settings.joinFromAnywhere,
    receiptNeeded: settings.receiptNeeded,
  }
}
type Filled = ReturnType<typeof filledFrom>

const settingsFrom = ({ rates, numbers: typed, ...rest }: Filled) => ({
  ...rest,
  rates: Object.fromEntries(ticketClasses.map((one) => [one, Number(rates[one])])),
  ...Object.fromEntries(numbers.map((key) => [key, Number(typed[key])])),
})

/** Whether all of them may be saved: only then is there an order to show. */
const areRates = (rates: Filled['rates']): boolean =>
  ticketClasses.every((one) => {
    const rate = Number(rates[one])
    return rate >= limits.rate.minimum && rate <= limits.rate.maximum
  })

/** What the rates come to for a few who wait: a table to be read from above. */
const Preview = ({ rates }: { rates: Filled['rates'] }) => {
  const text = useCentreTexts()
  const duration = useDuration()
  const read = Object.fromEntries(
    ticketClasses.map((one) => [one, Number(rates[one]) || 0]),
  ) as Record<(typeof ticketClasses)[number], number>
  return (
    <section>
      <h2 class="setup__title">{text('preview')}</h2>
      <p class="quiet">{text('previewHint')}</p>
      <table class="table" aria-live="polite">
        <thead>
          <tr>
            <th scope="col">{text('calledAs')}</th>
            <th scope="col">{text('ticket')}</th>
            <th scope="col">{text('class')}</th>
            <th scope="col" class="table__figure">
              {text('waited')}
            </th>
            <th scope="col" class="table__figure">
              {text('points')}
            </th>
          </tr>
        </thead>
        <tbody>
          {callOrderOf(read).map((one, at) => (
            <tr key={one.number}>
              <td>{at + 1}</td>
              <th scope="row">
                <TicketNumber>{one.number}</TicketNumber>
              </th>
              <td>{text(`class_${one.class}`)}</td>
              <td class="table__figure">{duration(one.waitedMin)}</td>
              <td class="table__figure">{one.score}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** What the centre goes by, and what its rates come to. */
export const PolicyTab = ({ setup, onChanged }: Part) => {
  const text = useCentreTexts()
  const areas = useSetupTexts()
  const form = useSetupForm(filledFrom(setup.settings), `${setup.id} policy`, areas('policy'))
  const { now, set, isWrong, problem } = form
  const wrongOf = (key: NumberKey) =>
    wrongIn(problem, key, ...(key === 'noShowAfterRecalls' ? ['recalls_contradict'] : []))
  const rateWrong = ticketClasses.find((one) => problem?.details?.field === one)
  const isAtField = rateWrong !== undefined || numbers.some((key) => wrongOf(key) !== undefined)
  const [asked, setAsked] = useState<Shortening | null>(null)
  const save = async (): Promise<void> => {
    setAsked(null)
    const sent = settingsFrom(now)
    const answer = await form.send(
      () => put<Setup>(pathOf(setup.id, 'settings'), sent),
      lookFor(pathOf(setup.id, 'setup'), (read: Setup) =>
        holds(read.settings, sent) ? read : undefined,
      ),
    )
    if (answer) onChanged()
  }
  // Lengthening takes nothing away, so it is saved without a word.
  const filled = async (): Promise<void> => {
    const days = shorterDays(setup.settings, {
      retentionDays: Number(now.numbers.retentionDays),
      cardExpiresAfterDays: Number(now.numbers.cardExpiresAfterDays),
    })
    if (Object.keys(days).length === 0) return save()
    const ask = () => askShortening(setup.id, days)
    const answer = await form.actions.run('save', ask, () => untilAnswered(ask))
    if (answer?.ok) setAsked({ days, ...answer.value })
  }
  return (
    <SetupForm form={form} class="setup" onFilled={() => void filled()}>
      <div class="setup__side form">
        <h2 class="setup__title">{text('rates')}</h2>
        <p class="quiet">{text('ratesHint')}</p>
        <div class="policy">
          {ticketClasses.map((one) => (
            <NumberField
              key={one}
              label={text(`class_${one}`)}
              name={one}
              value={now.rates[one]}
              within={limits.rate}
              isWrong={isWrong(one)}
              wrong={wrongIn(problem, one)}
              onTyped={(typed) => set('rates', { ...now.rates, [one]: typed })}
            />
          ))}
        </div>
        {areRates(now.rates) && <Preview rates={now.rates} />}
      </div>
      <div class="setup__side form">
        <h2 class="setup__title">{text('limits')}</h2>
        <div class="policy">
          {numbers.map((key) => (
            <NumberField
              key={key}
              label={text(key)}
              name={key}
              value={now.numbers[key]}
              within={limits[key]}
              {...((key === 'noShowAfterSec' || key === 'noShowAfterRecalls') && {
                hint: text(`${key}Hint`),
              })}
              isWrong={isWrong(key)}
              wrong={wrongOf(key)}
              onTyped={(typed) => set('numbers', { ...now.numbers, [key]: typed })}
            />
          ))}
        </div>
        <div>
          <Check
            label={text('joinFromAnywhere')}
            hint={text('joinFromAnywhereHint')}
            isOn={now.joinFromAnywhere}
            onChange={(isOn) => set('joinFromAnywhere', isOn)}
          />
          <Check
            label={text('receiptNeeded')}
            hint={text('receiptNeededHint')}
            isOn={now.receiptNeeded}
            onChange={(isOn) => set('receiptNeeded', isOn)}
          />
        </div>
        <SaveBar form={form} isAtField={isAtField} />
      </div>
      {asked && (
        <ShortenQuestion
          shortening={asked}
          onConfirm={() => void save()}
          onClose={() => setAsked(null)}
        />
      )}
    </SetupForm>
  )
}
