import { v7 as uuid } from 'uuid'
import type { CentreSettings } from '../src/centres/centre.ts'
import type { Author } from '../src/changes/author.ts'
import type { Member } from '../src/counters/counter.store.ts'
import { type Database, query, run } from '../src/db/transact.ts'
import { isRefusal, type Refusal } from '../src/refusal.ts'
import { demoHours, demoSettings } from '../src/seed/demo.ts'
import { type Issued, type IssueOrder, issueTicket } from '../src/tickets/issue.store.ts'

let centres = 0

export interface BuiltCentre {
  id: string
  services: string[]
  counters: string[]
}

/** A centre with services `s1`… (prefixes A, B, …) and counters that can do all of them. */
export const buildCentre = async (
  db: Database,
  {
    services = 2,
    counters = 2,
    settings = {},
    now = 0,
  }: {
    services?: number
    counters?: number
    settings?: Partial<CentreSettings>
    now?: number
  } = {},
): Promise<BuiltCentre> => {
  const id = `centre-${++centres}`
  const serviceIds = Array.from({ length: services }, (_, at) => `s${at + 1}`)
  const counterIds = Array.from({ length: counters }, (_, at) => `${id}-${at + 1}`)
  await db.amend(function* () {
    yield* run(
      query((db, t) =>
        db.insert(t.centres).values({
          id,
          nameAr: 'مركز',
          nameEn: 'Centre',
          timeZone: 'Asia/Bahrain',
          dayEndsAtMin: 0,
          hours: demoHours,
          settings: { ...demoSettings, ...settings },
          revision: 0,
        }),
      ),
    )
    yield* run(
      query((db, t) =>
        db.insert(t.services).values(
          serviceIds.map((service, position) => ({
            centreId: id,
            id: service,
            prefix: 'ABCDEFGH'.charAt(position),
            nameAr: 'خدمة',
            nameEn: 'Service',
            requirementsAr: '',
            requirementsEn: '',
            targetMin: 5,
            onlineUrl: null,
            worksOnCards: false,
            position,
            active: true,
          })),
        ),
      ),
    )
    yield* run(
      query((db, t) =>
        db.insert(t.counters).values(
          counterIds.map((counter, at) => ({
            id: counter,
            centreId: id,
            label: String(at + 1),
            section: null,
            capabilities: serviceIds,
            state: 'closed' as const,
            services: [],
            stateSince: now,
          })),
        ),
      ),
    )
  })
  return { id, services: serviceIds, counters: counterIds }
}

/** Somebody who sets things up. */
export const buildAuthor = (staffId = 'administrator'): Author => ({ staffId, nextId: uuid })

export const buildMember = (overrides: Partial<Member> = {}): Member => ({
  id: uuid(),
  skills: ['*'],
  supervisor: null,
  ...overrides,
})

export const buildOrder = (overrides: Partial<IssueOrder> = {}): IssueOrder => ({
  ticketId: uuid(),
  requestId: uuid(),
  requestedBy: 'test',
  serviceId: 's1',
  class: 'regular',
  language: 'ar',
  party: 1,
  device: null,
  phone: null,
  citizen: null,
  trusted: true,
  played: { p50: null, p90: null },
  ...overrides,
})

/** The result, for a test that means nothing when it was refused. */
export const granted = <R>(result: R | Refusal): R => {
  if (isRefusal(result)) throw new Error(`refused: ${result.refused}`)
  return result
}

export const issue = async (
  db: Database,
  centreId: string,
  overrides: Partial<IssueOrder> = {},
): Promise<Issued> =>
  granted(await db.write(centreId, (command) => issueTicket(command, buildOrder(overrides))))
