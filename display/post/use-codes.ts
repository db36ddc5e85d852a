import { useMemo } from 'preact/hooks'
import type { PostView } from '../../src/live/events.ts'
import type { Codes } from './understand.ts'

/** The codes of a centre's places; the same as long as the view has the same. */
export const useCodes = (view: PostView | undefined): Codes => {
  const sections = view?.sections.map(({ section }) => section).join(' ') ?? ''
  const quarantine = view?.quarantine.map(({ place }) => place).join(' ') ?? ''
  return useMemo(
    () => ({
      sections: new Set(sections.split(' ')),
      quarantine: new Set(quarantine.split(' ')),
    }),
    [sections, quarantine],
  )
}
