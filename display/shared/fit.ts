import type { RefObject } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'

const STEP = 0.04
const SMALLEST = 0.3

/** Makes the letters of a box smaller, by its `--fit`, until all of its text is inside. */
const fit = (box: HTMLElement): void => {
  for (let scale = 1; scale >= SMALLEST; scale -= STEP) {
    box.style.setProperty('--fit', String(scale))
    if (box.scrollHeight <= box.clientHeight && box.scrollWidth <= box.clientWidth) return
  }
}

/** The box whose text always fits: fitted anew with the size of the screen, and once the fonts are there. */
export const useFit = (): RefObject<HTMLDivElement | null> => {
  const ref = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const box = ref.current
    if (!box) return undefined
    const again = (): void => fit(box)
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
