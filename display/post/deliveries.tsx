import { useState } from 'preact/hooks'
import type { PostView } from '../../src/live/events.ts'
import type { CentreInfo } from '../shared/centre.ts'
import { Button, Dialog, Empty } from '../shared/components.tsx'
import { isolate, useShared } from '../shared/i18n.ts'
import { post } from '../shared/session.ts'
import { useActions } from '../shared/staff-actions.ts'
import { ActionNote } from '../shared/staff-note.tsx'
import { Announce } from './announce.tsx'
import { usePostTexts } from './texts.ts'
import { dayAndTime } from './times.ts'

type Manifest = PostView['manifests'][number]

interface Report {
  origin: string
  received: number
  missing: number
  surplus: number
}

const CloseDialog = (props: { manifest: Manifest; onConfirm: () => void; onClose: () => void }) => {
  const text = usePostTexts()
  const shared = useShared()
  const { origin, expected, received } = props.manifest
  const missing = Math.max(0, expected - received)
  return (
    <Dialog
      title={text('closeTitle', { origin: isolate(origin) })}
      onClose={props.onClose}
      actions={
        <>
          <Button look={missing > 0 ? 'danger' : 'primary'} onClick={props.onConfirm}>
            {text('closeDelivery')}
          </Button>
          <Button onClick={props.onClose}>{shared('cancel')}</Button>
        </>
      }
    >
      <p>{missing > 0 ? text('closeHint', { missing, expected }) : text('closeHintAll')}</p>
    </Dialog>
  )
}

const ReportDialog = ({ report, onClose }: { report: Report; onClose: () => void }) => {
  const text = usePostTexts()
  const shared = useShared()
  return (
    <Dialog
      title={text('reportTitle', { origin: isolate(report.origin) })}
      onClose={onClose}
      actions={<Button onClick={onClose}>{shared('close')}</Button>}
    >
      <dl class="report">
        <dt>{text('reportReceived')}</dt>
        <dd>{report.received}</dd>
        <dt>{text('reportMissing')}</dt>
        <dd>{report.missing}</dd>
        <dt>{text('reportSurplus')}</dt>
        <dd>{report.surplus}</dd>
      </dl>
    </Dialog>
  )
}

/** The deliveries on their way in: scanning them, ending them, announcing one. */
export const Deliveries = (props: {
  centre: CentreInfo
  manifests: Manifest[]
  receiving: string | null
  onReceive: (manifest: string | null) => void
}) => {
  const text = usePostTexts()
  const actions = useActions()
  const [asked, setAsked] = useState<Manifest | undefined>()
  const [report, setReport] = useState<Report | undefined>()
  const close = async ({ id, origin }: Manifest): Promise<void> => {
    setAsked(undefined)
    const answer = await actions.run('close', () =>
      post<Omit<Report, 'origin'>>(`/api/manifests/${encodeURIComponent(id)}/close`),
    )
    if (!answer?.ok) return
    if (props.receiving === id) props.onReceive(null)
    setReport({ origin, ...answer.value })
  }
  return (
    <>
      <ActionNote problem={actions.problem} onDismiss={actions.dismiss} />
      {props.manifests.length === 0 && <Empty>{text('noDeliveries')}</Empty>}
      <ul class="rows">
        {props.manifests.map((manifest) => {
          const { id, origin, expected, received, createdAt } = manifest
          const isNow = props.receiving === id
          return (
            <li key={id} class="delivery">
              <strong>
                <bdi>{origin}</bdi>
              </strong>
              <time class="quiet" dateTime={createdAt}>
                {dayAndTime(createdAt, props.centre.timeZone)}
              </time>
              <span class="delivery__count">{text('receivedOf', { received, expected })}</span>
              <progress
                class="delivery__progress"
                max={Math.max(1, expected)}
                value={received}
                aria-label={origin}
              />
              <span class="delivery__actions">
                <Button
                  look={isNow ? 'plain' : 'primary'}
                  onClick={() => props.onReceive(isNow ? null : id)}
                >
                  {text(isNow ? 'stopReceiving' : 'receive')}
                </Button>
                <Button busy={actions.busy !== null} onClick={() => setAsked(manifest)}>
                  {text('closeDelivery')}
                </Button>
              </span>
            </li>
          )
        })}
      </ul>
      <Announce centre={props.centre} />
      {asked && (
        <CloseDialog
          manifest={asked}
          onConfirm={() => void close(asked)}
          onClose={() => setAsked(undefined)}
        />
      )}
      {report && <ReportDialog report={report} onClose={() => setReport(undefined)} />}
    </>
  )
}
