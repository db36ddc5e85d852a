import t from 'tap'
import { v7 as uuid } from 'uuid'
import { changesOf } from '../../src/changes/change.store.ts'
import { tokenHash } from '../../src/crypto.ts'
import type { Database } from '../../src/db/transact.ts'
import { isRefusal } from '../../src/refusal.ts'
import {
  type Administrator,
  addMember,
  changeMember,
  resetPassword,
  unlockMember,
} from '../../src/staff/member.store.ts'
import { noteFailure, openSession, sessionByToken, staffById } from '../../src/staff/staff.store.ts'
import type { MemberSetup } from '../../src/staff/staff.ts'
import { onBothEngines } from '../databases.ts'
import { buildAuthor, buildCentre, granted } from '../factories.ts'

const by = (overrides: Partial<Administrator> = {}): Administrator => ({
  ...buildAuthor('noor'),
  centreId: null,
  now: 1,
  ...overrides,
})
const clerk: MemberSetup = {
  name: 'Ali',
  roles: ['clerk'],
  skills: ['*'],
  centreId: null,
  active: true,
}
const admin: MemberSetup = { ...clerk, name: 'Noor', roles: ['admin'] }

const hire = async (db: Database, setup: MemberSetup, who = by(), username: string = uuid()) => {
  const { active: _, ...rest } = setup
  return db.amend(() => addMember(who, { ...rest, id: uuid(), username, passwordHash: 'a hash' }))
}
const change = (db: Database, id: string, setup: MemberSetup, who = by()) =>
  db.amend(() => changeMember(who, id, setup))
const notes = async (db: Database, centreId = 'any') =>
  (await db.read(changesOf({ centreId, ofAll: true, before: null, most: 100 }))).map(
    ({ change }) => change,
  )

/** A sign-in with the password that has this hash. */
const signIn = (
  db: Database,
  staffId: string,
  { passwordHash = 'a hash', isKnownHere = false, token = tokenHash(uuid()) } = {},
) =>
  db.amend(() =>
    openSession({ staffId, passwordHash, isKnownHere, tokenHash: token, replaces: null, now: 1 }),
  )

/** Signs somebody in. @returns whether the session is still good */
const session = async (db: Database, staffId: string) => {
  const token = tokenHash(uuid())
  granted(await signIn(db, staffId, { token }))
  return async () => (await db.read(sessionByToken({ tokenHash: token }))).length > 0
}

await onBothEngines(t, 'somebody is hired once under one name', async (t, db) => {
  const member = granted(await hire(db, clerk, by(), 'Ali'))
  t.equal(member.username, 'ali')
  t.match(await hire(db, clerk, by(), ' ALI '), {
    refused: 'username_taken',
    details: { username: 'ali' },
  })
  const [noted, ...more] = await notes(db)
  t.match(noted, { kind: 'member', centreId: null, after: { username: 'ali', roles: ['clerk'] } })
  t.strictSame(more, [])
  t.notMatch(JSON.stringify(noted), /hash|password/i, 'no password is noted')
})

await onBothEngines(t, 'who is deactivated is signed out at once', async (t, db) => {
  const member = granted(await hire(db, clerk))
  const isIn = await session(db, member.id)
  granted(await change(db, member.id, { ...clerk, skills: ['renew'] }))
  t.equal(await isIn(), true, 'other changes leave them at work')
  granted(await change(db, member.id, { ...clerk, active: false }))
  t.equal(await isIn(), false)
  granted(await change(db, member.id, clerk))
  t.equal(await isIn(), false, 'and an old session does not come back')
  t.equal((await notes(db)).length, 4)
})

await onBothEngines(t, 'a new password ends sessions and the lock', async (t, db) => {
  const { id } = granted(await hire(db, clerk))
  const isIn = await session(db, id)
  for (let n = 0; n < 6; n++) await db.amend(() => noteFailure(id, 1))
  granted(await db.amend(() => resetPassword(by(), id, 'another')))
  t.equal(await isIn(), false)
  const [row] = await db.read(staffById({ id }))
  t.match(row, { passwordHash: 'another', failedSignIns: 0, lockedUntil: null })
  t.match((await notes(db))[0], { kind: 'password', subject: id, before: null, after: null })
})

await onBothEngines(
  t,
  'a password that was right when it was typed lets nobody in once it is replaced',
  async (t, db, clock, reopen) => {
    const { id } = granted(await hire(db, clerk))
    granted(await db.amend(() => resetPassword(by(), id, 'another')))
    for (const isKnownHere of [false, true])
      t.match(await signIn(db, id, { isKnownHere }), { refused: 'bad_credentials' })
    granted(await signIn(db, id, { passwordHash: 'another' }))
    // And at once, by two processes: whichever is first, nobody stays who knew the old one.
    const other = db.engine === 'postgres' ? await reopen(clock) : db
    for (let n = 0; n < 20; n++) {
      const isKnownHere = n % 2 === 0
      const passwordHash = `before ${n}`
      granted(await db.amend(() => resetPassword(by(), id, passwordHash)))
      const token = tokenHash(uuid())
      await Promise.all([
        signIn(other, id, { passwordHash, isKnownHere, token }),
        db.amend(() => resetPassword(by(), id, 'after')),
      ])
      const still = await db.read(sessionByToken({ tokenHash: token }))
      t.strictSame(still, [], isKnownHere ? 'known here' : 'anywhere')
    }
  },
)

await onBothEngines(t, 'a lock is taken off, and noted where there was one', async (t, db) => {
  const { id } = granted(await hire(db, clerk))
  const unlock = () => db.amend(() => unlockMember(by(), id))
  granted(await unlock())
  t.equal((await notes(db)).length, 1, 'only the hiring')
  for (let n = 0; n < 6; n++) await db.amend(() => noteFailure(id, 1))
  const [locked] = await db.read(staffById({ id }))
  t.ok(locked?.lockedUntil, 'for this to mean anything, they are locked out')
  granted(await unlock())
  t.match((await db.read(staffById({ id })))[0], { failedSignIns: 0, lockedUntil: null })
  t.match((await notes(db))[0], { kind: 'lock' })
})

await onBothEngines(t, 'an administrator of one centre stays within it', async (t, db) => {
  const [here, there] = [await buildCentre(db), await buildCentre(db)]
  const mine = by({ centreId: here.id })
  const stranger = granted(await hire(db, { ...clerk, centreId: there.id }))
  const everywhere = granted(await hire(db, clerk))
  for (const { id, centreId } of [stranger, everywhere]) {
    t.match(await change(db, id, { ...clerk, centreId }, mine), { refused: 'unknown_member' })
    t.match(await db.amend(() => resetPassword(mine, id, 'x')), { refused: 'unknown_member' })
    t.match(await db.amend(() => unlockMember(mine, id)), { refused: 'unknown_member' })
  }
  for (const centreId of [there.id, null])
    t.match(await hire(db, { ...clerk, centreId }, mine), { refused: 'not_allowed' })
  const own = granted(await hire(db, { ...clerk, centreId: here.id }, mine))
  const promoted = { ...admin, centreId: null }
  t.match(await change(db, own.id, promoted, mine), { refused: 'not_allowed' })
  t.match(await hire(db, { ...clerk, centreId: 'nowhere' }), { refused: 'unknown_centre' })
  granted(await change(db, own.id, { ...clerk, centreId: there.id }))
  t.match((await notes(db))[0], { centreId: null }, 'a move is a matter of both centres')
})

await onBothEngines(t, 'the last administrator of all centres stays', async (t, db) => {
  const { id: centre } = await buildCentre(db)
  const { id } = granted(await hire(db, admin))
  granted(await hire(db, { ...admin, centreId: centre }))
  granted(await hire(db, { ...clerk, centreId: null }))
  for (const less of [
    { ...admin, active: false },
    { ...admin, roles: clerk.roles },
    { ...admin, centreId: centre },
  ])
    t.match(await change(db, id, less), { refused: 'last_admin' })
  granted(await change(db, id, { ...admin, name: 'Noora' }))
  granted(await hire(db, admin))
  granted(await change(db, id, { ...admin, active: false }))
})

await onBothEngines(
  t,
  'two administrators cannot remove each other at once',
  async (t, db, clock, reopen) => {
    // On PostgreSQL two processes; SQLite has one that writes.
    const other = db.engine === 'postgres' ? await reopen(clock) : db
    let left: string | null = null
    for (let round = 0; round < 8; round++) {
      const [one, two] = [granted(await hire(db, admin)), granted(await hire(db, admin))]
      // Whoever was left before goes first, so that only these two are there.
      if (left !== null) granted(await change(db, left, { ...admin, active: false }))
      const outcomes = await Promise.all([
        change(db, one.id, { ...admin, active: false }),
        change(other, two.id, { ...admin, roles: ['clerk'] }),
      ])
      const refused = outcomes.filter(isRefusal)
      t.match(refused, [{ refused: 'last_admin' }])
      t.equal(refused.length, 1, 'exactly one of them goes')
      left = isRefusal(outcomes[0]) ? one.id : two.id
    }
  },
)
