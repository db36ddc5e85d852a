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

export const NotReady = () => (
  <main class="no-visit">
    <Mark wordless />
    <h1 class="no-visit__title">
      <Both text={bothTexts('notReady')} />
    </h1>
    <Both class="no-visit__remedy" text={bothTexts('notReadyRemedy')} />
  </main>
)

/** Its centre is closed for good. */
export const ClosedForGood = () => (
  <main class="no-visit">
    <Mark wordless />
    <h1 class="no-visit__title">
      <Both text={bothTexts('closedForGood')} />
    </h1>
    <Both class="no-visit__remedy" text={bothTexts('closedForGoodRemedy')} />
  </main>
)

/** It shows a code until an administrator types it, and is a kiosk from then on. */
export const NotPaired = ({ centreId }: { centreId: string }) => {
  const code = usePairing('kiosk', centreId)
  return (
    <main class="no-visit">
      <Mark wordless />
      <h1 class="no-visit__title">
        <Both text={bothTexts('notPaired')} />
      </h1>
      <Both class="no-visit__remedy" text={bothTexts('notPairedRemedy')} />
      <div class="no-visit__staff">
        <Both text={bothTexts('notPairedStaff')} />
        <PairingCode code={code} />
      </div>
    </main>
  )
}
