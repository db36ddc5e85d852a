/** Pure figures: percentiles, medians and the table. */

/** The value below which so many of a hundred lie. */
export const percentile = (values: readonly number[], percent: number): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const at = Math.min(sorted.length - 1, Math.ceil((percent / 100) * sorted.length) - 1)
  return sorted[Math.max(0, at)] ?? Number.NaN
}

export const median = (values: readonly number[]): number => percentile(values, 50)

/** One measurement of one side: rates in 1/s, times in ms. */
export interface Sample {
  perSecond?: number
  p50?: number
  p99?: number
  /** What each of them took of the server's processor. */
  cpuMs?: number
}

/** Both sides, measured by turns: the medians of each. */
export interface Pair {
  ours: Required<Sample>
  bare: Required<Sample>
}

export const medianOf = (samples: readonly Sample[]): Required<Sample> => {
  const of = (key: keyof Sample) => median(samples.flatMap((sample) => sample[key] ?? []))
  return { perSecond: of('perSecond'), p50: of('p50'), p99: of('p99'), cpuMs: of('cpuMs') }
}

/**
 * Measures two sides by turns and the other way round each second time (A B B A …), so that what
 * else the machine does falls on both.
 */
export const byTurns = async (
  rounds: number,
  ours: () => Promise<Sample>,
  bare: () => Promise<Sample>,
): Promise<Pair> => {
  const samples: Record<'ours' | 'bare', Sample[]> = { ours: [], bare: [] }
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? (['ours', 'bare'] as const) : (['bare', 'ours'] as const)
    for (const side of order) samples[side].push(await (side === 'ours' ? ours : bare)())
  }
  return { ours: medianOf(samples.ours), bare: medianOf(samples.bare) }
}

/** One line of the table. */
export interface Row {
  what: string
  /** What is compared, with its unit. */
  ours: string
  bare: string
  /** Ours divided by the bare one. */
  ratio: number
  goal: string
  isMet: boolean | null
  /** What explains it, shown below the table. */
  note?: string
}

export const digits = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)

const rateOf = ({ perSecond, p50, p99 }: Required<Sample>): string =>
  Number.isNaN(p50)
    ? `${digits(perSecond)}/s`
    : `${digits(perSecond)}/s (p50 ${digits(p50)}, p99 ${digits(p99)} ms)`

/** A row of how many a second; the goal is the least ratio, or null where there is none. */
export const rateRow = (what: string, { ours, bare }: Pair, least: number | null): Row => {
  const ratio = ours.perSecond / bare.perSecond
  return {
    what,
    ours: rateOf(ours),
    bare: rateOf(bare),
    ratio,
    goal: least === null ? '–' : `≥ ${least} ×`,
    isMet: least === null ? null : ratio >= least,
  }
}

/** A row of a cost; the goal is the most ratio, or null where there is none. */
export const costRow = (
  what: string,
  ours: number,
  bare: number,
  unit: string,
  most: number | null,
): Row => {
  const ratio = ours / bare
  return {
    what,
    ours: `${digits(ours)} ${unit}`,
    bare: `${digits(bare)} ${unit}`,
    ratio,
    goal: most === null ? '–' : `≤ ${most} ×`,
    isMet: most === null ? null : ratio <= most,
  }
}

const verdict = { true: 'yes', false: '**no**', null: '–' } as const

/** The rows as a Markdown table. */
export const table = (rows: readonly Row[]): string =>
  [
    '| what | Dawr | bare | ratio | goal | met |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows.map(
      ({ what, ours, bare, ratio, goal, isMet }) =>
        `| ${what} | ${ours} | ${bare} | ${ratio.toFixed(2)} × | ${goal} | ${verdict[`${isMet}`]} |`,
    ),
  ].join('\n')

/** What explains the rows, a line each. */
export const notes = (rows: readonly Row[]): string =>
  rows.flatMap(({ what, note }) => (note ? [`- ${what}: ${note}`] : [])).join('\n')
