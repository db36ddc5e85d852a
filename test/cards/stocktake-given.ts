import type { Test } from 'tap'
import type { Database } from '../../src/db/transact.ts'
import type { HandSetClock } from '../databases.ts'
import { setUp } from './app.ts'
import { done, givenCard, scan } from './given.ts'

/** The n-th slot of the centre's only section, from 1. */
export const slot = (n: number) => `B-01-0${1 + Math.floor((n - 1) / 5)}-0${1 + ((n - 1) % 5)}`

/** A centre with cards X1 … Xn in its first slots, and the calls of a stocktake. */
export const givenStocktakes = async (
  t: Test,
  db: Database,
  clock: HandSetClock,
  cards: number,
) => {
  const at = await setUp(t, db, clock)
  const { app, centre, post, get, send } = at
  const shelve = async (serial: string, place: string) => {
    await givenCard(db, centre, serial)
    done(await scan(db, centre, serial, place))
  }
  for (let n = 1; n <= cards; n++) await shelve(`X${n}`, slot(n))
  const start = async (place = 'B'): Promise<string> => {
    const begun = await send(`/api/centres/${centre}/stocktakes`, { place })
    if (begun.status !== 201) throw new Error(begun.body.code)
    return begun.body.id
  }
  const note = (id: string, serial: string, place: string, headers = post) =>
    send(`/api/stocktakes/${id}/scans`, { serial, place }, headers)
  const unseen = async (id: string): Promise<number> =>
    (await get(`/api/stocktakes/${id}`)).body.unseen
  /** Closed as by somebody who looked at the number of unseen cards, unless another one is told. */
  const close = async (id: string, missing?: number) =>
    send(`/api/stocktakes/${id}/close`, { missing: missing ?? (await unseen(id)) })
  const list = async (id: string, name: string) => {
    const { body } = await get(`/api/stocktakes/${id}?list=${name}`)
    return body.cards as { serial: string; slot: string; belongs: string; putRight: boolean }[]
  }
  const serials = async (id: string, name: string) =>
    (await list(id, name)).map(({ serial }) => serial)
  const report = (id: string) =>
    app.inject({ method: 'GET', url: `/api/stocktakes/${id}/report`, headers: post })
  return { ...at, shelve, start, note, close, list, serials, report }
}
