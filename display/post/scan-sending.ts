import type { Answer } from '../shared/api.ts'
import { askStaff } from '../shared/session.ts'
import { stationName } from '../shared/station.ts'
import { boxText } from './box-texts.ts'
import type { ScannedCard } from './cards.ts'
import type { Outcome, Words } from './outcomes.ts'
import { type Noted, saidOfNoted } from './stocktake-noted.ts'
import { uncollectedText } from './uncollected-texts.ts'

/** What a scan means in the sheet it was made in, or out of a delivery. */
export type SheetWork = 'count' | 'list' | 'pack' | 'unpack' | 'receive'

/** A scan for the server, under an id of its own. */
export interface MadeScan {
  scanId: string
  serial: string
  /** The slot it lies in; left out where the card alone counts. */
  place?: string
  /** The sheet or delivery it was made in; without one it puts a card on the shelves. */
  sheet?: { work: SheetWork; id: string }
}

export type Said = Omit<Outcome, 'id'>

/** The next scan is worth more than a long wait: what is not answered by then is kept. */
const ANSWER_MS = 4_000

const warningKeys = {
  already_there: 'warn_already_there',
  was_expected: 'warn_was_expected',
  was_missing: 'warn_was_missing',
  was_sent: 'warn_was_sent',
  blocked: 'warn_blocked',
  old_label: 'warn_old_label',
} as const

const isWarning = (word: string): word is keyof typeof warningKeys => word in warningKeys

const saidOfShelved = ({ scanId, place, serial }: MadeScan, card: ScannedCard): Said => {
  const warnings = card.warnings.filter(isWarning)
  return {
    tone: 'good',
    title: (text) => text(card.state === 'damaged' ? 'quarantined' : 'shelved'),
    // What it is called now, should its label be an old one.
    code: card.place ?? place ?? '',
    details: [
      () => serial,
      ...warnings.map(
        (word): Words =>
          (text) =>
            text(warningKeys[word]),
      ),
    ],
    // A card that was found is found: that scan stays.
    ...(!card.warnings.some((word) => word === 'was_missing' || word === 'was_sent') && { scanId }),
  }
}

/** `POST /api/manifests/:manifest/receive`. */
interface Received {
  serial: string
  outcome: 'received' | 'surplus' | 'duplicate'
}

const saidOfReceived = ({ serial, outcome }: Received): Said => ({
  tone: outcome === 'received' ? 'good' : 'bad',
  title: (text) => text(outcome),
  code: serial,
  details: [],
})

const cardDone: Record<Exclude<SheetWork, 'count' | 'receive'>, Words> = {
  list: () => uncollectedText('isScanned'),
  pack: () => boxText('isPacked'),
  unpack: () => boxText('isReceived'),
}

const paths: Record<SheetWork, (id: string) => string> = {
  count: (id) => `/api/stocktakes/${id}/scans`,
  list: (id) => `/api/disposals/${id}/scans`,
  pack: (id) => `/api/boxes/${id}/scans`,
  unpack: (id) => `/api/boxes/${id}/receive`,
  receive: (id) => `/api/manifests/${id}/receive`,
}

const posted = async <T>(path: string, body: object, say: (value: T) => Said) => {
  const answer = await askStaff<T>(path, { method: 'POST', body, timeoutMs: ANSWER_MS })
  return answer.ok ? { ...answer, value: say(answer.value) } : answer
}

/**
 * Sends a scan. Sent twice it counts once: the shelves and deliveries know it by its id, and in a
 * sheet a card is noted, listed, packed or taken out once, however often it is scanned.
 * @returns what to say of it
 */
export const sendScan = async (centreId: string, scan: MadeScan): Promise<Answer<Said>> => {
  const { scanId, serial, place, sheet } = scan
  if (!sheet) {
    const body = { scanId, serial, place, device: stationName() }
    const path = `/api/centres/${encodeURIComponent(centreId)}/scans`
    return posted<ScannedCard>(path, body, (card) => saidOfShelved(scan, card))
  }
  const { work } = sheet
  const path = paths[work](encodeURIComponent(sheet.id))
  if (work === 'count') return posted<Noted>(path, { place, serial }, saidOfNoted)
  if (work === 'receive') return posted<Received>(path, { scanId, serial }, saidOfReceived)
  return posted<{ serial: string }>(path, { serial }, (card) => ({
    tone: 'good',
    title: cardDone[work],
    code: card.serial,
    details: [],
  }))
}
