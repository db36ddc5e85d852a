import type { Pictogram as Name } from '../../src/centres/pictogram.ts'
import type { ServiceInfo } from './centre.ts'
import { TicketNumber } from './components.tsx'

/** A circle as a part of a path. */
export const ring = (x: number, y: number, r: number): string =>
  `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`
/** What is to be seen as a dot beside lines. */
const dot = (x: number, y: number): string => ring(x, y, 1)
/** Head and shoulders, as on a card. */
const face = (x: number, y: number): string =>
  `${ring(x, y - 5, 3)}M${x - 4.5} ${y + 5}v-1a4.5 4.5 0 0 1 9 0v1`

/** The drawings: lines of one width on a grid of 48, of which three are left free on every side. */
const drawings: Readonly<Record<Name, string>> = {
  new_card: `M43 22v-9a4 4 0 0 0-4-4H9a4 4 0 0 0-4 4v18a4 4 0 0 0 4 4h14${face(15, 22)}M27 17h9M35.5 27v16M27.5 35h16`,
  renew_card: `M43 18.5v-5.5a4 4 0 0 0-4-4H9a4 4 0 0 0-4 4v18a4 4 0 0 0 4 4h11${face(15, 22)}M27 17h9M43 36a8.5 8.5 0 1 1-2-6.5l1.5 2M43.5 25.5v7h-7`,
  replace_card: `M26 10H9a4 4 0 0 0-4 4v20a4 4 0 0 0 4 4h15l3.5-9L22.5 20zM33 10h6a4 4 0 0 1 4 4v20a4 4 0 0 1-4 4h-8l3.5-9-5-9z${face(14, 25)}`,
  collect_card: `M12 4.5h24a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3H12a3 3 0 0 1-3-3v-14a3 3 0 0 1 3-3zM16 11.5h5.5v6H16zM28 17.5h4.5M4 31v13M4 33.5h6l4-2.5h9a3.25 3.25 0 0 1 0 6.5h-6M26 36l11-4.5a3.3 3.3 0 0 1 3 5.8L27.5 43H4`,
  biometrics:
    'M24 24v6c0 5-1 9-3 13M15.5 39.5c2-3.5 2.5-7 2.5-10.5v-4a6 6 0 0 1 12 0v5c0 5-.5 9-2 13M9.5 34c1.5-3 2-5 2-9a12.5 12.5 0 0 1 25 0v5c0 4-.3 7-1 10M5.5 25A18.5 18.5 0 0 1 11 11.5M18.5 7.3A18.5 18.5 0 0 1 42.5 25v4.5',
  address: 'M4 23.5 24 6l20 17.5M10 18.5V42h28V18.5M19.5 42V29h9v13',
  name: `M4.5 43.5 7 33.5 32 8.5a4.95 4.95 0 0 1 7 7L14.5 41zM27 13.5l7 7M27 43.5h17`,
  child: `M9 21h32c0 8.5-6 14-16 14S9 29.5 9 21zM25 21V6.5c9 0 16 6 16 14.5M9 21 6 12.5H3.5${ring(16, 41, 3)}${ring(34, 41, 3)}`,
  family: `${ring(13, 10, 4.5)}${ring(35, 10, 4.5)}${ring(24, 24.5, 3.5)}M5 43V28a8 8 0 0 1 11-7.4M43 43V28a8 8 0 0 0-11-7.4M17 43v-4a7 7 0 0 1 14 0v4`,
  accessible: `${ring(19, 7, 3)}M19 14.5V28h12l6 13.5h5M19 20.5h10M13 22.5a11 11 0 1 0 16.5 13`,
  passport: `M12 4.5h24a3 3 0 0 1 3 3v33a3 3 0 0 1-3 3H12a3 3 0 0 1-3-3v-33a3 3 0 0 1 3-3z${ring(24, 20, 8.5)}M15.5 20h17M24 11.5c-4.5 5-4.5 12 0 17 4.5-5 4.5-12 0-17M18 36.5h12`,
  vehicle: `M9 22l4-9.5a4 4 0 0 1 3.7-2.5h14.6a4 4 0 0 1 3.7 2.5l4 9.5M9 22h30a4 4 0 0 1 4 4v10.5H5V26a4 4 0 0 1 4-4zM10 36.5V42M38 36.5V42${dot(12.5, 29.5)}${dot(35.5, 29.5)}M20 29.5h8`,
  payment: `M7 10.5h34a3 3 0 0 1 3 3V31a3 3 0 0 1-3 3H7a3 3 0 0 1-3-3V13.5a3 3 0 0 1 3-3z${ring(24, 22.25, 5)}${dot(11.5, 22.25)}${dot(36.5, 22.25)}M9 41h30`,
  appointment:
    'M10 9.5h28a3 3 0 0 1 3 3V40a3 3 0 0 1-3 3H10a3 3 0 0 1-3-3V12.5a3 3 0 0 1 3-3zM7 19h34M16 5v8.5M32 5v8.5M16.5 30.5l5.5 5.5 10-10',
  express: `${ring(24, 27.5, 15.5)}M18.5 4.5h11M24 4.5V12M36 14.5l3.5-3.5M24 27.5V18M24 27.5h5.5`,
  information: `${ring(24, 24, 19)}${dot(24, 14.5)}M20 21.5h4V34M19 34h10`,
  other: `${ring(24, 24, 19)}${dot(15, 24)}${dot(24, 24)}${dot(33, 24)}`,
}

/** A phone on which it is done. */
const ONLINE =
  'M16 3.5h16a3.5 3.5 0 0 1 3.5 3.5v34a3.5 3.5 0 0 1-3.5 3.5H16a3.5 3.5 0 0 1-3.5-3.5V7A3.5 3.5 0 0 1 16 3.5zM21.5 38h5M18 21.5l4.5 4.5 8-9'

/** A path as it is drawn everywhere, with what of it is filled: the words stand beside it. */
export const drawn = (d: string, solid?: string) => (
  <svg class="pictogram" viewBox="0 0 48 48" aria-hidden="true" focusable="false">
    {solid && <path d={solid} fill="currentColor" />}
    <path
      d={d}
      fill="none"
      stroke="currentColor"
      stroke-width="3"
      stroke-linecap="round"
      stroke-linejoin="round"
    />
  </svg>
)

/** A drawing alone: what it stands for is said beside it. */
export const Pictogram = ({ name }: { name: Name }) => drawn(drawings[name])

/** Beside the words that something can be done online. */
export const OnlineSign = () => drawn(ONLINE)

/** What a service is found by without reading: its pictogram, or its letter where it has none. */
export const ServiceSign = (props: { service: Pick<ServiceInfo, 'pictogram' | 'prefix'> }) => {
  const { pictogram, prefix } = props.service
  return (
    <span class="service-sign" aria-hidden="true">
      {pictogram ? <Pictogram name={pictogram} /> : <TicketNumber>{prefix}</TicketNumber>}
    </span>
  )
}
