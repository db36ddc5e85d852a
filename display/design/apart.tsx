import { type ComponentChildren, render } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import base from '../shared/base.css?inline'
import { LanguageHere, useLanguage } from '../shared/i18n.ts'
import staff from '../shared/staff.css?inline'

const sheetOf = (css: string): CSSStyleSheet => {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  return sheet
}
const shared = [base, staff].map(sheetOf)
/** Says the direction, and takes no room of its own. */
const page = sheetOf('.page { display: contents }')
/** The styles of a page, whose root is here the place where its part stands. */
export const pageSheet = (css: string): CSSStyleSheet => sheetOf(css.replaceAll(':root', ':host'))

/**
 * A page's own part with that page's own styles: they are made for the whole of a screen, and would
 * change all that stands around it.
 */
export const Apart = (props: {
  sheets: readonly CSSStyleSheet[]
  class?: string
  children: ComponentChildren
}) => {
  const language = useLanguage()
  const host = useRef<HTMLDivElement>(null)
  const { sheets, children } = props
  useLayoutEffect(() => {
    if (!host.current) return
    const root = host.current.shadowRoot ?? host.current.attachShadow({ mode: 'open' })
    root.adoptedStyleSheets = [...shared, ...sheets, page]
    // What turns with the direction looks for it above itself, and sees nothing outside this root.
    render(
      <LanguageHere.Provider value={language}>
        <div class="page" lang={language} dir={language === 'ar' ? 'rtl' : 'ltr'}>
          {children}
        </div>
      </LanguageHere.Provider>,
      root,
    )
  })
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what is wider than its place is moved by keys as well
    <div class="design__screen" tabIndex={0}>
      <div ref={host} class={`design__apart ${props.class ?? ''}`} />
    </div>
  )
}
