import type { Finding } from './audit.ts'
import type { Row } from './run.ts'

const seconds = (ms: number | null): string =>
  ms === null ? '**never**' : `${(ms / 1000).toFixed(1)} s`

const count = (findings: readonly Finding[], kind: Finding['kind']): string => {
  const found = findings.filter((finding) => finding.kind === kind).length
  return found === 0 ? '0' : `**${found}**`
}

/** The head of the Markdown table. */
export const tableHead = [
  '| fault | blows | acknowledged | lost | doubled | wrong | longest outage | first write after | all caught up after |',
  '| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
].join('\n')

export const tableRow = (row: Row): string => {
  const { title, blows, acknowledged, findings, outageMs, firstMs, caughtUpMs } = row
  const counts = (['lost', 'doubled', 'wrong'] as const).map((kind) => count(findings, kind))
  const times = [outageMs, firstMs, caughtUpMs].map(seconds)
  return `| ${[title, blows, acknowledged, ...counts, ...times].join(' | ')} |`
}

const SENTENCES_MAX = 12

/** What is to be said about a row beyond its figures. */
export const remarksOf = ({ title, findings, remark }: Row): string => {
  const told = findings
    .slice(0, SENTENCES_MAX)
    .map(({ kind, sentence }) => `  ${kind}: ${sentence}`)
  const more = findings.length - told.length
  return [
    `${title}: ${remark || 'nothing more'}`,
    ...told,
    ...(more > 0 ? [`  … and ${more} more`] : []),
  ].join('\n')
}

/** Whether the row is as it must be. */
export const isGood = ({ findings, firstMs, caughtUpMs }: Row): boolean =>
  findings.length === 0 && firstMs !== null && caughtUpMs !== null
