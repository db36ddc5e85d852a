import { useState } from 'preact/hooks'
import { remembered } from '../shared/i18n.ts'

/** A choice of this workplace that a reload does not lose; null when nothing is chosen. */
export const useKept = (key: string): [string | null, (next: string | null) => void] => {
  const [kept, setKept] = useState(remembered.get(key) || null)
  return [
    kept,
    (next) => {
      remembered.set(key, next ?? '')
      setKept(next)
    },
  ]
}
