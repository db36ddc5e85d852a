import { Type } from 'typebox'
import { may, SESSION_COOKIE } from '../access.ts'
import { authorOf } from '../changes/author.ts'
import { randomCode, randomToken, tokenHash } from '../crypto.ts'
import type { Deps } from '../deps.ts'
import type { App } from '../http.ts'
import { westernDigits } from '../phone.ts'
import { isRefusal, refuse } from '../refusal.ts'
import { Iso, Password, Username } from '../schemas.ts'
import { BROWSER_COOKIE } from './known-browser.ts'
import { hashPassword } from './password.ts'
import { passwordObjection } from './password-choice.ts'
import { changeOwnPassword, keepMoveCode, moveSession } from './session.store.ts'
import type { Door } from './staff.door.ts'
import { Member, sessionCookie } from './staff.schemas.ts'
import { staffById } from './staff.store.ts'
import { MOVE_MS } from './staff.ts'
import { staffView } from './staff.view.ts'

const closed = { additionalProperties: false } as const
/** Long enough that nobody guesses another's: it opens the session again. */
const RequestId = Type.String({ minLength: 16, maxLength: 64 })
const Code = Type.String({
  pattern: '^\\s*(?:[0-9\\u0660-\\u0669\\u06f0-\\u06f9]\\s*){6}$',
  maxLength: 20,
})

/** What members of staff do with their own session and password. */
export const sessionRoutes = async (
  app: App,
  { db, clock, ids, vault, publicUrl, door }: Deps & { door: Door },
): Promise<void> => {
  const tags = ['people']
  /** Keyed, for six digits are soon tried; with the account, for a code opens one of them alone. */
  const kept = (staffId: string, code: string) => vault.find(`session ${staffId} ${code}`)

  app.post(
    '/api/session/code',
    {
      config: { may: may.allStaff },
      schema: {
        summary: 'A code with which this session goes on at another browser',
        description: `Good once, for ${MOVE_MS / 60_000} minutes; a new one ends the one before.`,
        tags,
        response: { 200: Type.Object({ code: Type.String(), until: Iso }) },
      },
    },
    async ({ asker, cookies }, reply) => {
      const token = cookies[SESSION_COOKIE]
      if (asker.kind !== 'staff' || !token) return reply.refuse(refuse('not_signed_in'))
      const code = randomCode()
      const until = clock.now() + MOVE_MS
      const no = await db.amend(() =>
        keepMoveCode({
          tokenHash: tokenHash(token),
          moveCode: kept(asker.id, code),
          moveUntil: until,
        }),
      )
      if (no) return reply.refuse(no)
      return { code, until: new Date(until).toISOString() }
    },
  )

  app.post(
    '/api/session/move',
    {
      config: { may: may.anyone, limit: 'signIn' },
      schema: {
        summary: 'Go on at this browser with the session of another one, by its code',
        description:
          'The session keeps its end; the other browser is signed out. Wrong codes count as wrong passwords do. With the same requestId the same code may be shown again, for an answer that was lost.',
        tags,
        body: Type.Object(
          { username: Username, code: Code, requestId: Type.Optional(RequestId) },
          closed,
        ),
        response: { 200: Member },
      },
    },
    async (request, reply) => {
      const { username } = request.body
      const code = westernDigits(request.body.code).replace(/\s/g, '')
      const { requestId } = request.body
      const token =
        requestId === undefined ? randomToken() : vault.movedToken(`${username} ${code}`, requestId)
      const before = request.cookies[SESSION_COOKIE]
      const now = clock.now()
      const moved = await door.tryAs(username, async (member) => {
        if (!member) return refuse('bad_move_code')
        return db.amend(() =>
          moveSession({
            staffId: member.id,
            moveCode: kept(member.id, code),
            to: tokenHash(token),
            replaces: before ? tokenHash(before) : null,
            now,
          }),
        )
      })
      if (isRefusal(moved)) return door.turnAway(reply, moved)
      const maxAge = Math.max(1, Math.floor((moved.expiresAt - now) / 1000))
      reply.setCookie(SESSION_COOKIE, token, { ...sessionCookie(publicUrl()), maxAge })
      return staffView(moved.member)
    },
  )

  app.post(
    '/api/session/password',
    {
      config: { may: may.allStaff, limit: 'signIn' },
      schema: {
        summary: 'Change one’s own password; every other session of one’s own ends',
        description: 'A wrong old password counts as at the sign-in.',
        tags,
        body: Type.Object({ password: Password, newPassword: Password }, closed),
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { asker, body } = request
      const token = request.cookies[SESSION_COOKIE]
      const [member] = asker.kind === 'staff' ? await db.read(staffById({ id: asker.id })) : []
      if (!member || !token) return reply.refuse(refuse('not_signed_in'))
      const { username } = member
      const known = await door.memberBy(
        { username, password: body.password },
        request.cookies[BROWSER_COOKIE],
      )
      if (isRefusal(known)) return door.turnAway(reply, known)
      const whose = { old: body.password, known: [username, member.name] }
      const no = await passwordObjection(body.newPassword, whose)
      if (no) return reply.refuse(no)
      const passwordHash = await hashPassword(body.newPassword)
      const changed = await db.amend(() =>
        changeOwnPassword(authorOf(asker, ids), {
          before: known.passwordHash,
          passwordHash,
          tokenHash: tokenHash(token),
          now: clock.now(),
        }),
      )
      return isRefusal(changed) ? reply.refuse(changed) : reply.code(204).send(null)
    },
  )
}
