import './base.css'
import './theme.ts'
import { type ComponentType, render } from 'preact'

/** Puts an app on its page. */
export const start = (App: ComponentType): void => {
  const root = document.getElementById('app')
  if (root) render(<App />, root)
}
