import { useLayoutEffect, useState } from 'preact/hooks'
import { Button } from '../shared/components.tsx'
import { useTexts } from './texts.ts'

/** So much of what is on the screen goes at a press, so that what was last is seen again. */
const TURNED = 0.75

/** By the name of its words: which way it goes, and whether to services or to the rest of a text. */
type Way = 'moreServices' | 'more' | 'firstServices' | 'toTop'
const isUp = (way: Way): boolean => way === 'firstServices' || way === 'toTop'

/** Null where all of it is in view. */
const wayFrom = (main: Element): Way | null => {
  const hidden = main.scrollHeight - main.clientHeight
  if (hidden <= 1) return null
  const { top, bottom } = main.getBoundingClientRect()
  const names = [...main.querySelectorAll('.service__name')].map((one) =>
    one.getBoundingClientRect(),
  )
  // Where every name can be read, a promise of more services would be of none.
  if (main.scrollTop >= hidden - 1)
    return names.some((name) => name.top < top) ? 'firstServices' : 'toTop'
  return names.some((name) => name.bottom > bottom) ? 'moreServices' : 'more'
}

/**
 * The way to what does not fit on the screen, and back: a list that is cut off looks complete to
 * whoever has never moved one with a finger. Nothing where all of it fits.
 */
export const RestOfList = () => {
  const text = useTexts()
  const [rest, setRest] = useState<Way | null>(null)
  useLayoutEffect(() => {
    const main = document.querySelector('main')
    if (!main) return undefined
    const look = (): void => setRest(wayFrom(main))
    const observer = new ResizeObserver(look)
    for (const one of [main, ...main.children]) observer.observe(one)
    main.addEventListener('scroll', look, { passive: true })
    return () => {
      observer.disconnect()
      main.removeEventListener('scroll', look)
    }
  }, [])
  if (rest === null) return null
  const turn = (): void => {
    const main = document.querySelector('main')
    const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches
    main?.scrollTo({
      top: isUp(rest) ? 0 : main.scrollTop + main.clientHeight * TURNED,
      behavior: isCalm ? 'instant' : 'smooth',
    })
  }
  return (
    <div class="rest">
      <Button large look="primary" onClick={turn}>
        <span class="rest__arrow" aria-hidden="true">
          {isUp(rest) ? '↑' : '↓'}
        </span>
        {text(rest)}
      </Button>
    </div>
  )
}
