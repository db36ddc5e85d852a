import { shortDuration } from '../../src/duration.ts'
import { isolate, useLanguage } from './i18n.ts'

/** Whole minutes in the page's language, to stand in a table or a sentence: `8 min`, `5 h 45 min`. */
export const useDuration = () => {
  const language = useLanguage()
  return (minutes: number): string => isolate(shortDuration(minutes, language))
}
