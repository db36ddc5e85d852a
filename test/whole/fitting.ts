import { sql } from 'drizzle-orm'
import { query } from '../../src/db/transact.ts'
import { caller } from '../running.ts'
import { cardRecipes } from './card-recipes.ts'
import { queries, table } from './policies.ts'
import { hallRecipes, type Recipe, type Row, type World } from './recipes.ts'
import { freshAddress, groups, type Role } from './roles.ts'

/** A request that fits what is there when it is sent, and perhaps one thing that is wrong about it. */
export interface Fit {
  /** Chooses among what there is, and makes new names. */
  n: number
  /** Put in place of one of the fields of the body. */
  spoilt: { at: number; value: unknown } | null
  /** Who asks, where it is not somebody who may. */
  role: Role | null
}

/** A fitting request, ready to go. */
export interface Fitted {
  role: Role
  path: string
  body: string | null
  /** What its asker shows, where that is not what the role shows. */
  headers: Record<string, string>
}

const ROWS_MAX = 40

const rowsFor = ({ pick, from }: Recipe, { server }: World): Promise<Row[]> =>
  pick && from
    ? server.deps.db.read(
        query((q) =>
          q
            .select(
              Object.fromEntries(
                Object.entries(pick).map(([name, column]) => [
                  name,
                  sql.raw(column).mapWith(String),
                ]),
              ),
            )
            .from(sql.raw(`${from} limit ${ROWS_MAX}`)),
        ),
      )
    : Promise.resolve([{}])

/** Somebody who may ask for it; an administrator, who gets furthest, where that is one of them. */
const roleFor = (may: readonly (keyof typeof groups)[]): Role => {
  const all: readonly Role[] = may.flatMap((group) => groups[group])
  return all.includes('admin') ? 'admin' : (all[0] ?? 'nobody')
}

/** What leads to a thing may have to be tried more than once: the next visitor may have come for another. */
const LEAD_MAX = 4

/** A chain of things that lead to one another is no longer than this. */
const CHAIN_MAX = 6
const recipes: Record<string, Recipe> = { ...hallRecipes, ...cardRecipes }

const rowsAfter = async (
  world: World,
  recipe: Recipe,
  n: number,
  chain: number,
): Promise<Row[]> => {
  const { server, given } = world
  let rows = await rowsFor(recipe, world)
  for (let times = 0; times < LEAD_MAX && rows.length === 0; times++) {
    for (const step of recipe.after ?? []) {
      const [operation, to = null] = typeof step === 'string' ? [step] : step
      const fit = { n: n + times, spoilt: null, role: null }
      const one =
        chain < CHAIN_MAX ? await fitted(world, operation, fit, { to, chain: chain + 1 }) : null
      if (!one) continue
      const { role, path, body } = one
      const headers = { ...(await given.headersOf(role)), ...freshAddress(), ...one.headers }
      const asker = caller(server.url, headers)
      const sent = body === null ? undefined : JSON.parse(body)
      if (operation.startsWith('PUT')) await asker.put(path, sent)
      else await asker.post(path, sent)
    }
    rows = await rowsFor(recipe, world)
  }
  return rows
}

/** A request that fits what there is now; null: there is nothing of the kind. */
export const fitted = async (
  world: World,
  operation: string,
  { n, spoilt, role }: Fit,
  { to, chain }: { to: Row | null; chain: number } = { to: null, chain: 0 },
): Promise<Fitted | null> => {
  const { server, given } = world
  const [, path = ''] = operation.split(' ')
  const known = table[operation.replace(/\{(\w+)\}/g, ':$1')]
  const recipe = recipes[operation] ?? {}
  const rows = to ? [{ ...to }] : await rowsAfter(world, recipe, n, chain)
  const row = rows[n % rows.length]
  if (!known || !row) return null
  const admin = caller(server.url, { ...(await given.headersOf('admin')), ...freshAddress() })
  if (row.citizen) row.citizenId = server.deps.vault.open(row.citizen)
  Object.assign(row, await recipe.first?.(world, row, admin))
  const things = { ...given.things, ...row }
  const values: Row = { ...things, id: things.ticket }
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(values[name] ?? ''),
  )
  const asked = recipe.query?.(row, n) ?? queries[path.replace(/\{(\w+)\}/g, ':$1')] ?? ''
  const usual = row.into ? { into: row.into } : known.body?.(things)
  const good = recipe.body?.(row, n) ?? usual
  const names = Object.keys(good ?? {})
  const name = spoilt && names[spoilt.at % names.length]
  const body = good && { ...good, ...(spoilt && name && { [name]: spoilt.value }) }
  const own = recipe.visitor && {
    authorization: `Bearer ${server.deps.vault.ticketSecret(values.id ?? '')}`,
  }
  return {
    role: role ?? (recipe.visitor ? 'nobody' : (recipe.role ?? roleFor(known.may))),
    path: `${filled}${asked}`,
    body: body === undefined ? null : JSON.stringify(body),
    headers: role ? {} : { ...own, ...(row.cookie && { cookie: row.cookie }) },
  }
}
