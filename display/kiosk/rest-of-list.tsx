import { useLayoutEffect, useState } from 'preact/hooks'
import { Button } from '../shared/components.tsx'
import { useTexts } from './texts.ts'

/** So much of what is on the screen goes at a press, so that what was last is seen again. */
const TURNED = 0.75

/**
 * The way to what does not fit on the screen, and back: a list that is cut off looks complete to
 * whoever has never moved one with a finger. Nothing where all of it fits.
 */
export const RestOfList = () => {
  const text = useTexts()
  const [rest, setRest] = useState<'below' | 'above' | null>(null)
  useLayoutEffect(() => {
    const main = document.querySelector('main')
    if (!main) return undefined
    const look = (): void => {
      const hidden = main.scrollHeight - main.clientHeight
      const isAtEnd = main.scrollTop >= hidden - 1
      setRest(hidden <= 1 ? null : isAtEnd ? 'above' : 'below')
    }
    const observer = new ResizeObserver(look)
    for (const one of [main, ...main.children]) observer.observe(one)
    main.addEventListener('scroll', look, { passive: true })
    return () => {
      observer.disconnect()
      main.removeEventListener('scroll', look)
    }
  }, [])
  const turn = (): void => {
    const main = document.querySelector('main')
    const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches
    main?.scrollTo({
      top: rest === 'above' ? 0 : main.scrollTop + main.clientHeight * TURNED,
      behavior: isCalm ? 'instant' : 'smooth',
    })
  }
  if (rest === null) return null
  return (
    <div class="rest">
      <Button large look="primary" onClick={turn}>
        <span class="rest__arrow" aria-hidden="true">
          {rest === 'below' ? '↓' : '↑'}
        </span>
        {text(rest === 'below' ? 'moreServices' : 'firstServices')}
      </Button>
    </div>
  )
}
