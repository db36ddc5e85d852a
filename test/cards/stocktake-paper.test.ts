import { inflateSync } from 'node:zlib'
import { createCanvas } from '@napi-rs/canvas'
import jsQR from 'jsqr'
import t from 'tap'
import { drawLayout, metrics } from '../../printers/draw.ts'
import { codeOf, drawStocktake, layoutStocktake } from '../../printers/stocktake-paper.ts'
import { paperOf } from '../../src/cards/stocktake.paper.view.ts'
import { namedStocktake } from '../../src/cards/stocktake.store.ts'
import { reportHolds } from '../../src/cards/stocktake-report.ts'
import { centreById } from '../../src/centres/centre.store.ts'
import { onBothEngines } from '../databases.ts'
import { setUp } from './app.ts'
import { done, givenCard, scan, vault } from './given.ts'

/** The glyphs of each font and the letters that they stand for, as the file itself says. */
const lettersIn = (objects: ReadonlyMap<number, string>, font: number): Map<string, string> => {
  const to = Number(/\/ToUnicode (\d+) 0 R/.exec(objects.get(font) ?? '')?.[1])
  const letters = new Map<string, string>()
  const text = (hex: string) => Buffer.from(hex, 'hex').swap16().toString('utf16le')
  const map = objects.get(to) ?? ''
  for (const [, block = ''] of map.matchAll(/beginbfchar\n([\s\S]*?)endbfchar/g))
    for (const [, glyph = '', hex = ''] of block.matchAll(/<(\w+)> <(\w+)>/g))
      letters.set(glyph, text(hex))
  for (const [, block = ''] of map.matchAll(/beginbfrange\n([\s\S]*?)endbfrange/g))
    for (const [, from = '', upTo = '', hex = ''] of block.matchAll(/<(\w+)> <(\w+)> <(\w+)>/g))
      for (let n = 0; Number.parseInt(from, 16) + n <= Number.parseInt(upTo, 16); n++) {
        const glyph = (Number.parseInt(from, 16) + n).toString(16).padStart(4, '0').toUpperCase()
        letters.set(glyph, String.fromCharCode(Number.parseInt(hex, 16) + n))
      }
  return letters
}

/** What a reader of a PDF sees, a page a text: its lines from left to right. */
const pagesOf = (pdf: Buffer): string[] => {
  const objects = new Map<number, string>()
  const whole = pdf.toString('latin1')
  for (const found of whole.matchAll(/(\d+) 0 obj\n([\s\S]*?)endobj/g)) {
    const [, id = '', body = ''] = found
    const at = body.indexOf('stream\n')
    const isPacked = at >= 0 && body.includes('/FlateDecode')
    const packed = Buffer.from(body.slice(at + 7, body.lastIndexOf('\nendstream')), 'latin1')
    objects.set(
      Number(id),
      isPacked ? body.slice(0, at) + inflateSync(packed).toString('latin1') : body,
    )
  }
  const fonts = new Map<string, Map<string, string>>()
  const pages = [...objects.values()].filter((body) => /\/Type \/Page\s/.test(body))
  return pages.map((page) => {
    for (const [, name = '', id = ''] of page.matchAll(/\/(F\d+) (\d+) 0 R/g))
      if (!fonts.has(name)) fonts.set(name, lettersIn(objects, Number(id)))
    const content = objects.get(Number(/\/Contents (\d+) 0 R/.exec(page)?.[1])) ?? ''
    const glyphs: { x: number; y: number; letter: string }[] = []
    let [font, x, y] = ['', 0, 0]
    const steps = /\/(F\d+) \S+ Tf|1 0 0 -1 (\S+) (\S+) Tm|(?:(\S+) \S+ Td )?<(\w+)> Tj/g
    for (const [, name, left, top, step, hex] of content.matchAll(steps)) {
      if (name) font = name
      else if (left) [x, y] = [Number(left), Number(top)]
      else if (hex) {
        x += Number(step ?? 0)
        for (const [glyph] of hex.matchAll(/\w{4}/g))
          glyphs.push({ x, y, letter: fonts.get(font)?.get(glyph) ?? '' })
      }
    }
    const rows = Map.groupBy(glyphs, (glyph) => glyph.y)
    return [...rows.values()]
      .map((row) => row.sort((one, other) => one.x - other.x).map(({ letter }) => letter))
      .map((letters) => letters.join(''))
      .join('\n')
  })
}

await onBothEngines(
  t,
  'the PDF says what the CSV says, and bears its signature',
  async (t, db, clock) => {
    const { app, centre, post, send } = await setUp(t, db, clock)
    const slots = ['B-01-01-01', 'B-01-01-02', 'B-01-01-03', 'B-01-01-04']
    for (const [at, slot] of slots.entries()) {
      await givenCard(db, centre, `X${at + 1}`)
      done(await scan(db, centre, `X${at + 1}`, slot))
    }
    const { id } = (await send(`/api/centres/${centre}/stocktakes`, { place: 'B' })).body
    const report = (ending = '') =>
      app.inject({ method: 'GET', url: `/api/stocktakes/${id}/report${ending}`, headers: post })
    t.match((await report('.pdf')).json(), { code: 'stocktake_not_closed' })
    const note = (serial: string, place: string) =>
      send(`/api/stocktakes/${id}/scans`, { serial, place })
    await note('X1', 'B-01-01-01')
    await note('X2', 'B-01-01-05')
    for (let n = 1; n <= 60; n++) await note(`NOBODYS-${n}`, 'B-01-01-05')
    t.equal((await send(`/api/stocktakes/${id}/close`, { missing: 2 })).status, 200)

    const csv = (await report()).body
    t.ok(reportHolds(csv, vault.find))
    const signature = /signature,hmac-sha256:([\w-]+)/.exec(csv)?.[1] ?? ''
    const answer = await report('.pdf')
    t.match(answer.headers, {
      'content-type': 'application/pdf',
      'content-disposition': /stocktake-B-\d{4}-\d\d-\d\d\.pdf/,
    })
    const pages = pagesOf(answer.rawPayload)
    t.ok(pages.length > 1, 'sixty unknown cards take more than one page')
    for (const page of pages) t.match(page, `hmac-sha256:${signature}`)
    const text = pages.join('\n').replaceAll(/[ \u00a0]/g, '')
    for (const [, outcome = '', count = ''] of csv.matchAll(/^count,(\w+),(\d+)/gm)) {
      const label = { expected: 'Laytherewhenitbegan', found: 'Foundintheirplace' }[outcome]
      const name = label ?? outcome.charAt(0).toUpperCase() + outcome.slice(1)
      t.match(text, new RegExp(`^${name}${count}`, 'm'), `${outcome} ${count}`)
    }
    for (const serial of [
      'X2',
      'X3',
      'X4',
      ...Array.from({ length: 60 }, (_, n) => `NOBODYS-${n + 1}`),
    ])
      t.match(text, new RegExp(`^${serial}(B|2|0|1|3)`, 'm'), serial)
    t.notMatch(text, /^X1B/m, 'what was found where it belongs is counted, not named')
    t.match(text, /^NOBODYS-60B-01-01-05/m)

    const [row] = await db.read(namedStocktake({ id }))
    const [here] = await db.read(centreById({ id: centre }))
    if (!row || !here) throw new Error('it is there')
    const paper = await paperOf(db, row, here, vault.find)
    const [first] = layoutStocktake(paper, metrics)
    if (!first) throw new Error('there is a page')
    const side = 3
    const canvas = createCanvas(first.width * side, first.height * side)
    const context = canvas.getContext('2d')
    context.fillStyle = 'white'
    context.fillRect(0, 0, canvas.width, canvas.height)
    context.scale(side, side)
    drawLayout(context, first)
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height)
    const read = jsQR.default(new Uint8ClampedArray(data), canvas.width, canvas.height)
    t.equal(read?.data, codeOf({ id, signature }))
    t.match(read?.data, signature)

    const joinable = drawStocktake({ ...paper, signature: 'fi-fl-ff' })
    t.match(pagesOf(Buffer.from(joinable))[0], 'hmac-sha256:fi-fl-ff', 'as it is read')
  },
)
