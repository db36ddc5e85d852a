import type { RefObject } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'

/** Percent of their usual size. */
const LARGEST = 200
const SMALLEST = 32
const STEP = 4

/** Whether all that is in a box is to be seen. */
export const isInside = (box: HTMLElement): boolean =>
  box.scrollHeight <= box.clientHeight && box.scrollWidth <= box.clientWidth

/**
 * Makes the letters of a box as large, by its `--fit`, as all of its text is inside. Larger than
 * usual only as far as every word stays whole (`data-grown`, on which no word may be broken).
 * @returns false where it is not inside with the smallest either, which they have then
 */
export const fit = (box: HTMLElement): boolean => {
  for (let percent = LARGEST; percent >= SMALLEST; percent -= STEP) {
    box.style.setProperty('--fit', String(percent / 100))
    box.toggleAttribute('data-grown', percent > 100)
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
