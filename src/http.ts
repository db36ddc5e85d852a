import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type {
  FastifyBaseLogger,
  FastifyError,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import { CannotWrite } from './db/transact.ts'
import { languageOf } from './language.ts'
import { plainTexts } from './plain-text.ts'
import { FAULTS_MAX, type Refusal, refuse, refuseAll } from './refusal.ts'
import { type Check, faultsIn, isObject, type SchemaFault } from './schema-faults.ts'
import { problemOf } from './sentences.ts'
import { standsAt } from './stands-at.ts'

/** The server as features see it: schemas are TypeBox, and type the handler. */
export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>

declare module 'fastify' {
  interface FastifyReply {
    /** Answers with problem+json in the language asked for. */
    refuse(refusal: Refusal): FastifyReply
  }
  interface FastifyContextConfig {
    /** Whoever sends a file is told all that its schema does not allow, and not only the first. */
    tellsAllFaults?: true
  }
}

const RETRY_AFTER_S = 2

/** A name that was sent is said again only where it can be one. */
const NAME = /^[A-Za-z][\w-]{0,39}$/

/** What the schema does not allow: the field by its name, and why in one word; no pattern is shown. */
const fieldRefusal = ({ keyword, params, instancePath }: SchemaFault, body: unknown): Refusal => {
  const named = params.missingProperty ?? params.additionalProperty
  const path = instancePath.split('/').filter((part) => NAME.test(part))
  const field = typeof named === 'string' && NAME.test(named) ? named : path.at(-1)
  return refuse('malformed', {
    why: keyword,
    ...(field !== undefined && { field }),
    ...(body !== undefined && standsAt(body, instancePath)),
  })
}

/** What the schema of a request does not allow: all of it, where somebody mends a whole file by it. */
const schemaRefusal = (error: FastifyError, request: FastifyRequest): Refusal => {
  const [first] = error.validation ?? []
  if (!first) return refuse('malformed')
  if (error.validationContext !== 'body') return fieldRefusal(first, undefined)
  const { body, routeOptions } = request
  const schema: unknown = routeOptions.schema?.body
  if (!routeOptions.config.tellsAllFaults || !isObject(schema)) return fieldRefusal(first, body)
  const check: Check = (part, value) => {
    const validate = request.compileValidationSchema(part, 'body')
    return validate(value) ? undefined : validate.errors?.[0]
  }
  const faults = faultsIn(check, schema, body, FAULTS_MAX).map((one) => fieldRefusal(one, body))
  return refuseAll(faults) ?? fieldRefusal(first, body)
}

const refusalFor = (error: FastifyError, request: FastifyRequest): Refusal => {
  if (error instanceof CannotWrite) return refuse('cannot_write')
  if (error.validation) return schemaRefusal(error, request)
  switch (error.statusCode) {
    case 413:
      return refuse('too_large')
    case 415:
      return refuse('unsupported_type')
    case 429:
      return refuse('too_many_requests', { seconds: Math.ceil(Number(error.message) || 60) })
    case 503:
      return refuse('overloaded')
  }
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500)
    return refuse('malformed', { why: 'it cannot be read' })
  return refuse('bug', { requestId: request.id })
}

/** Answers with problem+json in the language asked for. */
const sendRefusal = (request: FastifyRequest, reply: FastifyReply, refusal: Refusal) => {
  const problem = problemOf(refusal, languageOf(request.headers['accept-language']))
  const afterS = problem.status === 503 ? RETRY_AFTER_S : refusal.details.seconds
  // Said of a state, seconds are no time after which the same request would be taken.
  if (problem.status !== 409 && afterS !== undefined) reply.header('retry-after', afterS)
  reply.header('vary', 'accept-language')
  return reply.code(problem.status).type('application/problem+json').send(problem)
}

/** An address that cannot be read: the router refuses it before any of the plugins are asked. */
export const refuseAddress = (
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): void => {
  const isLong = error.code === 'FST_ERR_MAX_PARAM_LENGTH'
  sendRefusal(request, reply, refuse(isLong ? 'unknown_route' : 'malformed', { why: 'URL' }))
}

/** No body of ours is this deep; a deeper one would only be walked until the stack is full. */
const DEPTH_MAX = 16

/** Whether every text in a value is one: PostgreSQL keeps no NUL, and UTF-8 no half of a letter. */
const isAllText = (value: unknown, depth = 0): boolean => {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0')
  if (typeof value !== 'object' || value === null) return true
  return depth < DEPTH_MAX && Object.values(value).every((one) => isAllText(one, depth + 1))
}

/** How a refusal or a fault looks from outside: RFC 9457, in the asker's language. */
export const problems = fastifyPlugin(async (app: FastifyInstance) => {
  app.decorateReply('refuse', function (this: FastifyReply, refusal: Refusal) {
    return sendRefusal(this.request, this, refusal)
  })
  // A call without a body is a call with an empty one, however its content type was set.
  const parseJson = app.getDefaultJsonParser('error', 'error')
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) =>
    body === '' ? done(null, {}) : parseJson(request, String(body), done),
  )
  app.addHook('preParsing', async (request, reply) => {
    const isText = isAllText(request.params) && isAllText(request.query)
    return isText ? undefined : reply.refuse(refuse('malformed', { why: 'URL' }))
  })
  app.addHook('preValidation', async (request, reply) => {
    if (request.body === undefined || request.body === null) request.body = {}
    if (!isAllText(request.body)) return reply.refuse(refuse('malformed', { why: 'text' }))
    request.body = plainTexts(request.body)
    return undefined
  })
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const refusal = refusalFor(error, request)
    if (refusal.refused === 'bug') request.log.error({ err: error }, 'a request failed')
    if (refusal.refused === 'cannot_write') request.log.error({ err: error }, 'cannot write')
    return reply.refuse(refusal)
  })
  app.setNotFoundHandler({}, (_request, reply) => reply.refuse(refuse('unknown_route')))
})
