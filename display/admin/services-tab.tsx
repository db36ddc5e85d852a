import { useState } from 'preact/hooks'
import { Button, Empty } from '../shared/components.tsx'
import { useDuration } from '../shared/durations.ts'
import { useLanguage } from '../shared/i18n.ts'
import { Pictogram } from '../shared/pictogram.tsx'
import { useActions } from '../shared/staff-actions.ts'
import { ActionNote } from '../shared/staff-note.tsx'
import { RowButton } from './parts.tsx'
import { ServiceForm } from './service-form.tsx'
import { type Part, pathOf, put, type ServiceRow } from './setup.ts'
import { useSetupTexts } from './setup-texts.ts'

const emptyService: ServiceRow = {
  id: '',
  prefix: '',
  name: { ar: '', en: '' },
  requirements: { ar: '', en: '' },
  targetMin: 10,
  onlineUrl: null,
  worksOnCards: false,
  pictogram: null,
  active: true,
  ticketsToday: 0,
}

/** The services in their order, and the one that is looked at. */
export const ServicesTab = ({ setup, onChanged }: Part) => {
  const text = useSetupTexts()
  const duration = useDuration()
  const language = useLanguage()
  const [chosen, setChosen] = useState<string | null>(setup.services[0]?.id ?? null)
  const actions = useActions()
  const ids = setup.services.map(({ id }) => id)
  const service = setup.services.find(({ id }) => id === chosen)
  const move = async (id: string, by: -1 | 1): Promise<void> => {
    const at = ids.indexOf(id)
    const order = ids.filter((other) => other !== id)
    order.splice(at + by, 0, id)
    await actions.run('order', () => put(pathOf(setup.id, 'services'), { services: order }))
    onChanged()
  }
  return (
    <div class="setup">
      <div class="setup__list">
        <div class="setup__head">
          <p class="quiet">{text('servicesHint')}</p>
          <Button onClick={() => setChosen('')}>{text('newService')}</Button>
        </div>
        <ActionNote problem={actions.problem} onDismiss={actions.dismiss} />
        {ids.length === 0 && <Empty>{text('noServices')}</Empty>}
        <ul class="setup-rows">
          {setup.services.map((row, at) => (
            <li key={row.id}>
              <RowButton
                form={`${setup.id} service ${row.id}`}
                isChosen={row.id === chosen}
                onChoose={() => setChosen(row.id)}
              >
                <span class="setup-letter">{row.prefix}</span>
                <span class="setup-pictogram">
                  {row.pictogram && <Pictogram name={row.pictogram} />}
                </span>
                <span class="setup-row__words">
                  <span class="setup-row__name">{row.name[language]}</span>
                  <span class="quiet">{text('targetOf', { time: duration(row.targetMin) })}</span>
                </span>
                <span class="setup-row__end">
                  {!row.active && <span class="tag">{text('outOfUse')}</span>}
                  {row.worksOnCards && <span class="tag tag--ok">{text('cards')}</span>}
                </span>
              </RowButton>
              <span class="setup-move">
                <Button
                  look="quiet"
                  aria-label={text('up', { name: row.name[language] })}
                  disabled={at === 0}
                  onClick={() => void move(row.id, -1)}
                >
                  ↑
                </Button>
                <Button
                  look="quiet"
                  aria-label={text('down', { name: row.name[language] })}
                  disabled={at === ids.length - 1}
                  onClick={() => void move(row.id, 1)}
                >
                  ↓
                </Button>
              </span>
            </li>
          ))}
        </ul>
      </div>
      {chosen === '' && (
        <ServiceForm
          key="new"
          setup={setup}
          service={emptyService}
          onSaved={(id) => {
            onChanged()
            setChosen(id)
          }}
        />
      )}
      {service && (
        <ServiceForm key={service.id} setup={setup} service={service} onSaved={onChanged} />
      )}
    </div>
  )
}
