import t from 'tap'
import { audit, type Delivered } from '../../bench/faults/audit.ts'
import {
  type Acknowledged,
  type Deed,
  firstAfter,
  longestOutage,
} from '../../bench/faults/ledger.ts'
import type { Truth } from '../../bench/faults/truth.ts'

const told = (deed: Deed): Acknowledged => ({ ...deed, askedAt: 0, toldAt: 1 })

/** As delivered, with lists that a mishap may add to. */
type Spoilable = { [K in keyof Delivered]: Delivered[K][number][] }

/** A visit of one ticket and a card that was moved twice, with nothing wrong about it. */
const aMorning = () => {
  const acknowledged = [
    told({
      what: 'issue',
      ticket: 't-1',
      number: 'A-001',
      requestId: 'press-1',
      slip: true,
      sms: true,
    }),
    told({ what: 'move', event: 'ticket_called', ticket: 't-1', counter: 'c-1' }),
    told({ what: 'move', event: 'ticket_serving', ticket: 't-1', counter: 'c-1' }),
    told({ what: 'scan', serial: 'CARD', place: 'A-1' }),
    told({ what: 'scan', serial: 'CARD', place: 'A-2' }),
  ]
  const truth: Truth = {
    tickets: [
      {
        id: 't-1',
        number: 'A-001',
        day: '2026-11-24',
        requestedBy: 'device k',
        requestId: 'press-1',
        state: 'serving',
        counterId: 'c-1',
      },
    ],
    events: [
      { type: 'ticket_issued', subject: 't-1', counterId: null, revision: 1 },
      { type: 'ticket_called', subject: 't-1', counterId: 'c-1', revision: 2 },
      { type: 'print_ended', subject: 't-1-1', counterId: null, revision: 3 },
      { type: 'ticket_serving', subject: 't-1', counterId: 'c-1', revision: 4 },
    ],
    prints: [{ id: 't-1-1', ticketId: 't-1', state: 'printed', copy: false }],
    notices: [{ id: 'ticket_issued-t-1', state: 'sent' }],
    cards: [{ serial: 'CARD', place: 'A-2' }],
    custody: [
      { serial: 'CARD', fromPlace: null, toPlace: 'A-1', revision: 5 },
      { serial: 'CARD', fromPlace: 'A-1', toPlace: 'A-2', revision: 6 },
    ],
    backwards: [],
  }
  const delivered: Spoilable = {
    papers: [{ ticket: 't-1', copy: false }],
    messages: ['ticket_issued-t-1'],
    screens: [{ name: 'board', shows: 'A-001 at 1', truth: 'A-001 at 1' }],
    shownCalls: ['A-001'],
  }
  return { acknowledged, truth, delivered }
}
type Morning = ReturnType<typeof aMorning>

const kindsFound = ({ acknowledged, truth, delivered }: Morning): string[] =>
  audit(acknowledged, truth, delivered).map(({ kind }) => kind)

t.test('a morning on which all is well has no findings', async (t) => {
  const { acknowledged, truth, delivered } = aMorning()
  t.strictSame(audit(acknowledged, truth, delivered), [])
})

/** What goes wrong with the morning, and which kinds of finding it is. */
const mishaps: Record<string, { spoil(morning: Morning): void; finds: string[] }> = {
  'a ticket that was given and is gone': {
    spoil: ({ truth }) => {
      truth.tickets = []
    },
    finds: ['lost', 'wrong'],
  },
  'a ticket that came back with another number': {
    spoil: ({ truth: { tickets } }) => {
      tickets.push({ ...(tickets.pop() ?? raise()), number: 'A-002' })
    },
    finds: ['lost', 'wrong'],
  },
  'a number that is there twice on a day': {
    spoil: ({ truth }) => {
      const [first = raise()] = truth.tickets
      truth.tickets.push({
        ...first,
        id: 't-2',
        requestId: 'press-2',
        state: 'waiting',
        counterId: null,
      })
      truth.events.push({ type: 'ticket_issued', subject: 't-2', counterId: null, revision: 7 })
    },
    finds: ['doubled'],
  },
  'a request that was given two tickets': {
    spoil: ({ acknowledged, truth }) => {
      const [first = raise()] = truth.tickets
      const again = { ...first, id: 't-2', number: 'A-002', state: 'waiting', counterId: null }
      truth.tickets.push(again)
      truth.events.push({ type: 'ticket_issued', subject: 't-2', counterId: null, revision: 7 })
      acknowledged.push(
        told({
          what: 'issue',
          ticket: 't-2',
          number: 'A-002',
          requestId: 'press-1',
          slip: false,
          sms: false,
        }),
      )
    },
    finds: ['doubled', 'doubled'],
  },
  'a call that was told and is not kept': {
    spoil: ({ acknowledged }) => {
      acknowledged.push(
        told({ what: 'move', event: 'ticket_called', ticket: 't-1', counter: 'c-2' }),
      )
    },
    finds: ['lost'],
  },
  'a ticket at two counters': {
    spoil: ({ truth }) => {
      truth.events.splice(3, 0, {
        type: 'ticket_called',
        subject: 't-1',
        counterId: 'c-2',
        revision: 3,
      })
      truth.tickets[0] = { ...(truth.tickets[0] ?? raise()), counterId: 'c-2' }
    },
    finds: ['doubled'],
  },
  'a counter with two tickets': {
    spoil: ({ truth }) => {
      truth.events.push(
        { type: 'ticket_issued', subject: 't-2', counterId: null, revision: 7 },
        { type: 'ticket_called', subject: 't-2', counterId: 'c-1', revision: 8 },
      )
    },
    finds: ['doubled'],
  },
  'a row that says something else than the outbox': {
    spoil: ({ truth }) => {
      truth.tickets[0] = { ...(truth.tickets[0] ?? raise()), state: 'waiting' }
    },
    finds: ['lost'],
  },
  'a slip that never came out': {
    spoil: ({ truth, delivered }) => {
      truth.prints[0] = { ...(truth.prints[0] ?? raise()), state: 'failed' }
      delivered.papers = []
    },
    finds: ['lost'],
  },
  'a slip that is said to be printed, and is on no paper': {
    spoil: ({ delivered }) => {
      delivered.papers = []
    },
    finds: ['lost', 'lost'],
  },
  'a slip that came out twice, none marked as a copy': {
    spoil: ({ delivered: { papers } }) => void papers.push({ ticket: 't-1', copy: false }),
    finds: ['doubled'],
  },
  'a message that went out twice': {
    spoil: ({ delivered: { messages } }) => void messages.push('ticket_issued-t-1'),
    finds: ['doubled'],
  },
  'a message that was never written': {
    spoil: ({ truth, delivered }) => {
      truth.notices = []
      delivered.messages = []
    },
    finds: ['lost'],
  },
  'a message that is said to be sent and is nowhere': {
    spoil: ({ delivered }) => {
      delivered.messages = []
    },
    finds: ['lost'],
  },
  'a message that was given up': {
    spoil: ({ truth, delivered }) => {
      truth.notices = [{ id: 'ticket_issued-t-1', state: 'failed' }]
      delivered.messages = []
    },
    finds: ['lost'],
  },
  'a scan that was told and is not kept': {
    spoil: ({ acknowledged }) =>
      void acknowledged.push(told({ what: 'scan', serial: 'CARD', place: 'A-3' })),
    finds: ['lost'],
  },
  'a card that lies in two slots': {
    spoil: ({ truth }) => {
      truth.custody.push({ serial: 'CARD', fromPlace: 'A-1', toPlace: 'A-2', revision: 7 })
    },
    finds: ['doubled'],
  },
  'a card that does not lie where its log ends': {
    spoil: ({ truth }) => {
      truth.cards = [{ serial: 'CARD', place: 'A-1' }]
    },
    finds: ['lost'],
  },
  'a screen that does not show the truth': {
    spoil: ({ delivered }) => {
      delivered.screens = [{ name: 'board', shows: 'nothing', truth: 'A-001 at 1' }]
    },
    finds: ['lost'],
  },
  'a call that only a screen knows': {
    spoil: ({ delivered }) => void delivered.shownCalls.push('A-009'),
    finds: ['wrong'],
  },
  'a visit that ended twice': {
    spoil: ({ truth }) => {
      const { tickets, events } = truth
      const served = { type: 'ticket_served', subject: 't-1', counterId: 'c-1' }
      events.push({ ...served, revision: 7 }, { ...served, revision: 8 })
      tickets[0] = { ...(tickets[0] ?? raise()), state: 'served', counterId: null }
    },
    finds: ['doubled'],
  },
  'a message of any kind that was given up': {
    spoil: ({ truth }) => void truth.notices.push({ id: 'nearly_turn-t-1', state: 'failed' }),
    finds: ['lost'],
  },
  'a wait of less than nothing': {
    spoil: ({ truth }) => void truth.backwards.push({ ticketId: 't-1', kind: 'waiting', ms: -1 }),
    finds: ['wrong'],
  },
}

const raise = (): never => {
  throw new Error('the morning has one of each')
}

for (const [name, { spoil, finds }] of Object.entries(mishaps))
  t.test(`${name} is found`, async (t) => {
    const morning = aMorning()
    spoil(morning)
    t.strictSame(kindsFound(morning), finds)
  })

t.test('what is allowed is no finding', async (t) => {
  const morning = aMorning()
  morning.delivered.papers.push({ ticket: 't-1', copy: true })
  morning.truth.notices.push({ id: 'ticket_issued-t-9', state: 'expired' })
  morning.truth.notices.push({ id: 'card_ready-CARD.1', state: 'queued' })
  t.strictSame(
    kindsFound(morning),
    [],
    'a second slip that says so, a message that came too late, one that waits for the morning',
  )
})

t.test('the longest outage lies between acknowledgements, or at an end', async (t) => {
  const at = (...moments: number[]) => moments.map((toldAt) => ({ toldAt }))
  t.equal(longestOutage(at(30, 10, 90), 0, 100), 60)
  t.equal(longestOutage(at(10), 0, 100), 90)
  t.equal(longestOutage(at(95), 0, 100), 95)
  t.equal(longestOutage([], 0, 100), 100)
  t.equal(firstAfter(at(10, 50, 40), 20), 20)
  t.equal(firstAfter(at(10), 20), null, 'nothing came any more')
})
