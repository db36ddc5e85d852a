import { useState } from 'preact/hooks'
import { Button, Panel } from '../shared/components.tsx'
import { useTexts } from './texts.ts'

const spaces = [1, 2, 3, 4, 5, 6, 7, 8].map((step) => `--space-${step}`)
const corners = ['tiny', 'small', '', 'large', 'round'].map((name) =>
  name === '' ? '--radius' : `--radius-${name}`,
)
const edges = ['', '-control', '-strong', '-mark', '-band'].map((name) => `--edge${name}`)
const motions = ['quick', 'calm', 'turn'].map((name) => `--motion-${name}`)

const said = (token: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(token).trim()

const Name = ({ token }: { token: string }) => (
  <code dir="ltr">
    {token} {said(token)}
  </code>
)

/** Distances, corners and edges, each as large as it is. */
export const Spacing = () => {
  const text = useTexts()
  return (
    <Panel title={text('spacing')}>
      <ul class="design__tokens">
        {spaces.map((token) => (
          <li key={token}>
            <span class="design__bar" style={{ inlineSize: `var(${token})` }} />
            <Name token={token} />
          </li>
        ))}
        {corners.map((token) => (
          <li key={token}>
            <span class="design__corner" style={{ borderRadius: `var(${token})` }} />
            <Name token={token} />
          </li>
        ))}
        {edges.map((token) => (
          <li key={token}>
            <span class="design__bar" style={{ blockSize: `var(${token})` }} />
            <Name token={token} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}

/** How long things take to move, shown by moving; nothing does for whoever asked for that. */
export const Motion = () => {
  const text = useTexts()
  const [isThere, setThere] = useState(false)
  return (
    <Panel title={text('motion')}>
      <ul class="design__tokens">
        {motions.map((token) => (
          <li key={token}>
            <span class={isThere ? 'design__way design__way--there' : 'design__way'}>
              <span class="design__mover" style={{ transitionDuration: `var(${token})` }} />
            </span>
            <Name token={token} />
          </li>
        ))}
      </ul>
      <Button onClick={() => setThere(!isThere)}>{text('move')}</Button>
    </Panel>
  )
}
