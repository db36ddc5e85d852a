export const counterStates = ['open', 'paused', 'closed'] as const
export type CounterState = (typeof counterStates)[number]

/** `*` in a member of staff's skills: every service. */
export const UNIVERSAL = '*'

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
