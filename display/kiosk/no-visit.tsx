import type { ComponentChildren } from 'preact'
import { Both } from '../shared/both.tsx'
import { Mark, Waiting } from '../shared/components.tsx'
import { PairingCode, usePairing } from '../shared/pairing-code.tsx'
import { bothTexts } from './texts.ts'

/** What stands on the screen while no visit can begin, for everybody and in both languages. */

export const Loading = () => (
  <main class="no-visit">
    <Mark wordless />
    <h1 class="visually-hidden">
      <Both text={bothTexts('kiosk')} />
    </h1>
    <Waiting />
  </main>
)

/** A sentence, and what to do. */
const NoVisit = (props: {
  title: 'notReady' | 'closedForGood' | 'notPaired'
  children?: ComponentChildren
}) => (
  <main class="no-visit">
    <Mark wordless />
    <h1 class="no-visit__title">
      <Both text={bothTexts(props.title)} />
    </h1>
    <Both class="no-visit__remedy" text={bothTexts(`${props.title}Remedy`)} />
    {props.children}
  </main>
)

export const NotReady = () => <NoVisit title="notReady" />

/** Its centre is closed for good. */
export const ClosedForGood = () => <NoVisit title="closedForGood" />

/** It shows a code until an administrator types it, and is a kiosk from then on. */
export const NotPaired = ({ centreId }: { centreId: string }) => {
  const code = usePairing('kiosk', centreId)
  return (
    <NoVisit title="notPaired">
      <div class="no-visit__staff">
        <Both text={bothTexts('notPairedStaff')} />
        <PairingCode code={code} />
      </div>
    </NoVisit>
  )
}
