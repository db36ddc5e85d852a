import validatorsFor from '@fastify/ajv-compiler'
import serializersFor from '@fastify/fast-json-stringify-compiler'
import type { FastifyInstance, FastifySchema } from 'fastify'

type Validate = ReturnType<NonNullable<FastifyInstance['validatorCompiler']>>

/** Made when it is first asked for. */
const once = <T>(make: () => T): (() => T) => {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}

/**
 * Has each schema compiled when its route is first used, by fastify's own compilers: to compile all
 * of them took half of the time until a process is ready, and most routes are asked by few.
 */
export const compileLazily = (app: FastifyInstance): void => {
  const validator = validatorsFor()(
    {},
    { customOptions: { removeAdditional: false, coerceTypes: 'array' } },
  )
  const serializer = serializersFor()({}, {})
  app.setValidatorCompiler<FastifySchema>((route) => {
    const compiled = once(() => validator(route))
    const validate: Validate = (value: unknown) => {
      const isValid = compiled()(value) === true
      // Where fastify looks for what is wrong.
      validate.errors = compiled().errors ?? null
      return isValid
    }
    return validate
  })
  app.setSerializerCompiler<FastifySchema>((route) => {
    const compiled = once(() => serializer({ ...route, httpStatus: route.httpStatus ?? '' }))
    return (value: unknown) => compiled()(value)
  })
}
