import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'
import { median } from './figures.ts'
import { startOwnServer } from './morning/own-server.ts'

/**
 * `node tools/run.mjs bench/lighthouse.ts`: what Lighthouse says of the pages for phones, as a slow
 * telephone on a slow network has them. It is fetched from the registry for this, for nothing else
 * needs it; each page is looked at three times, and the medians are told.
 */
const LIGHTHOUSE = 'lighthouse@13.5.0'
const CHROMIUM = '/usr/bin/chromium'
const ROUNDS = 3
const KIOSK_TOKEN = 'demo-kiosk-isa-town'
const CATEGORIES = ['performance', 'accessibility', 'best-practices'] as const

interface Report {
  categories: Record<(typeof CATEGORIES)[number], { score: number | null }>
  audits: Record<string, { score: number | null; title: string; numericValue?: number }>
}

if (!existsSync(CHROMIUM)) throw new Error('Chromium is missing: apt-get install chromium')
const server = await startOwnServer(Date)

const ticketPath = async (): Promise<string> => {
  const answer = await fetch(`${server.url}/api/centres/isa-town/tickets`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${KIOSK_TOKEN}` },
    body: JSON.stringify({ service: 'renew', requestId: 'lighthouse-1' }),
  })
  if (!answer.ok) throw new Error(`no ticket: ${answer.status}`)
  const { id, secret }: { id: string; secret: string } = JSON.parse(await answer.text())
  return `/t/${id}#${secret}`
}

const look = async (url: string): Promise<Report> => {
  const flags = [url, '--output=json', '--quiet', '--chrome-flags=--headless --no-sandbox']
  const { stdout } = await promisify(execFile)(
    'npm',
    ['exec', '--yes', `--package=${LIGHTHOUSE}`, '--', 'lighthouse', ...flags],
    { env: { ...process.env, CHROME_PATH: CHROMIUM }, maxBuffer: 64 * 2 ** 20, timeout: 180_000 },
  )
  return JSON.parse(stdout)
}

/** The audits that took points, for whoever wants to know why. */
const faultsOf = (report: Report): string[] =>
  Object.values(report.audits).flatMap(({ score, title }) =>
    score !== null && score < 0.9 ? [title] : [],
  )

const KIB = 1024
const cells = (reports: readonly Report[]): string[] => {
  const score = (name: (typeof CATEGORIES)[number]) =>
    String(Math.round(100 * median(reports.map(({ categories }) => categories[name].score ?? 0))))
  const value = (audit: string) =>
    median(reports.map(({ audits }) => audits[audit]?.numericValue ?? Number.NaN))
  return [
    ...CATEGORIES.map(score),
    `${(value('first-contentful-paint') / 1000).toFixed(2)} s`,
    `${(value('largest-contentful-paint') / 1000).toFixed(2)} s`,
    `${Math.round(value('total-blocking-time'))} ms`,
    `${Math.round(value('total-byte-weight') / KIB)} KiB`,
  ]
}

try {
  const pages = {
    ticket: await ticketPath(),
    join: '/join/isa-town',
    card: '/card',
    guide: '/guide/isa-town',
  }
  console.log(
    '| page | speed | accessibility | practice | first paint | largest paint | blocked | bytes |',
  )
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- |')
  const faults = new Map<string, Set<string>>()
  for (const [name, path] of Object.entries(pages))
    for (const language of ['ar', 'en']) {
      const [before, secret] = path.split('#')
      const url = `${server.url}${before}?lang=${language}${secret ? `#${secret}` : ''}`
      const reports: Report[] = []
      for (let round = 0; round < ROUNDS; round++) reports.push(await look(url))
      console.log(`| ${[`${name}, ${language}`, ...cells(reports)].join(' | ')} |`)
      faults.set(`${name}, ${language}`, new Set(reports.flatMap(faultsOf)))
    }
  for (const [page, titles] of faults)
    if (titles.size > 0) console.log(`- ${page}: ${[...titles].join('; ')}`)
} finally {
  await server.close()
}
