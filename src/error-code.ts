/** The code of an error: the system's (`ECONNREFUSED`, `ENOSPC`) or PostgreSQL's SQLSTATE. */
export const errorCode = (error: unknown): string | null =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null
