export const counterStates = ['open', 'paused', 'closed'] as const
export type CounterState = (typeof counterStates)[number]

/** `*` in a member of staff's skills: every service. */
export const UNIVERSAL = '*'

/** A counter's part in who is called where. */
export interface CallingCounter {
  state: CounterState
  services: readonly string[]
  /** The post section it stands in. */
  section: string | null
}

const calls = (counter: CallingCounter, serviceId: string): boolean =>
  counter.state === 'open' && counter.services.includes(serviceId)

/**
 * Whether a counter calls those who wait for a service, and for a card in a section. A section's
 * own counters call for its cards; while none of them is open, every counter of the service does.
 * @param all the counters of the centre
 */
export const callsFor = (
  counter: Pick<CallingCounter, 'services' | 'section'>,
  { serviceId, section }: { serviceId: string; section: string },
  all: readonly CallingCounter[],
): boolean =>
  counter.services.includes(serviceId) &&
  (section === '' ||
    counter.section === section ||
    !all.some((other) => other.section === section && calls(other, serviceId)))

/** The services a counter calls for: what it can do, its member of staff can do, and was asked for. */
export const servicesAt = (
  capabilities: readonly string[],
  skills: readonly string[],
  asked: readonly string[] | undefined,
): string[] =>
  capabilities.filter(
    (service) =>
      (skills.includes(UNIVERSAL) || skills.includes(service)) &&
      (asked === undefined || asked.includes(service)),
  )

/** How a counter is set up. */
export interface CounterSetup {
  /** What the lobby shows and the voice says. */
  label: string
  /** The section of the post room it stands in, if it does. */
  section: string | null
  /** The services it can give. */
  capabilities: string[]
  active: boolean
}

/** The id of one more counter: the centre's, and the number after the highest there is. */
export const nextCounterId = (centreId: string, ids: readonly string[]): string => {
  const numbers = ids
    .filter((id) => id.startsWith(`${centreId}-`))
    .map((id) => Number(id.slice(centreId.length + 1)))
    .filter(Number.isSafeInteger)
  return `${centreId}-${Math.max(0, ...numbers) + 1}`
}
