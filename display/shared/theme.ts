/** What the look of a page may be; tokens.css has the values of each. */
export type Theme = 'light' | 'contrast'

const moreContrast = matchMedia('(prefers-contrast: more)')
let wanted: Theme | undefined

const apply = (): void => {
  document.documentElement.dataset.theme = wanted ?? (moreContrast.matches ? 'contrast' : 'light')
}
moreContrast.addEventListener('change', apply)
apply()

/** The theme that somebody chose here; without one, the system's wish. */
export const setTheme = (theme: Theme | undefined): void => {
  wanted = theme
  apply()
}
