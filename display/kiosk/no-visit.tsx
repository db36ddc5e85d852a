import { Both } from '../shared/both.tsx'
import { Mark, Waiting } from '../shared/components.tsx'
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

export const NotPaired = () => (
  <main class="no-visit">
    <Mark wordless />
    <h1 class="no-visit__title">
      <Both text={bothTexts('notPaired')} />
    </h1>
    <Both class="no-visit__remedy" text={bothTexts('notPairedRemedy')} />
    <Both class="no-visit__staff" text={bothTexts('notPairedStaff')} />
  </main>
)
