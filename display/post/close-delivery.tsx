import { useState } from 'preact/hooks'
import type { PostView } from '../../src/live/events.ts'
import { numberText } from '../../src/number-text.ts'
import { Button, Dialog } from '../shared/components.tsx'
import { isolate, useShared } from '../shared/i18n.ts'
import { post } from '../shared/session.ts'
import { useActions } from '../shared/staff-actions.ts'
import { useDeliveryTexts } from './delivery-texts.ts'

export type Manifest = PostView['manifests'][number]

/** Whether all that were announced are here. */
export const isComplete = ({ expected, received }: Manifest): boolean =>
  expected > 0 && received >= expected

interface Report {
  origin: string
  received: number
  missing: number
  surplus: number
  /** Cards that were scanned again when they were received already. */
  duplicate: number
}

const CloseDialog = (props: {
  manifest: Manifest
  isHeld: boolean
  onConfirm: () => void
  onClose: () => void
}) => {
  const text = useDeliveryTexts()
  const shared = useShared()
  const { origin, expected, received } = props.manifest
  const missing = Math.max(0, expected - received)
  return (
    <Dialog
      title={text('closeTitle', { origin: isolate(origin) })}
      onClose={props.onClose}
      actions={
        <>
          <Button
            look={missing > 0 ? 'danger' : 'primary'}
            disabled={props.isHeld}
            onClick={props.onConfirm}
          >
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
  const text = useDeliveryTexts()
  const shared = useShared()
  return (
    <Dialog
      title={text('reportTitle', { origin: isolate(report.origin) })}
      onClose={onClose}
      actions={<Button onClick={onClose}>{shared('close')}</Button>}
    >
      <dl class="report">
        <dt>{text('reportReceived')}</dt>
        <dd>{numberText(report.received)}</dd>
        <dt>{text('reportMissing')}</dt>
        <dd>{numberText(report.missing)}</dd>
        <dt>{text('reportSurplus')}</dt>
        <dd>{numberText(report.surplus)}</dd>
        <dt>{text('reportDuplicate')}</dt>
        <dd>{numberText(report.duplicate)}</dd>
      </dl>
    </Dialog>
  )
}

/**
 * Ends deliveries, wherever on the page that is offered.
 * @param waiting scans that wait to be sent: until they are, their cards would be missing
 * @returns its dialogs, to be shown once
 */
export const useClosing = (waiting: number) => {
  const isHeld = waiting > 0
  const { busy, problem, run, dismiss } = useActions()
  const [asked, setAsked] = useState<Manifest | undefined>()
  const [report, setReport] = useState<Report | undefined>()
  const close = async ({ id, origin }: Manifest): Promise<void> => {
    setAsked(undefined)
    const answer = await run('close', () =>
      post<Omit<Report, 'origin'>>(`/api/manifests/${encodeURIComponent(id)}/close`),
    )
    if (answer?.ok) setReport({ origin, ...answer.value })
  }
  return {
    ask: setAsked,
    isBusy: busy !== null,
    isHeld,
    problem,
    dismiss,
    dialogs: (
      <>
        {asked && (
          <CloseDialog
            manifest={asked}
            isHeld={isHeld}
            onConfirm={() => void close(asked)}
            onClose={() => setAsked(undefined)}
          />
        )}
        {report && <ReportDialog report={report} onClose={() => setReport(undefined)} />}
      </>
    ),
  }
}

export type Closing = ReturnType<typeof useClosing>
