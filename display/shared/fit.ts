import type { RefObject } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'

const STEP = 0.04
const SMALLEST = 0.3

/** Whether all that is in a box is to be seen. */
export const isInside = (box: HTMLElement): boolean =>
  box.scrollHeight <= box.clientHeight && box.scrollWidth <= box.clientWidth

/**
 * Makes the letters of a box smaller, by its `--fit`, until all of its text is inside.
 * @returns false where that is not so with the smallest either, which they have then
 */
export const fit = (box: HTMLElement): boolean => {
  for (let scale = 1; scale >= SMALLEST; scale -= STEP) {
    box.style.setProperty('--fit', String(scale))
    if (isInside(box)) return true
  }
  return false
}

/** A box that is filled anew with the size of the screen, and once the fonts are there. */
export const useFilled = (fill: (box: HTMLElement) => void): RefObject<HTMLDivElement | null> => {
  const ref = useRef<HTMLDivElement>(null)
  const latest = useRef(fill)
  latest.current = fill
  useLayoutEffect(() => {
    const box = ref.current
    if (!box) return undefined
    const again = (): void => latest.current(box)
    again()
    const observer = new ResizeObserver(again)
    observer.observe(box)
    document.fonts.addEventListener('loadingdone', again)
    return () => {
      observer.disconnect()
      document.fonts.removeEventListener('loadingdone', again)
    }
  }, [])
  return ref
}
