import { Type } from 'typebox'
import { may, SESSION_COOKIE } from '../access.ts'
import { counterOfMember } from '../counters/counter.store.ts'
import { randomToken, tokenHash } from '../crypto.ts'
import type { Deps } from '../deps.ts'
import type { App } from '../http.ts'
import { isRefusal, refuse } from '../refusal.ts'
import { Credentials, Id } from '../schemas.ts'
import { BROWSER_COOKIE, BROWSER_MS, rememberIn } from './known-browser.ts'
import type { Door } from './staff.door.ts'
import { Member, sessionCookie } from './staff.schemas.ts'
import { endSession, openSession, staffById } from './staff.store.ts'
import { SESSION_MS } from './staff.ts'
import { staffView } from './staff.view.ts'

const Who = Type.Object({
  ...Member.properties,
  counter: Type.Optional(
    Type.Object({ id: Id, centre: Id }, { description: 'The counter they work at now.' }),
  ),
})

export const staffRoutes = async (
  app: App,
  { db, clock, publicUrl, vault, door }: Deps & { door: Door },
): Promise<void> => {
  const cookie = () => sessionCookie(publicUrl())

  app.post(
    '/api/session',
    {
      config: { may: may.anyone, limit: 'signIn' },
      schema: {
        summary: 'Sign in',
        description: `Sets the cookie ${SESSION_COOKIE} for ${SESSION_MS / 3_600_000} hours. After five wrong passwords in a row the account is locked for 1 minute, then 2, 4 and up to 15; at a browser where its member signed in before (the cookie ${BROWSER_COOKIE}), only what is typed there counts.`,
        tags: ['people'],
        body: Credentials,
        response: { 200: Member },
      },
    },
    async (request, reply) => {
      const browser = request.cookies[BROWSER_COOKIE]
      const signer = await door.signerBy(request.body, browser)
      if (isRefusal(signer)) return door.turnAway(reply, signer)
      const { id: staffId, passwordHash } = signer.member
      const token = randomToken()
      const before = request.cookies[SESSION_COOKIE]
      const member = await db.amend(() =>
        openSession({
          staffId,
          passwordHash,
          isKnownHere: signer.isKnownHere,
          tokenHash: tokenHash(token),
          replaces: before ? tokenHash(before) : null,
          now: clock.now(),
        }),
      )
      if (isRefusal(member)) return door.turnAway(reply, member)
      reply.setCookie(SESSION_COOKIE, token, { ...cookie(), maxAge: SESSION_MS / 1000 })
      reply.setCookie(BROWSER_COOKIE, rememberIn(vault, browser, staffId), {
        ...cookie(),
        path: '/api/session',
        maxAge: BROWSER_MS / 1000,
      })
      return staffView(member)
    },
  )

  app.get(
    '/api/session',
    {
      config: { may: may.allStaff },
      schema: { summary: 'Who am I?', tags: ['people'], response: { 200: Who } },
    },
    async ({ asker }, reply) => {
      const [member] = asker.kind === 'staff' ? await db.read(staffById({ id: asker.id })) : []
      if (!member) return reply.refuse(refuse('not_signed_in'))
      const [counter] = await db.read(counterOfMember({ staffId: member.id }))
      const at = counter && { counter: { id: counter.id, centre: counter.centreId } }
      return { ...staffView(member), ...at }
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
