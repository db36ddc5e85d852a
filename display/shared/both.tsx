import type { Bilingual } from './i18n.ts'

/** A text in both languages, Arabic first, each marked as what it is. */
export const Both = (props: { text: Bilingual; class?: string }) => (
  <span class={`both ${props.class ?? ''}`}>
    <span class="both__ar" lang="ar" dir="rtl">
      {props.text.ar}
    </span>
    <span class="both__en" lang="en" dir="ltr">
      {props.text.en}
    </span>
  </span>
)
