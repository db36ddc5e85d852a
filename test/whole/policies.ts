import { randomInt } from 'node:crypto'
import { demoSettings } from '../../src/seed/demo.ts'
import { ADMIN_PASSWORD } from '../running.ts'
import type { Group, Things } from './roles.ts'

export interface Row {
  may: readonly Group[]
  /** What those are told who would be allowed to in another centre; 403 unless said. */
  elsewhere?: 404
  /** What those are told who show nothing that counts; 401 unless said. */
  stranger?: 403
  body?: (things: Things) => object
}

const everybody: Row = { may: ['everybody'] }
const atCounter = (body: object = {}): Row => ({ may: ['staff'], body: () => body })
const inPost = (body: object = {}): Row => ({ may: ['post section'], body: () => body })

/** How a service may be set up. */
const service = (prefix: string) => ({
  prefix,
  name: { ar: 'خدمة', en: 'Service' },
  requirements: { ar: '', en: '' },
  targetMin: 5,
  onlineUrl: null,
  worksOnCards: false,
  active: true,
})

/** Well formed, at no push service: nothing is ever sent there. */
const nobodysBrowser = {
  endpoint: 'https://push.invalid/1',
  keys: { p256dh: 'B'.repeat(87), auth: 'A'.repeat(22) },
}

/** Every route and who may. A GET stands for its HEAD too. */
export const table: Record<string, Row> = {
  'GET /api/openapi.json': everybody,
  'GET /health/live': everybody,
  'GET /health/ready': everybody,
  // As asked from beyond the private network; within it, see operation.test.ts.
  'GET /metrics': { may: ['every administrator'], stranger: 403 },

  'POST /api/session': {
    ...everybody,
    body: () => ({ username: 'staff2', password: 'demo-dawr' }),
  },
  'POST /api/session/code': { may: ['every staff'] },
  // Not whole, so that nobody is signed out, locked out or given another password by it.
  'POST /api/session/move': { ...everybody, body: () => ({ username: 'staff2' }) },
  'POST /api/session/password': { may: ['every staff'], body: () => ({ password: 'x' }) },
  'GET /api/session': { may: ['every staff'] },
  'DELETE /api/session': { may: ['every staff'] },

  'POST /api/centres/:centre/devices': {
    may: ['administrators'],
    body: () => ({ kind: 'lobby', name: 'one more' }),
  },
  'POST /api/centres/:centre/pairings': { ...everybody, body: () => ({ kind: 'lobby' }) },
  'POST /api/centres/:centre/devices/pair': {
    may: ['administrators'],
    body: ({ pairingCode }) => ({ code: pairingCode, name: 'one more' }),
  },
  'GET /api/centres/:centre/devices': { may: ['supervisors'] },
  'DELETE /api/devices/:device': { may: ['administrators'], elsewhere: 404 },
  'GET /api/centres/:centre/changes': { may: ['administrators'] },
  'GET /api/centres/:centre/messages': { may: ['administrators'] },
  'PUT /api/centres/:centre/messages/:kind': {
    may: ['administrators'],
    body: () => ({ ar: null, en: 'Come, {number}' }),
  },
  'GET /api/centres/:centre/setup': { may: ['administrators'] },
  'PUT /api/centres/:centre/setup': {
    may: ['administrators'],
    body: () => ({
      name: { ar: 'مركز', en: 'Centre' },
      dayEndsAtMin: 0,
      hours: { 1: { opens: '07:00', closes: '14:00' } },
      holidays: { '2026-12-16': null },
    }),
  },
  'GET /api/centres/:centre/settings/shortening': { may: ['administrators'] },
  'PUT /api/centres/:centre/settings': { may: ['administrators'], body: () => demoSettings },
  'PUT /api/centres/:centre/hall-notices': {
    may: ['administrators'],
    body: () => ({ notices: [] }),
  },
  'POST /api/centres/:centre/services': {
    may: ['administrators'],
    body: () => ({ id: 'photo', ...service('P') }),
  },
  'PUT /api/centres/:centre/services': {
    may: ['administrators'],
    body: () => ({
      services: ['photo', 'renew', 'collect', 'address', 'replace', 'biometrics', 'express'],
    }),
  },
  'PUT /api/centres/:centre/services/:service': {
    may: ['administrators'],
    body: () => service('A'),
  },
  'POST /api/centres/:centre/counters': {
    may: ['administrators'],
    body: () => ({ label: '9', section: null, capabilities: ['renew'], active: true }),
  },
  'PUT /api/counters/:counter': {
    may: ['administrators'],
    elsewhere: 404,
    body: () => ({ label: '1', section: null, capabilities: ['renew', 'address'], active: true }),
  },
  'GET /api/centres/:centre/file': { may: ['administrators'] },
  'PUT /api/centres/:centre/file': {
    may: ['administrators'],
    body: () => ({
      format: 'dawr-centre',
      version: 1,
      centre: { name: { ar: 'م', en: 'C' }, dayEndsAtMin: 0, hours: {}, holidays: {} },
      settings: demoSettings,
      services: [],
      counters: [],
    }),
  },
  'GET /api/centres/:centre/staff': { may: ['administrators'] },
  'POST /api/staff': {
    may: ['administrators'],
    body: () => ({
      username: `one-more-${randomInt(1e9)}`,
      name: 'Noor',
      roles: ['clerk'],
      skills: ['renew'],
      centre: 'isa-town',
    }),
  },
  'PUT /api/staff/:member': {
    may: ['administrators'],
    elsewhere: 404,
    body: () => ({
      name: 'Noor',
      roles: ['clerk', 'post'],
      skills: ['*'],
      centre: 'isa-town',
      active: false,
    }),
  },
  'POST /api/staff/:member/password': { may: ['administrators'], elsewhere: 404 },
  'POST /api/staff/:member/unlock': { may: ['administrators'], elsewhere: 404 },

  'GET /api/device': { may: ['every device'] },

  'GET /api/centres': everybody,
  'POST /api/centres': {
    may: ['administrators'],
    body: () => ({
      id: `one-more-${randomInt(1e9)}`,
      name: { ar: 'مركز', en: 'Centre' },
      timeZone: 'Asia/Bahrain',
      dayEndsAtMin: 0,
    }),
  },
  'PUT /api/centres/:centre/closed': {
    may: ['administrators'],
    body: () => ({ closed: false }),
  },
  'GET /api/centres/:centre': everybody,
  'GET /api/centres/:centre/board': everybody,
  'GET /api/centres/:centre/live': { may: ['supervisors'] },
  'GET /api/centres/:centre/join-code': { may: ['lobby', 'kiosk', 'staff'] },
  'GET /api/centres/:centre/close-day': { may: ['supervisors'] },
  'POST /api/centres/:centre/close-day': { may: ['supervisors'] },
  'GET /api/centres/:centre/incidents': { may: ['post section'] },
  'GET /api/centres/:centre/card-figures': { may: ['supervisors'] },
  'GET /api/centres/:centre/card-figures.csv': { may: ['supervisors'] },
  'GET /api/reports/centres': { may: ['every supervisor'] },
  'GET /api/reports/centres/history': { may: ['every supervisor'] },
  'GET /api/reports/centres/history.csv': { may: ['every supervisor'] },
  'GET /api/reports/centres/history.xlsx': { may: ['every supervisor'] },
  'GET /api/centres/:centre/reports/today': { may: ['supervisors'] },
  'GET /api/centres/:centre/reports/history': { may: ['supervisors'] },
  'GET /api/centres/:centre/reports/history.csv': { may: ['supervisors'] },
  'GET /api/centres/:centre/reports/history.xlsx': { may: ['supervisors'] },

  'POST /api/centres/:centre/tickets': {
    may: ['outsiders', 'kiosk', 'staff'],
    body: () => ({ service: 'renew', requestId: crypto.randomUUID() }),
  },
  'GET /api/centres/:centre/tickets': { may: ['staff'] },
  'GET /api/tickets/:id': { may: ['visitor', 'kiosk', 'staff'], elsewhere: 404 },
  'POST /api/tickets/:id/leave': { may: ['visitor', 'staff'], elsewhere: 404 },
  'POST /api/tickets/:id/return': { may: ['visitor', 'kiosk', 'staff'], elsewhere: 404 },
  'POST /api/tickets/:id/put-off': { may: ['visitor', 'staff'], elsewhere: 404 },
  'POST /api/tickets/:id/unpark': { may: ['staff'], elsewhere: 404 },
  'PUT /api/tickets/:id/on-phone': { may: ['visitor'] },
  'GET /api/tickets/:id/push': { may: ['visitor'] },
  'PUT /api/tickets/:id/push': { may: ['visitor'], body: () => nobodysBrowser },
  'DELETE /api/tickets/:id/push': { may: ['visitor'] },
  'GET /api/tickets/:id/notes': { may: ['staff'], elsewhere: 404 },
  'PUT /api/tickets/:id/notes/:note': {
    may: ['staff'],
    elsewhere: 404,
    body: () => ({ text: 'changed' }),
  },
  'DELETE /api/tickets/:id/notes/:note': { may: ['staff'], elsewhere: 404 },
  'POST /api/tickets/:id/print': { may: ['kiosk', 'staff'], elsewhere: 404 },

  'GET /api/counters/:counter': { may: ['staff'], elsewhere: 404 },
  'POST /api/counters/:counter/open': atCounter(),
  'POST /api/counters/:counter/next': atCounter(),
  'POST /api/counters/:counter/recall': atCounter(),
  'POST /api/counters/:counter/serve': atCounter(),
  'POST /api/counters/:counter/park': atCounter(),
  'POST /api/counters/:counter/no-show': atCounter(),
  'POST /api/counters/:counter/finish': atCounter(),
  'POST /api/counters/:counter/notes': atCounter({ text: 'A note' }),
  'POST /api/counters/:counter/transfer': atCounter({ service: 'address' }),
  'POST /api/counters/:counter/pause': atCounter({ reason: 'prayer' }),
  'POST /api/counters/:counter/close': atCounter(),
  'POST /api/counters/:counter/withdraw': atCounter({ requestId: 'given-up' }),

  'POST /api/card-status': {
    ...everybody,
    // Each asks for another one: whose cards are asked for from outside is counted.
    body: () => ({ citizenId: String(randomInt(1e8, 1e9)) }),
  },
  'POST /api/centres/:centre/scans': {
    may: ['post section'],
    body: ({ serial }) => ({ serial, place: 'B-01-01-01' }),
  },
  'POST /api/centres/:centre/scans/:scan/undo': { may: ['post section'] },
  'POST /api/incidents/:incident': { may: ['post section'], body: () => ({ mine: true }) },
  'GET /api/centres/:centre/places/free': { may: ['post section'] },
  'GET /api/centres/:centre/places': { may: ['post section'] },
  'POST /api/centres/:centre/places': {
    may: ['supervisors'],
    body: () => ({ description: 'R: 1 cabinet × 1 drawer × 2 slots' }),
  },
  'POST /api/centres/:centre/places/:place': {
    may: ['supervisors'],
    body: () => ({ nameEn: 'By the door' }),
  },
  'DELETE /api/centres/:centre/places/:place': { may: ['supervisors'] },
  'POST /api/centres/:centre/places/:place/move': inPost({ into: 'Z-01' }),
  'POST /api/centres/:centre/places/:place/merge': inPost({ into: 'Z-01-01' }),
  'GET /api/centres/:centre/places/:place/labels': { may: ['post section'] },
  'POST /api/centres/:centre/places/:place/labels': {
    may: ['post section'],
    body: ({ labelPrinter }) => ({ printer: labelPrinter }),
  },
  'GET /api/centres/:centre/printers': { may: ['post section'] },
  'GET /api/centres/:centre/label-prints/:print': { may: ['post section'] },
  'GET /api/centres/:centre/cards': { may: ['post section'] },
  'GET /api/centres/:centre/post': { may: ['post section'] },
  'GET /api/cards/:serial': { may: ['post section'] },
  'GET /api/cards/:serial/search-list': { may: ['post section'] },
  'POST /api/cards/:serial/offer': {
    may: ['staff'],
    body: ({ ticket }) => ({ ticketId: ticket }),
  },
  'POST /api/cards/:serial/handover': {
    may: ['staff'],
    body: ({ ticket }) => ({ ticketId: ticket, identity: 'card_holder' }),
  },
  'GET /api/handovers/:handover': { may: ['supervisors'] },
  'GET /api/handovers/:handover/signature': { may: ['supervisors'] },
  'POST /api/centres/:centre/manifests': inPost({
    origin: 'plant',
    cards: [{ serial: 'ROLE-9', citizenId: '090909090' }],
  }),
  'POST /api/manifests/:manifest/receive': inPost({ serial: 'ROLE-2' }),
  'POST /api/manifests/:manifest/close': { may: ['post section'] },
  'GET /api/centres/:centre/cards/due': { may: ['post section'] },
  'POST /api/centres/:centre/disposals': inPost({ kind: 'return' }),
  'GET /api/centres/:centre/disposals': { may: ['post section'] },
  'GET /api/disposals/:disposal': { may: ['post section'] },
  'POST /api/disposals/:disposal/scans': {
    may: ['post section'],
    body: ({ serial }) => ({ serial }),
  },
  'POST /api/disposals/:disposal/confirm': { may: ['post section'] },
  'POST /api/disposals/:disposal/abandon': { may: ['post section'] },
  'POST /api/disposals/:disposal/countersign': inPost({
    username: 'admin',
    password: ADMIN_PASSWORD,
  }),
  'POST /api/centres/:centre/boxes': inPost({ to: 'muharraq' }),
  'GET /api/centres/:centre/boxes': { may: ['post section'] },
  'GET /api/boxes/:box': { may: ['post section'] },
  'POST /api/boxes/:box/scans': { may: ['post section'], body: () => ({ serial: 'ROLE-2' }) },
  'POST /api/boxes/:box/seal': { may: ['post section'], body: () => ({ seal: 'S-1' }) },
  'POST /api/boxes/:box/receive': { may: ['post section'], body: () => ({ serial: 'ROLE-2' }) },
  'POST /api/boxes/:box/close': { may: ['post section'] },
  'POST /api/picks/:pick/picked': { may: ['post section'] },
  'POST /api/picks/:pick/not-found': { may: ['post section'] },

  'POST /api/centres/:centre/stocktakes': inPost({ place: 'B-02' }),
  'GET /api/centres/:centre/stocktakes': { may: ['post section'] },
  'GET /api/stocktakes/:stocktake': { may: ['post section'] },
  'POST /api/stocktakes/:stocktake/scans': inPost({ serial: 'ROLE-3', place: 'B-01-01-01' }),
  'GET /api/stocktakes/:stocktake/slot': { may: ['post section'] },
  'POST /api/stocktakes/:stocktake/pause': { may: ['post section'] },
  'POST /api/stocktakes/:stocktake/resume': { may: ['post section'] },
  'POST /api/stocktakes/:stocktake/close': { may: ['post section'] },
  'POST /api/stocktakes/:stocktake/abandon': { may: ['post section'] },
  'GET /api/stocktakes/:stocktake/report': { may: ['post section'] },
  'GET /api/stocktakes/:stocktake/report.pdf': { may: ['post section'] },

  'GET /': everybody,
  'GET /lobby/:centre': everybody,
  'GET /kiosk/:centre': everybody,
  'GET /guide/:centre': everybody,
  'GET /design': everybody,
  'GET /counter': everybody,
  'GET /post': everybody,
  'GET /join/:centre': everybody,
  'GET /t/:ticketId': everybody,
  'GET /card': everybody,
  'GET /supervisor': everybody,
  'GET /admin': everybody,
  'GET /t/ticket-worker.js': everybody,
  'GET /assets/*': everybody,
}

const someDays = '?from=2026-11-01&to=2026-11-24'

/** What some routes need to be told in the query. */
export const queries: Record<string, string> = {
  '/api/centres/:centre/tickets': '?number=A-001',
  '/api/reports/centres/history': someDays,
  '/api/reports/centres/history.csv': someDays,
  '/api/reports/centres/history.xlsx': someDays,
  '/api/centres/:centre/reports/history': someDays,
  '/api/centres/:centre/reports/history.csv': someDays,
  '/api/centres/:centre/reports/history.xlsx': someDays,
  '/api/centres/:centre/places/free': '?near=B',
  '/api/centres/:centre/cards': '?place=B-01-01-01',
  '/api/stocktakes/:stocktake/slot': '?place=B-01-01-01',
}
