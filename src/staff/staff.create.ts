import type { Database } from '../db/transact.ts'
import { hashPassword } from './password.ts'
import { insertStaff, type NewMember } from './staff.store.ts'

/** Hashes the password, which takes its time outside of any transaction, and inserts. */
export const createStaff = async (
  db: Database,
  { password, ...member }: Omit<NewMember, 'passwordHash'> & { password: string },
): Promise<boolean> => {
  const passwordHash = await hashPassword(password)
  return db.amend(() => insertStaff({ ...member, passwordHash }))
}
