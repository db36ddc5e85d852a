import { Panel } from '../shared/components.tsx'
import { HallPanel } from '../shared/hall-panel.tsx'
import { Hours } from '../shared/hours.tsx'
import { Requirements } from '../shared/requirements.tsx'
import { textsIn } from './texts.ts'

const both = (word: 'hall' | 'sample') => ({ ar: textsIn('ar')(word), en: textsIn('en')(word) })

/** What the lobby tells beside the calls. */
export const Hall = () => (
  <Panel>
    <div class="design__hall">
      {(['ar', 'en'] as const).map((language) => (
        <HallPanel
          key={language}
          title={both('hall')}
          text={both('sample')}
          language={language}
          dots={{ count: 3, at: 1 }}
        />
      ))}
    </div>
  </Panel>
)

/** What a service asks for: in both languages, and in one of them only. */
export const Bring = () => (
  <Panel>
    <p>
      <Requirements service={{ requirements: both('sample') }} />
    </p>
    <p>
      <Requirements service={{ requirements: { ar: '', en: both('sample').en } }} />
    </p>
  </Panel>
)

const WORKDAY = { opens: '07:00', closes: '15:00' }

/** When a centre is open. */
export const Opening = () => (
  <Panel>
    <Hours
      centre={{
        open: true,
        timeZone: 'Asia/Bahrain',
        holidays: {},
        hours: { '7': WORKDAY, '1': WORKDAY },
      }}
    />
  </Panel>
)
