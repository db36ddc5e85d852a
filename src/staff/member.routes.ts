import { Type } from 'typebox'
import { type Asker, may } from '../access.ts'
import { line } from '../centres/setup.schemas.ts'
import { authorOf } from '../changes/author.ts'
import { randomPassword } from '../crypto.ts'
import type { Deps } from '../deps.ts'
import type { App } from '../http.ts'
import { isRefusal } from '../refusal.ts'
import { asked, CentreParams, Empty, Id } from '../schemas.ts'
import {
  type Administrator,
  addMember,
  changeMember,
  membersOf,
  resetPassword,
  unlockMember,
} from './member.store.ts'
import { memberView } from './member.view.ts'
import { hashPassword, isPassword } from './password.ts'
import { staffById } from './staff.store.ts'
import { roles } from './staff.ts'

const SKILLS_MAX = 50
const closed = { additionalProperties: false } as const
const setup = {
  name: line(80),
  roles: Type.Array(Type.Enum([...roles]), { minItems: 1, maxItems: roles.length }),
  skills: Type.Array(
    Type.String({ pattern: '^(?:\\*|[A-Za-z0-9._-]+)$', minLength: 1, maxLength: 64 }),
    { maxItems: SKILLS_MAX, description: 'Service ids, or * for every service.' },
  ),
  centre: Type.Union([Id, Type.Null()], { description: 'Where they work; null: everywhere.' }),
}
const NewMember = Type.Object(
  { username: Type.String({ pattern: '^[\\w.@-]{2,64}$', maxLength: 64 }), ...setup },
  closed,
)
const MemberBody = Type.Object({ ...setup, active: Type.Boolean() }, closed)
const Member = Type.Object({
  id: Id,
  username: Type.String(),
  name: Type.String(),
  roles: Type.Array(Type.Enum([...roles])),
  skills: Type.Array(Type.String()),
  centre: setup.centre,
  active: Type.Boolean(),
  lockedMin: Type.Integer({ description: 'Minutes for which they are locked out; 0: not.' }),
})
const WithPassword = Type.Object({
  ...Member.properties,
  password: Type.String({
    description: 'Shown for this request alone; the server keeps only its hash.',
  }),
})
const MemberParams = Type.Object({ member: Id })

export const memberRoutes = async (app: App, { db, clock, ids, vault }: Deps): Promise<void> => {
  const config = { may: may.admins }
  const tags = ['people']

  const administrator = (asker: Asker): Administrator => ({
    ...authorOf(asker, ids),
    centreId: asker.kind === 'staff' ? asker.centreId : null,
    now: clock.now(),
  })

  /** The hash that a member has, where it is of this password. */
  const hashInUse = async (memberId: string, password: string): Promise<string | undefined> => {
    const [member] = await db.read(staffById({ id: memberId }))
    if (!member || !(await isPassword(member.passwordHash, password))) return undefined
    return member.passwordHash
  }

  app.get(
    '/api/centres/:centre/staff',
    {
      config,
      schema: {
        summary: 'The staff of a centre',
        description: 'Who administers all centres is shown those who work in all of them as well.',
        tags,
        params: CentreParams,
        response: { 200: Type.Array(Member) },
      },
    },
    async ({ params, asker }) => {
      const { centreId, now } = administrator(asker)
      const rows = await db.read(membersOf(params.centre, centreId === null))
      return rows.map((row) => memberView(row, now))
    },
  )

  app.post(
    '/api/staff',
    {
      config,
      schema: {
        summary: 'One more member of staff, with a first password',
        description: 'A user name is that of one person, so a second asking adds nobody.',
        tags,
        body: NewMember,
        response: { 201: WithPassword },
      },
    },
    async ({ body, asker }, reply) => {
      const { centre, ...member } = body
      const password = randomPassword()
      // Hashing takes its time, outside of any transaction.
      const passwordHash = await hashPassword(password)
      const by = administrator(asker)
      const added = await db.amend(() =>
        addMember(by, { ...member, id: ids.next(), centreId: centre, passwordHash }),
      )
      if (isRefusal(added)) return reply.refuse(added)
      return reply.code(201).send({ ...memberView(added, by.now), password })
    },
  )

  app.put(
    '/api/staff/:member',
    {
      config,
      schema: {
        summary: 'Change a member of staff, or deactivate them, which ends their sessions',
        tags,
        params: MemberParams,
        body: MemberBody,
        response: { 200: Member },
      },
    },
    async ({ params, body, asker }, reply) => {
      const by = administrator(asker)
      const { centre, ...member } = body
      const changed = await db.amend(() =>
        changeMember(by, params.member, { ...member, centreId: centre }),
      )
      return isRefusal(changed) ? reply.refuse(changed) : memberView(changed, by.now)
    },
  )

  app.post(
    '/api/staff/:member/password',
    {
      config,
      schema: {
        summary: 'Give somebody a new password; it ends their sessions and their lock',
        description: 'Asked for again with the same `requestId`, it says the same password again.',
        tags,
        params: MemberParams,
        body: Type.Object(asked),
        response: { 200: WithPassword },
      },
    },
    async ({ params, asker, body: { requestId } }, reply) => {
      const password =
        requestId === undefined ? randomPassword() : vault.givenPassword(params.member, requestId)
      const passwordHash =
        (await hashInUse(params.member, password)) ?? (await hashPassword(password))
      const by = administrator(asker)
      const changed = await db.amend(() => resetPassword(by, params.member, passwordHash))
      return isRefusal(changed)
        ? reply.refuse(changed)
        : { ...memberView(changed, by.now), password }
    },
  )

  app.post(
    '/api/staff/:member/unlock',
    {
      config,
      schema: {
        summary: 'Let somebody sign in again who typed too many wrong passwords',
        tags,
        params: MemberParams,
        body: Empty,
        response: { 200: Member },
      },
    },
    async ({ params, asker }, reply) => {
      const by = administrator(asker)
      const changed = await db.amend(() => unlockMember(by, params.member))
      return isRefusal(changed) ? reply.refuse(changed) : memberView(changed, by.now)
    },
  )
}
