import {
  ADMIN,
  cardsThat,
  HERE,
  NEXT,
  newMember,
  OPEN,
  PARK,
  type Recipe,
  TAKE,
} from './recipes.ts'

const stocktakesThat = (
  condition: string,
  after = 'POST /api/centres/{centre}/stocktakes',
): Recipe => ({
  pick: { stocktake: 'id' },
  after: [after],
  from: `stocktakes where ${condition}`,
})
const closedOnes = stocktakesThat("state = 'closed'", 'POST /api/stocktakes/{stocktake}/close')
const boxesThat = (state: string, after: string): Recipe => ({
  after: [after],
  body: ({ serial }) => ({ serial }),
  pick: { box: 'boxes.id', serial: 'box_cards.serial' },
  from: `boxes join box_cards on box_id = boxes.id where outcome is null and state = '${state}'`,
})
const listsThat = (condition: string, after: string): Recipe => ({
  after: [after],
  pick: { disposal: 'id' },
  from: `disposals where state = 'open' and ${condition}`,
})
const someScanned = listsThat(
  `made_by = ${ADMIN} and id in
    (select disposal_id from disposal_cards where scanned_by = ${ADMIN})`,
  'POST /api/disposals/{disposal}/scans',
)
const forTheirCard: Recipe = {
  after: [TAKE, PARK, [OPEN, { counter: 'isa-town-8' }], [NEXT, { counter: 'isa-town-8' }]],
  pick: { ticket: 'tickets.id', serial: 'picks.serial' },
  from: `tickets join picks on picks.ticket_id = tickets.id
    where tickets.state in ('called', 'serving') and picks.state in ('open', 'picked')`,
}
const lying = cardsThat("state = 'shelved'")
const anywhere: Recipe = {
  pick: { place: 'code' },
  from: `places where centre_id = ${HERE} order by random()`,
}
const twoDrawers = (sameCabinet: '=' | '<>'): Recipe => ({
  pick: { place: 'one.code', into: sameCabinet === '=' ? 'other.code' : 'other.parent' },
  from: `places one join places other on other.centre_id = one.centre_id
    and other.section = one.section and other.parent ${sameCabinet} one.parent
    and other.code <> one.code and other.kind = one.kind
    where one.centre_id = ${HERE} and one.kind = 'drawer' and one.taken < 20
    order by one.taken + other.taken, random()`,
})

/** Requests of the post section: as `Recipe` says. */
export const cardRecipes: Record<string, Recipe> = {
  'POST /api/card-status': { ...lying, body: ({ citizenId }) => ({ citizenId }) },
  'POST /api/centres/{centre}/scans': {
    pick: { serial: 'card.serial', place: 'slot.code' },
    from: `(select serial from cards where centre_id = ${HERE}
        and state in ('received', 'shelved') order by random() limit 10) card,
      (select code from places where centre_id = ${HERE} and kind = 'slot' and taken < capacity
        order by random() limit 4) slot`,
    body: ({ serial, place }) => ({ serial, place, scanId: crypto.randomUUID() }),
  },
  'POST /api/centres/{centre}/scans/{scan}/undo': {
    after: ['POST /api/centres/{centre}/scans'],
    pick: { scan: 'scans.id' },
    from: `scans join cards on cards.serial = scans.serial and cards.revision = scans.revision
      where undone_at is null and scans.centre_id = ${HERE}`,
  },
  'GET /api/cards/{serial}': lying,
  'POST /api/centres/{centre}/places': {
    body: (_, n) => ({ description: `F${n % 900}: 2 cabinets × 2 drawers × 2 slots` }),
  },
  'POST /api/centres/{centre}/places/{place}': anywhere,
  'GET /api/centres/{centre}/places/{place}/labels': anywhere,
  'POST /api/centres/{centre}/places/{place}/labels': anywhere,
  'DELETE /api/centres/{centre}/places/{place}': {
    after: ['POST /api/centres/{centre}/places'],
    pick: { place: 'code' },
    from: `places where centre_id = ${HERE} and taken = 0 and section like 'F%'
      and kind = 'slot' order by code desc`,
  },
  'POST /api/centres/{centre}/places/{place}/move': twoDrawers('<>'),
  'POST /api/centres/{centre}/places/{place}/merge': twoDrawers('='),
  'POST /api/cards/{serial}/offer': forTheirCard,
  'POST /api/cards/{serial}/handover': forTheirCard,
  'POST /api/centres/{centre}/manifests': {
    body: (_, n) => ({
      origin: 'plant',
      cards: ['a', 'b', 'c'].map((one, at) => ({
        serial: `FUZZ-${n}-${one}`,
        citizenId: String(900_101_000 + ((n + at) % 1000)),
      })),
    }),
  },
  'POST /api/manifests/{manifest}/receive': {
    body: ({ serial }) => ({ serial }),
    after: ['POST /api/centres/{centre}/manifests'],
    pick: { manifest: 'manifests.id', serial: 'cards.serial' },
    from: `manifests join cards on manifest_id = manifests.id
      where manifests.state = 'open' and cards.state = 'expected'`,
  },
  'POST /api/manifests/{manifest}/close': {
    after: ['POST /api/centres/{centre}/manifests'],
    pick: { manifest: 'id' },
    from: "manifests where state = 'open'",
  },
  'POST /api/incidents/{incident}': {
    pick: { incident: 'id' },
    from: `incidents where centre_id = ${HERE} and state = 'open'`,
  },
  'POST /api/centres/{centre}/disposals': {},
  'POST /api/disposals/{disposal}/scans': {
    after: ['POST /api/centres/{centre}/disposals'],
    pick: { disposal: 'disposals.id', serial: 'disposal_cards.serial' },
    from: `disposals join disposal_cards on disposal_id = disposals.id
      where state = 'open' and scanned_at is null`,
  },
  'POST /api/disposals/{disposal}/confirm': { ...someScanned, role: 'supervisor' },
  'POST /api/disposals/{disposal}/countersign': {
    ...someScanned,
    first: (_, __, admin) => newMember(admin, 'post'),
    body: ({ username, password }) => ({ username, password }),
  },
  'POST /api/disposals/{disposal}/abandon': listsThat(
    'id not in (select disposal_id from disposal_cards where scanned_at is not null)',
    'POST /api/centres/{centre}/disposals',
  ),
  'POST /api/boxes/{box}/scans': {
    body: ({ serial }) => ({ serial }),
    after: ['POST /api/centres/{centre}/boxes'],
    pick: { box: 'boxes.id', serial: 'card.serial' },
    from: `boxes, (select serial from cards where centre_id = ${HERE} and state = 'shelved'
      order by random() limit 10) card where from_centre_id = ${HERE} and state = 'open'`,
  },
  'POST /api/boxes/{box}/seal': {
    ...boxesThat('open', 'POST /api/boxes/{box}/scans'),
    body: (_, n) => ({ seal: `S-${n}` }),
  },
  'POST /api/boxes/{box}/receive': boxesThat('sealed', 'POST /api/boxes/{box}/seal'),
  'POST /api/boxes/{box}/close': {
    ...boxesThat('sealed', 'POST /api/boxes/{box}/seal'),
    body: () => ({}),
  },
  'POST /api/picks/{pick}/picked': {
    after: [TAKE],
    pick: { pick: 'id' },
    from: "picks where state = 'open'",
  },
  'POST /api/picks/{pick}/not-found': {
    after: [TAKE],
    pick: { pick: 'id' },
    from: "picks where state in ('open', 'picked') and ended_at is null",
  },
  'POST /api/centres/{centre}/stocktakes': {
    body: ({ place }) => ({ place }),
    pick: { place: 'code' },
    from: `places where centre_id = ${HERE} and kind in ('drawer', 'slot') order by random()`,
  },
  'POST /api/stocktakes/{stocktake}/scans': {
    after: ['POST /api/centres/{centre}/stocktakes'],
    pick: { stocktake: 'stocktakes.id', serial: 'cards.serial', place: 'cards.place' },
    from: `stocktakes join cards on cards.centre_id = stocktakes.centre_id
      and cards.place like stocktakes.place || '%' where stocktakes.state = 'open'`,
    body: ({ serial, place }) => ({ serial, place }),
  },
  'GET /api/stocktakes/{stocktake}/slot': {
    after: ['POST /api/centres/{centre}/stocktakes'],
    pick: { stocktake: 'stocktakes.id', place: 'places.code' },
    from: `stocktakes join places on places.centre_id = stocktakes.centre_id and kind = 'slot'
      and code like stocktakes.place || '%' where stocktakes.state = 'open'`,
    query: ({ place = '' }) => `?place=${place}`,
  },
  'POST /api/stocktakes/{stocktake}/pause': stocktakesThat("state = 'open'"),
  'POST /api/stocktakes/{stocktake}/resume': stocktakesThat(
    "state = 'paused'",
    'POST /api/stocktakes/{stocktake}/pause',
  ),
  'POST /api/stocktakes/{stocktake}/close': {
    ...stocktakesThat("state = 'open' order by started_at desc"),
    first: async (_, { stocktake }, admin) => {
      const { body } = await admin.get(`/api/stocktakes/${stocktake}?list=unseen`)
      return { missing: String(body.unseen) }
    },
    body: ({ missing }) => ({ missing: Number(missing) }),
  },
  'POST /api/stocktakes/{stocktake}/abandon': stocktakesThat("state in ('open', 'paused')"),
  'GET /api/stocktakes/{stocktake}/report': closedOnes,
  'GET /api/stocktakes/{stocktake}/report.pdf': closedOnes,
}
