import type { ComponentChildren } from 'preact'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { Button, Waiting } from '../shared/components.tsx'
import { type Loaded, useLoaded } from '../shared/hooks.ts'
import { askStaff } from '../shared/session.ts'
import { StaffNote } from '../shared/staff-note.tsx'
import { usePostTexts } from './texts.ts'
import type { Codes } from './understand.ts'
import { type OnWork, useWork, type Work } from './work.ts'

/** What a tab gives a sheet that is opened in it. */
export interface SheetProps {
  id: string
  codes: Codes
  /** Scans of this station that wait to be sent: nothing is ended before they are. */
  waiting: number
  onWork: OnWork
  onLeave: () => void
}

/** Others scan too: how far it is, is looked up again this often. */
const LIVE_MS = 2_500

/** It does not change any more. */
const isClosed = ({ closedAt }: { closedAt: string | null }): boolean => closedAt !== null

/** What a sheet shows, again and again until it is settled, which it is mostly when it is closed. */
export const useSheet = <T extends { closedAt: string | null }>(
  path: string,
  query = '',
  isSettled: (value: T) => boolean = isClosed,
): Loaded<T> => {
  const [isOver, setOver] = useState(false)
  const loaded = useLoaded<T>(
    path,
    (signal) => askStaff(`${path}${query}`, { retries: 1, signal }),
    isOver ? 0 : LIVE_MS,
  )
  const hasEnded = loaded.value !== undefined && isSettled(loaded.value)
  useEffect(() => setOver(hasEnded), [hasEnded])
  return loaded
}

/** What the work of a sheet has at hand. */
export interface Hands {
  codes: Codes
  noted: () => void
  end: () => void
}
export type MakeWork = (hands: Hands) => Work

/** Gives a sheet the page's scans as long as it takes any. @param make null: it takes none */
export const useSheetScans = (
  { codes, onWork, onLeave }: SheetProps,
  reload: () => void,
  make: MakeWork | null,
): void => {
  const latest = useRef({ onLeave, reload })
  latest.current = { onLeave, reload }
  const work = useMemo(
    () =>
      make?.({
        codes,
        noted: () => latest.current.reload(),
        end: () => latest.current.onLeave(),
      }) ?? null,
    [make, codes],
  )
  useWork(onWork, work)
}

/** The frame of a sheet: the way back, a sign of life, and why it cannot be shown. */
export const Sheet = (props: {
  back: string
  loaded: Loaded<unknown>
  waiting: number
  isPrinted?: boolean
  onLeave: () => void
  children: ComponentChildren
}) => {
  const text = usePostTexts()
  const { loaded } = props
  return (
    <div class={`side ${props.isPrinted ? 'side--printed' : ''}`}>
      <Button look="quiet" class="side-back" onClick={props.onLeave}>
        {props.back}
      </Button>
      {loaded.problem && <StaffNote problem={loaded.problem} onRetry={loaded.reload} />}
      {loaded.value === undefined && !loaded.problem && <Waiting />}
      {props.waiting > 0 && <p class="note">{text('scansFirst')}</p>}
      {props.children}
    </div>
  )
}
