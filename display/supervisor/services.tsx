import type { CentreView } from '../../src/live/events.ts'
import { numberText } from '../../src/number-text.ts'
import type { CentreInfo } from '../shared/centre.ts'
import { Empty, Panel } from '../shared/components.tsx'
import { useDuration } from '../shared/durations.ts'
import { estimateBriefly, isKnown } from '../shared/estimate.ts'
import { useLanguage, useShared } from '../shared/i18n.ts'
import { minutesSince, standingIn } from './standing.ts'
import { useSupervisorTexts } from './texts.ts'

const looks = {
  nobody: '',
  uncalled: 'tag--bad',
  onTime: 'tag--ok',
  filling: 'tag--warn',
  near: 'tag--warn',
  late: 'tag--bad',
} as const

/** Each service's queue against its target. */
export const Services = (props: { centre: CentreInfo; view: CentreView; now: Date }) => {
  const { centre, view, now } = props
  const text = useSupervisorTexts()
  const duration = useDuration()
  const shared = useShared()
  const language = useLanguage()
  const nameOf = (id: string): string =>
    centre.services.find((service) => service.id === id)?.name[language] ?? id
  return (
    <Panel title={text('services')}>
      {view.services.length === 0 && <Empty>{text('noServices')}</Empty>}
      {view.services.length > 0 && (
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{text('service')}</th>
              <th scope="col">{text('waiting')}</th>
              <th scope="col">{text('longest')}</th>
              <th scope="col">{text('target')}</th>
              <th scope="col">{text('standing')}</th>
              <th scope="col">{text('estimate')}</th>
              <th scope="col">{text('served')}</th>
            </tr>
          </thead>
          <tbody>
            {view.services.map((one) => {
              const { service, waiting, longestSince, targetMin, servedToday, estimate } = one
              const longestMin = minutesSince(longestSince, now)
              const standing = standingIn(view, one, now)
              return (
                <tr key={service}>
                  <th scope="row" class="service-name">
                    {nameOf(service)}
                  </th>
                  <td class="strong">{numberText(waiting)}</td>
                  <td>{longestMin === null ? '–' : duration(longestMin)}</td>
                  <td class="quiet">{duration(targetMin)}</td>
                  <td>
                    <span class={`tag ${looks[standing]}`}>{text(standing)}</span>
                  </td>
                  <td class="quiet">
                    {isKnown(estimate) ? estimateBriefly(estimate, shared, language) : '–'}
                  </td>
                  <td>{numberText(servedToday)}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      )}
    </Panel>
  )
}
