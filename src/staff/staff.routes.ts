import type { CookieSerializeOptions } from '@fastify/cookie'
import { Type } from 'typebox'
import { may, SESSION_COOKIE } from '../access.ts'
import { randomToken, tokenHash } from '../crypto.ts'
import type { Deps } from '../deps.ts'
import type { App } from '../http.ts'
import { isRefusal, refuse } from '../refusal.ts'
import { Credentials, Id } from '../schemas.ts'
import type { Door } from './staff.door.ts'
import { endSession, openSession, staffById } from './staff.store.ts'
import { roles, SESSION_MS } from './staff.ts'
import { staffView } from './staff.view.ts'

const Member = Type.Object({
  id: Id,
  username: Type.String(),
  name: Type.String(),
  roles: Type.Array(Type.Enum([...roles])),
  skills: Type.Array(Type.String(), { description: 'Service ids, or * for every service.' }),
  centre: Type.Union([Id, Type.Null()], { description: 'Where they work; null: everywhere.' }),
})

export const staffRoutes = async (
  app: App,
  { db, clock, publicUrl, door }: Deps & { door: Door },
): Promise<void> => {
  /** The cookie's attributes; browsers need the same ones to take it back. */
  const cookie = (): CookieSerializeOptions => ({
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: publicUrl().startsWith('https:'),
  })

  app.post(
    '/api/session',
    {
      config: { may: may.anyone, limit: 'signIn' },
      schema: {
        summary: 'Sign in',
        description: `Sets the cookie ${SESSION_COOKIE} for ${SESSION_MS / 3_600_000} hours. After five wrong passwords in a row the account is locked for 1 minute, then 2, 4 and up to 15.`,
        tags: ['people'],
        body: Credentials,
        response: { 200: Member },
      },
    },
    async (request, reply) => {
      const known = await door.memberBy(request.body)
      if (isRefusal(known)) return door.turnAway(reply, known)
      const token = randomToken()
      const before = request.cookies[SESSION_COOKIE]
      const member = await db.amend(() =>
        openSession({
          staffId: known.id,
          tokenHash: tokenHash(token),
          replaces: before ? tokenHash(before) : null,
          now: clock.now(),
        }),
      )
      if (isRefusal(member)) return door.turnAway(reply, member)
      reply.setCookie(SESSION_COOKIE, token, { ...cookie(), maxAge: SESSION_MS / 1000 })
      return staffView(member)
    },
  )

  app.get(
    '/api/session',
    {
      config: { may: may.allStaff },
      schema: { summary: 'Who am I?', tags: ['people'], response: { 200: Member } },
    },
    async ({ asker }, reply) => {
      const [member] = asker.kind === 'staff' ? await db.read(staffById({ id: asker.id })) : []
      return member ? staffView(member) : reply.refuse(refuse('not_signed_in'))
    },
  )

  app.delete(
    '/api/session',
    {
      config: { may: may.allStaff },
      schema: { summary: 'Sign out', tags: ['people'], response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const token = request.cookies[SESSION_COOKIE]
      if (token) await db.amend(() => endSession(tokenHash(token)))
      return reply.clearCookie(SESSION_COOKIE, cookie()).code(204).send(null)
    },
  )
}
