import swagger, { type SwaggerTransform, type SwaggerTransformObject } from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import fastifyPlugin from 'fastify-plugin'
import { Type } from 'typebox'
import { type May, SESSION_COOKIE } from './access.ts'
import { refusalCodes } from './errors.ts'
import type { App } from './http.ts'
import { FAULTS_MAX } from './refusal.ts'

const description = `Dawr runs the day of a national ID-card centre.
Errors are RFC 9457 problem+json with a stable code, and a sentence in the language of
Accept-Language (ar, en). Staff use the session cookie, devices a bearer token, visitors the
ticket’s secret as bearer. Times are ISO 8601 UTC. With a header Dawr-Station (up to 64 signs of
ASCII) a page of staff says what it calls itself: the custody log keeps it beside each step.`

const fault = {
  code: Type.Enum([...refusalCodes]),
  detail: Type.String({ description: 'A sentence in the language asked for.' }),
  details: Type.Optional(Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]))),
}
const Problem = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  ...fault,
  errors: Type.Optional(
    Type.Array(Type.Object(fault), {
      description: `All that is wrong with a file, where it is more than one thing; the first ${FAULTS_MAX}.`,
    }),
  ),
})

/** Every refusal looks the same, so no route says it by itself. */
const refusals = {
  '4XX': {
    description: 'A refusal, with its code and a sentence',
    content: { 'application/problem+json': { schema: Problem } },
  },
  '5XX': {
    description: 'Nothing can be done right now; nothing was changed',
    content: { 'application/problem+json': { schema: Problem } },
  },
}

const securitySchemes = {
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: SESSION_COOKIE,
    description: 'Staff, after POST /api/session.',
  },
  device: { type: 'http', scheme: 'bearer', description: 'The token of a paired device.' },
  ticket: { type: 'http', scheme: 'bearer', description: 'The secret of the ticket in the path.' },
} as const

/** Who may call a route, in the words of OpenAPI and in a sentence. */
const whoMay = ({ anyone, staff, device, visitor }: May) => ({
  security: [
    ...(anyone ? [{}] : []),
    ...(staff ? [{ session: [] }] : []),
    ...(device ? [{ device: [] }] : []),
    ...(visitor ? [{ ticket: [] }] : []),
  ],
  sentence: `For ${[
    ...(anyone ? ['everybody'] : []),
    ...(staff ?? []),
    ...(device ?? []).map((kind) => `${kind} devices`),
    ...(visitor ? ['the visitor of the ticket'] : []),
  ].join(', ')}.`,
})

/** `postCentresCentreTickets` for `POST /api/centres/:centre/tickets`. */
const operationIdOf = (method: string, url: string): string =>
  method.toLowerCase() +
  url
    .replace(/^\/api/, '')
    .split(/[^A-Za-z]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')

/** Adds what holds for every route, or follows from its policy. */
const completed: SwaggerTransform = ({ schema, url, route }) => {
  if (!schema || schema.hide) return { schema, url }
  const answers = typeof schema.response === 'object' ? schema.response : {}
  const { security, sentence } = whoMay(route.config?.may ?? {})
  return {
    schema: {
      ...schema,
      operationId: operationIdOf([route.method].flat()[0] ?? '', url),
      description: [schema.description, sentence].filter(Boolean).join(' '),
      security,
      response: { ...answers, ...refusals },
    },
    url,
  }
}

/** A call may come without a body where nothing has to stand in it, and a CSV file is a text. */
const withBodiesAsTaken: SwaggerTransformObject = (document) => {
  if (!('openapiObject' in document)) return document.swaggerObject
  const api = document.openapiObject
  for (const path of Object.values(api.paths ?? {}))
    for (const operation of [path?.get, path?.post, path?.put, path?.delete]) {
      const body = operation?.requestBody
      if (!body || !('content' in body)) continue
      const { schema } = body.content['application/json'] ?? {}
      body.required = schema !== undefined && 'required' in schema
      if (body.content['text/csv']) body.content['text/csv'] = { schema: { type: 'string' } }
    }
  return api
}

/** What the server says of itself: OpenAPI 3.1 at /api/openapi.json, readable at /api/docs. */
export const openApi = fastifyPlugin(async (app: App) => {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Dawr', version: '1', description },
      components: { securitySchemes },
    },
    transform: completed,
    transformObject: withBodiesAsTaken,
  })
  await app.register(swaggerUi, { routePrefix: '/api/docs' })
})
