import t from 'tap'
import { encodePrint } from '../../printers/escpos.ts'
import { renderSlip, toPng } from '../../printers/raster.ts'
import { openRenderer } from '../../printers/renderer.ts'
import { aSlip } from './ink.ts'

t.test('the thread draws what drawing here gives, dot for dot', async (t) => {
  const renderer = openRenderer()
  t.teardown(renderer.close)
  const contents = [aSlip(), aSlip({ language: 'en', copy: true }), aSlip({ number: 'A-999' })]
  const slips = await Promise.all(contents.map(renderer.render))
  for (const [n, content] of contents.entries()) {
    const bitmap = renderSlip(content)
    t.same(Buffer.from(slips[n]?.bytes ?? []), encodePrint(bitmap))
    t.same(Buffer.from((await slips[n]?.png()) ?? []), await toPng(bitmap))
  }
})

t.test('a slip that cannot be drawn is its own failure and nobody else’s', async (t) => {
  const renderer = openRenderer()
  t.teardown(renderer.close)
  const odd = renderer.render(aSlip({ timeZone: 'Nowhere/At_all' }))
  const good = renderer.render(aSlip())
  await t.rejects(odd, RangeError)
  t.ok((await good).bytes.length > 0)
})

t.test('with its thread lost a slip fails, and the next one begins another', async (t) => {
  const renderer = openRenderer()
  t.teardown(renderer.close)
  const lost = renderer.render(aSlip())
  await Promise.all([t.rejects(lost, /thread/), renderer.close()])
  t.ok((await renderer.render(aSlip())).bytes.length > 0)
})

t.test('an answer that arrives while it closes does not end the process before it', async (t) => {
  const renderer = openRenderer()
  await renderer.render(aSlip())
  const late = renderer.render(aSlip())
  // Busy until the slip is surely drawn and its answer waits to be read.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500)
  await Promise.all([t.rejects(late, /thread/), renderer.close()])
})
