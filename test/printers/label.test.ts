import { createCanvas } from '@napi-rs/canvas'
import decodeQr from 'jsqr'
import t from 'tap'
import { metrics } from '../../printers/draw.ts'
import { encodePrint } from '../../printers/escpos.ts'
import { type LabelContent, layoutLabel } from '../../printers/label.ts'
import { A4 } from '../../printers/layout.ts'
import { renderLabel } from '../../printers/raster.ts'
import { openRenderer } from '../../printers/renderer.ts'
import { drawPage, drawSheet } from '../../printers/sheet.ts'
import { decodeSlips } from './escpos-decoder.ts'
import { crop, inkRuns, readQr } from './ink.ts'

const aLabel = (overrides: Partial<LabelContent> = {}): LabelContent => ({
  code: 'B-03-12-07',
  name: { ar: 'القسم B · خانة 7', en: 'Section B · Slot 7' },
  ...overrides,
})
const codes = ['B', 'B-03', 'B-03-12-07', 'ABCD-999-999-999', 'A'.repeat(32)]

t.test('the QR code of a label reads as the code of its place', async (t) => {
  for (const code of codes) t.equal(readQr(renderLabel(aLabel({ code }))), code)
})

t.test('nothing leaves a label, however long its code and names are', async (t) => {
  const long = { ar: 'خزانة طويلة الاسم '.repeat(8), en: 'A cabinet with a long name '.repeat(6) }
  for (const code of codes) {
    const { width, height, boxes } = layoutLabel(aLabel({ code, name: long }), metrics)
    for (const box of boxes) {
      t.ok(box.x >= 0 && box.x + box.width <= width, `${code}: ${box.kind} within the width`)
      t.ok(box.y >= 0 && box.y + box.height <= height, `${code}: ${box.kind} within the height`)
      if (box.kind === 'text')
        t.ok(metrics.textWidth(box.text, box.style) <= box.width, `${code}: ${box.text}`)
    }
  }
})

t.test('Arabic letters join, and its line stands at the right', async (t) => {
  const layout = layoutLabel(aLabel({ name: { ar: 'خزانة', en: 'x' } }), metrics)
  const line = layout.boxes.find((box) => box.kind === 'text' && box.text === 'خزانة')
  if (line?.kind !== 'text') throw new Error('there is no Arabic line')
  t.match(line, { align: 'right', direction: 'rtl' })
  const bitmap = renderLabel(aLabel({ name: { ar: 'خزانة', en: 'x' } }))
  const rows = crop(bitmap, line).split('\n')
  const isInked = (column: number) => rows.some((row) => row[column] === '#')
  const inked = Array.from({ length: line.width }, (_, column) => isInked(column))
  const pieces = inked.filter((ink, at) => ink && !inked[at - 1]).length
  // After ز and ا nothing joins, and the tail of ز reaches below ا: five letters, fewer pieces.
  t.equal(pieces, 2)
  t.ok(inked.lastIndexOf(true) >= line.width - 4, 'up to the right edge')
  t.ok(inkRuns(bitmap).length > 0)
})

t.test('a sheet holds twenty-four labels, each with its code', async (t) => {
  const scale = 3
  const canvas = createCanvas(Math.ceil(A4.width * scale), Math.ceil(A4.height * scale))
  const page = canvas.getContext('2d')
  page.fillStyle = 'white'
  page.fillRect(0, 0, canvas.width, canvas.height)
  page.scale(scale, scale)
  const all = Array.from({ length: 24 }, (_, at) => `B-03-12-${String(at + 1).padStart(2, '0')}`)
  drawPage(
    page,
    all.map((code) => aLabel({ code })),
  )
  const [width, height] = [Math.floor(canvas.width / 3), Math.floor(canvas.height / 8)]
  const read = all.map((_, at) => {
    const { data } = page.getImageData((at % 3) * width, Math.floor(at / 3) * height, width, height)
    return decodeQr.default(new Uint8ClampedArray(data), width, height)?.data
  })
  t.same(read, all)
})

t.test('a PDF has a page for every twenty-four labels, and embeds its letters', async (t) => {
  const sheet = (count: number) =>
    Buffer.from(drawSheet(Array.from({ length: count }, () => aLabel()))).toString('latin1')
  t.match(sheet(1), /^%PDF-1\.\d/)
  const pages = (pdf: string) => Number(/\/Count (\d+)/.exec(pdf)?.[1])
  t.same(
    [1, 24, 25].map((count) => pages(sheet(count))),
    [1, 1, 2],
  )
  t.match(sheet(1), /\/FontFile2/)
})

t.test('the thread draws labels and sheets as they are drawn here', async (t) => {
  const renderer = openRenderer()
  t.teardown(renderer.close)
  const labels = codes.map((code) => aLabel({ code }))
  const { bytes, png } = await renderer.labels(labels)
  t.same(Buffer.from(bytes), Buffer.concat(labels.map((label) => encodePrint(renderLabel(label)))))
  t.same(decodeSlips(bytes).map(readQr), codes, 'each is cut off by itself')
  t.ok((await png()).length > 0)
  t.equal(Buffer.from((await renderer.sheet(labels)).subarray(0, 5)).toString(), '%PDF-')
})
