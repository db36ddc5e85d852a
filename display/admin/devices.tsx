import { useState } from 'preact/hooks'
import { Button, Empty, Panel, Question, Waiting } from '../shared/components.tsx'
import { useLoaded } from '../shared/hooks.ts'
import { isolate } from '../shared/i18n.ts'
import { askStaff } from '../shared/session.ts'
import { useActions } from '../shared/staff-actions.ts'
import { ActionNote, StaffNote } from '../shared/staff-note.tsx'
import type { Workplace } from '../shared/staff-page.tsx'
import { AddDevice } from './add-device.tsx'
import type { Device } from './device.ts'
import { PairDevice } from './pair-device.tsx'
import { useAdminTexts } from './texts.ts'

const AGAIN_MS = 30_000

const DeviceRow = (props: { device: Device; mayChange: boolean; onOff: () => void }) => {
  const text = useAdminTexts()
  const { name, kind, printer, active } = props.device
  return (
    <tr>
      <th scope="row">
        <bdi>{name}</bdi>
      </th>
      <td>{text(kind)}</td>
      <td>{printer === null ? text('noPrinter') : <bdi class="code">{printer}</bdi>}</td>
      <td>
        <span class={`tag ${active ? 'tag--ok' : ''}`}>{text(active ? 'active' : 'inactive')}</span>
      </td>
      {props.mayChange && <td>{active && <Button onClick={props.onOff}>{text('off')}</Button>}</td>}
    </tr>
  )
}

/** The kiosks and lobby screens of a centre. */
export const Devices = ({ centre, member }: Workplace) => {
  const text = useAdminTexts()
  const path = `/api/centres/${encodeURIComponent(centre.id)}/devices`
  const devices = useLoaded(path, (signal) => askStaff<Device[]>(path, { signal }), AGAIN_MS)
  const actions = useActions()
  const [asked, setAsked] = useState<Device | undefined>()
  const mayChange = member.roles.includes('admin')
  const deactivate = async (device: Device): Promise<void> => {
    setAsked(undefined)
    await actions.run('off', () =>
      askStaff<null>(`/api/devices/${encodeURIComponent(device.id)}`, { method: 'DELETE' }),
    )
    devices.reload()
  }
  return (
    <div class="admin">
      <Panel title={text('devices')}>
        <p class="quiet">{text('devicesHint')}</p>
        <ActionNote problem={actions.problem} onDismiss={actions.dismiss} />
        {!devices.value && !devices.problem && <Waiting />}
        {devices.problem && <StaffNote problem={devices.problem} onRetry={devices.reload} />}
        {devices.value?.length === 0 && <Empty>{text('none')}</Empty>}
        {devices.value && devices.value.length > 0 && (
          <table class="table">
            <thead>
              <tr>
                <th scope="col">{text('name')}</th>
                <th scope="col">{text('kind')}</th>
                <th scope="col">{text('printer')}</th>
                <th scope="col">{text('standing')}</th>
                {mayChange && (
                  <th scope="col">
                    <span class="visually-hidden">{text('off')}</span>
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {devices.value.map((device) => (
                <DeviceRow
                  key={device.id}
                  device={device}
                  mayChange={mayChange}
                  onOff={() => setAsked(device)}
                />
              ))}
            </tbody>
          </table>
        )}
      </Panel>
      {mayChange && <PairDevice centre={centre} path={path} onAdded={devices.reload} />}
      {mayChange && <AddDevice centre={centre} path={path} onAdded={devices.reload} />}
      {asked && (
        <Question
          isGrave
          title={text('offTitle', { name: isolate(asked.name) })}
          sentence={text('offHint')}
          yes={text('off')}
          onConfirm={() => void deactivate(asked)}
          onClose={() => setAsked(undefined)}
        />
      )}
    </div>
  )
}
