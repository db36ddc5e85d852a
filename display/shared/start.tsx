import './base.css'
import './theme.ts'
import { type ComponentType, render } from 'preact'

/** Puts an app on its page. */
export const start = (App: ComponentType): void => {
  const root = document.getElementById('app')
  if (!root) return
  // What stood there until now is none of the app's, which would keep it beside its own.
  root.replaceChildren()
  render(<App />, root)
}
