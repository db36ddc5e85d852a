import { PREFIX } from '../../src/centres/centre.ts'
import { limits } from '../../src/centres/limits.ts'
import { badLink, isOnlineLink } from '../../src/centres/online-link.ts'
import { nameRefusal } from '../../src/centres/service-name.ts'
import type { Language } from '../../src/language.ts'
import { refuse } from '../../src/refusal.ts'
import { sentenceOf } from '../../src/sentences.ts'
import { isolate, useLanguage } from '../shared/i18n.ts'
import { post } from '../shared/session.ts'
import { Field, unfit } from '../shared/staff-field.tsx'
import { holds, lookFor } from './look-again.ts'
import { BothField, Check, IdField, NumberField } from './parts.tsx'
import { PictogramField } from './pictogram-field.tsx'
import { pathOf, put, type ServiceRow, type Setup, wrongIn } from './setup.ts'
import { SaveBar, SetupForm, useSetupForm } from './setup-form.tsx'
import { useSetupTexts } from './setup-texts.ts'

/** A service as it is filled in: numbers and links are texts meanwhile. */
const filledFrom = ({
  targetMin,
  onlineUrl,
  pictogram = null,
  ticketsToday: _,
  ...rest
}: ServiceRow) => ({
  ...rest,
  pictogram,
  targetMin: String(targetMin),
  onlineUrl: onlineUrl ?? '',
})

/** One service: a new one, or one that is there. */
export const ServiceForm = (props: {
  setup: Setup
  service: ServiceRow
  onSaved: (id: string) => void
}) => {
  const { setup, service } = props
  const text = useSetupTexts()
  const language = useLanguage()
  const form = useSetupForm(
    filledFrom(service),
    `${setup.id} service ${service.id}`,
    service.id === '' ? text('newService') : service.name[language],
  )
  const isNew = service.id === ''
  const { now, set, isWrong, problem } = form
  const holder = setup.services.find(({ id, prefix }) => id !== now.id && prefix === now.prefix)
  const prefixWrong = holder
    ? sentenceOf(
        refuse('prefix_taken', { prefix: now.prefix, service: isolate(holder.name[language]) }),
        language,
      )
    : wrongIn(problem, 'prefix', 'prefix_taken', 'prefix_in_use')
  const nameWrong = (which: Language): string | undefined => {
    const no =
      service.name[which] === now.name[which] ? null : nameRefusal(now, setup.services, which)
    return no ? sentenceOf(no, language) : wrongIn(problem, `name-${which}`)
  }
  const namesWrong = { ar: nameWrong('ar'), en: nameWrong('en') }
  const idWrong = wrongIn(problem, 'id', 'service_exists')
  const link = now.onlineUrl.trim()
  const urlWrong = wrongIn(problem, 'onlineUrl')
  const targetWrong = wrongIn(problem, 'targetMin')
  const isAtField =
    namesWrong.ar ?? namesWrong.en ?? prefixWrong ?? idWrong ?? urlWrong ?? targetWrong
  const save = async (): Promise<void> => {
    const { id, ...rest } = now
    const body = {
      ...rest,
      targetMin: Number(now.targetMin),
      onlineUrl: link === '' ? null : link,
    }
    const answer = await form.send(
      () =>
        isNew
          ? post<Setup>(pathOf(setup.id, 'services'), { id, ...body })
          : put<Setup>(pathOf(setup.id, `services/${encodeURIComponent(id)}`), body),
      lookFor(pathOf(setup.id, 'setup'), (read: Setup) =>
        read.services.some((one) => one.id === id && holds(one, body)) ? read : undefined,
      ),
    )
    if (!answer) return
    if (isNew) form.restart()
    props.onSaved(id)
  }
  return (
    <section class="setup__side">
      <h2 class="setup__title">{isNew ? text('newService') : service.name[language]}</h2>
      <SetupForm form={form} onFilled={() => void save()}>
        <BothField
          labels={{ ar: text('nameAr'), en: text('nameEn') }}
          name="name"
          value={now.name}
          maxLength={60}
          required
          wrong={namesWrong}
          isWrong={isWrong}
          onTyped={(name) => set('name', name)}
        />
        <div class="form__row">
          {isNew && (
            <IdField
              value={now.id}
              taken={setup.services.map(({ id }) => id)}
              wrong={idWrong}
              isWrong={isWrong('id')}
              onTyped={(id) => set('id', id)}
            />
          )}
          <Field
            ref={unfit(holder !== undefined)}
            label={text('letter')}
            name="prefix"
            dir="ltr"
            value={now.prefix}
            maxLength={1}
            required
            pattern={PREFIX}
            begun={PREFIX}
            autoCapitalize="characters"
            hint={text('letterHint')}
            wrong={prefixWrong ?? text('letterHint')}
            isWrong={isWrong('prefix') || prefixWrong !== undefined}
            onInput={(event) => set('prefix', event.currentTarget.value.toUpperCase())}
          />
          <NumberField
            label={text('target')}
            name="targetMin"
            value={now.targetMin}
            within={limits.targetMin}
            hint={text('targetHint')}
            wrong={targetWrong}
            isWrong={isWrong('targetMin')}
            onTyped={(typed) => set('targetMin', typed)}
          />
        </div>
        <PictogramField
          value={now.pictogram}
          prefix={now.prefix}
          onChosen={(pictogram) => set('pictogram', pictogram)}
        />
        <BothField
          labels={{ ar: text('requirementsAr'), en: text('requirementsEn') }}
          name="requirements"
          value={now.requirements}
          maxLength={500}
          rows={3}
          isWrong={isWrong}
          onTyped={(requirements) => set('requirements', requirements)}
        />
        <Field
          label={text('online')}
          name="onlineUrl"
          dir="ltr"
          inputMode="url"
          value={now.onlineUrl}
          maxLength={300}
          ref={unfit(link !== '' && !isOnlineLink(link))}
          begun="\s*(?:h|ht|htt|http|https|https:|https:\/|https:\/\/\S*)?\s*"
          placeholder="https://"
          hint={text('onlineHint')}
          wrong={urlWrong ?? sentenceOf(badLink(), language)}
          isWrong={isWrong('onlineUrl') || urlWrong !== undefined}
          onInput={(event) => set('onlineUrl', event.currentTarget.value)}
        />
        <div>
          <Check
            label={text('worksOnCards')}
            hint={text('worksOnCardsHint')}
            isOn={now.worksOnCards}
            onChange={(isOn) => set('worksOnCards', isOn)}
          />
          <Check
            label={text('inUse')}
            hint={text('serviceInUseHint')}
            isOn={now.active}
            onChange={(isOn) => set('active', isOn)}
          />
        </div>
        <SaveBar form={form} isAtField={isAtField !== undefined} isNew={isNew} />
      </SetupForm>
    </section>
  )
}
