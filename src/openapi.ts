import swagger, { type SwaggerTransform } from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import fastifyPlugin from 'fastify-plugin'
import { Type } from 'typebox'
import { refusalCodes } from './errors.ts'
import type { App } from './http.ts'

const description = `Dawr runs the day of a national ID-card centre.
Errors are RFC 9457 problem+json with a stable code, and a sentence in the language of
Accept-Language (ar, en). Staff use the session cookie, devices a bearer token, visitors the
ticket's secret as bearer. Times are ISO 8601 UTC.`

const Problem = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  code: Type.Enum([...refusalCodes]),
  detail: Type.String({ description: 'A sentence in the language asked for.' }),
  details: Type.Optional(Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]))),
})

/** Every refusal looks the same, so no route says it by itself. */
const withProblems: SwaggerTransform = ({ schema, url }) => {
  if (!schema || schema.hide) return { schema, url }
  const content = { 'application/problem+json': { schema: Problem } }
  const refusals = {
    '4XX': { description: 'A refusal, with its code and a sentence', content },
    '5XX': { description: 'Nothing can be done right now; nothing was changed', content },
  }
  const answers = typeof schema.response === 'object' ? schema.response : {}
  return { schema: { ...schema, response: { ...answers, ...refusals } }, url }
}

/** What the server says of itself: OpenAPI 3.1 at /api/openapi.json, readable at /api/docs. */
export const openApi = fastifyPlugin(async (app: App) => {
  await app.register(swagger, {
    openapi: { openapi: '3.1.0', info: { title: 'Dawr', version: '1', description } },
    transform: withProblems,
  })
  await app.register(swaggerUi, { routePrefix: '/api/docs' })
})
