import type { CookieSerializeOptions } from '@fastify/cookie'
import { Type } from 'typebox'
import { Id } from '../schemas.ts'
import { roles } from './staff.ts'

export const Member = Type.Object({
  id: Id,
  username: Type.String(),
  name: Type.String(),
  roles: Type.Array(Type.Enum([...roles])),
  skills: Type.Array(Type.String(), { description: 'Service ids, or * for every service.' }),
  centre: Type.Union([Id, Type.Null()], { description: 'Where they work; null: everywhere.' }),
})

/** The cookie's attributes; browsers need the same ones to take it back. */
export const sessionCookie = (publicUrl: string): CookieSerializeOptions => ({
  path: '/',
  httpOnly: true,
  sameSite: 'strict',
  secure: publicUrl.startsWith('https:'),
})
