import type { ComponentChildren } from 'preact'
import { drawn, ring } from '../shared/pictogram.tsx'

const SLOT = 'M4 9h40M12 9v31l4-3.5 4 3.5 4-3.5 4 3.5 4-3.5 4 3.5V9'

/** What buttons do and what is told, for whoever cannot read it: lines as those of the services. */
const signs = {
  /** Into the direction of reading: they point the other way in Arabic. */
  back: 'M42 24H7M21 9 6.5 24 21 39',
  toStart: 'M7 8v32M42 24H17M30 11 16.5 24 30 37',
  onwards: 'M6 24h35M27 9l14.5 15L27 39',
  /** The same in both. */
  closed: `${ring(24, 24, 19)}M14 24h20`,
  again: 'M9 14.5A18.5 18.5 0 1 1 5.5 25M8.5 4.5v10.5H19',
  yes: 'M6 25.5 18 37.5 42 12',
  no: 'M9.5 9.5l29 29M38.5 9.5l-29 29',
  others: 'M6 6h14v14H6zM28 6h14v14H28zM6 28h14v14H6zM28 28h14v14H28z',
  ticket:
    'M7 11h34a3 3 0 0 1 3 3v5.5a4.5 4.5 0 0 0 0 9V34a3 3 0 0 1-3 3H7a3 3 0 0 1-3-3v-5.5a4.5 4.5 0 0 0 0-9V14a3 3 0 0 1 3-3zM30.5 17.5v2M30.5 23v2M30.5 28.5v2',
  time: `${ring(24, 24, 19)}M24 12.5V24l8 5`,
  erase: 'M16 9.5h25a3 3 0 0 1 3 3v23a3 3 0 0 1-3 3H16L4 24zM22.5 18l12 12M34.5 18l-12 12',
  clear: 'M7 13h34M18 13V6.5h12V13M11.5 13 14 42h20l2.5-29M20.5 21v13M27.5 21v13',
  card: `M9 9h30a4 4 0 0 1 4 4v22a4 4 0 0 1-4 4H9a4 4 0 0 1-4-4V13a4 4 0 0 1 4-4zM27 18h9M27 25h9M27 32h5${ring(16, 19, 3.5)}M10.5 32v-1a5.5 5.5 0 0 1 11 0v1`,
  elsewhere: `M24 44S9 29.5 9 19a15 15 0 0 1 30 0c0 10.5-15 25-15 25z${ring(24, 19, 5.5)}`,
  notFound: `${ring(20, 20, 15)}M31 31l12 12M15 15l10 10M25 15 15 25`,
  slip: `${SLOT}M24 15v12.5M18.5 22.5l5.5 5.5 5.5-5.5`,
  noSlip: `${SLOT}M18.5 17.5l11 11M29.5 17.5l-11 11`,
  aloud: 'M5 18v12h8.5L25 39.5v-31L13.5 18zM32 17a10 10 0 0 1 0 14M37.5 10.5a19 19 0 0 1 0 27',
  contrast: ring(24, 24, 19),
  largeText: `${ring(20, 20, 15)}M31 31l12 12M20 13v14M13 20h14`,
  lowReach: `${ring(17, 7, 3)}M17 14.5V28h12l6 13.5h5M17 20.5h9M11 22.5a11 11 0 1 0 16.5 13M38 5v14.5M31.5 13.5l6.5 6.5 6.5-6.5`,
} as const
export type SignName = keyof typeof signs

const directed: ReadonlySet<SignName> = new Set(['back', 'toStart', 'onwards'])
/** What of a sign is filled: the dark half of what has most contrast. */
const solid: Partial<Record<SignName, string>> = { contrast: 'M24 5a19 19 0 0 1 0 38z' }

export const Sign = ({ name }: { name: SignName }) => (
  <span class={directed.has(name) ? 'sign sign--directed' : 'sign'}>
    {drawn(signs[name], solid[name])}
  </span>
)

/** The words of a button, and beside them what they say as a sign. */
export const Signed = (props: { sign: SignName; children: ComponentChildren }) => (
  <>
    <Sign name={props.sign} />
    <span class="signed">{props.children}</span>
  </>
)
