import { hash, verify } from '@node-rs/argon2'

/**
 * Argon2id as OWASP's Password Storage Cheat Sheet asks for: 19 MiB, 2 passes, 1 lane. Some 20 ms
 * on one core, and off the event loop.
 */
const parameters = {
  // Argon2id; the library's name for it is a const enum, which does not outlive type stripping.
  algorithm: 2,
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
  outputLen: 32,
} as const

/** The same password typed on different keyboards is the same text (NIST SP 800-63B, NFKC). */
const normal = (password: string): string => password.normalize('NFKC')

/** The hash to store, with its salt and parameters (PHC text). */
export const hashPassword = (password: string): Promise<string> =>
  hash(normal(password), parameters)

/** @throws when `passwordHash` is not one of ours */
export const isPassword = (passwordHash: string, password: string): Promise<boolean> =>
  verify(passwordHash, normal(password))
