import { type DestinationStream, type Logger, pino } from 'pino'

interface LoggedError {
  type: string
  message: string
  stack: string | undefined
  code?: string
  cause?: LoggedError
}

/** A failed query names its values, and those may be somebody's: they stay out of the log. */
const withoutValues = (text: string): string =>
  // A value may hold line breaks, so all is left out up to the first line of the stack.
  text.replace(/\nparams:[\s\S]*?(?=\n {4}at |$)/g, '')

const CAUSES_MAX = 4

const errorLine = (error: unknown, depth = 0): LoggedError | unknown => {
  if (!(error instanceof Error)) return String(error).slice(0, 200)
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  return {
    type: error.name,
    message: withoutValues(error.message),
    stack: error.stack && withoutValues(error.stack),
    ...(code && { code }),
    ...(error.cause !== undefined &&
      depth < CAUSES_MAX && { cause: errorLine(error.cause, depth + 1) }),
  }
}

/** The process' log: lines of JSON, with ids and codes and never anybody's data. */
export const openLog = (level: string, to?: DestinationStream): Logger => {
  const options = { level, serializers: { err: (error: unknown) => errorLine(error) } }
  return to ? pino(options, to) : pino(options)
}
