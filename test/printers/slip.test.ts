import fc from 'fast-check'
import t from 'tap'
import { drawLayout, metrics } from '../../printers/draw.ts'
import { type Layout, SLIP_WIDTH, type TextBox } from '../../printers/layout.ts'
import { rasterise, renderSlip, type Strips, toPng } from '../../printers/raster.ts'
import { layoutSlip } from '../../printers/slip.ts'
import { aheadText, timeText, waitText } from '../../printers/slip-wording.ts'
import { aSlip, crop, extentOf, inkOf, inkRuns, readQr } from './ink.ts'

const layoutOf = (overrides: Parameters<typeof aSlip>[0] = {}) =>
  layoutSlip(aSlip(overrides), metrics)
const textsOf = ({ boxes }: Layout) => boxes.filter((box) => box.kind === 'text')
const boxOf = (layout: Layout, text: string): TextBox => {
  const box = textsOf(layout).find((one) => one.text === text)
  if (!box) throw new Error(`“${text}” is not on the slip.`)
  return box
}
const lineOf = (text: string): Layout => ({
  width: SLIP_WIDTH,
  height: 100,
  boxes: [
    {
      kind: 'text',
      text,
      style: { size: 60, weight: 400, language: 'ar' },
      align: 'right',
      direction: 'rtl',
      ink: 'black',
      x: 0,
      y: 0,
      width: SLIP_WIDTH,
      height: 100,
      baseline: 66,
    },
  ],
})

t.test('visitors ahead agree with their number in Arabic', async (t) => {
  const said = [0, 1, 2, 3, 10, 11, 25, 99, 100, 102, 103, 111].map((n) => aheadText(n).ar)
  t.same(said, [
    'لا أحد قبلك في هذه الخدمة',
    'قبلك زائر واحد في هذه الخدمة',
    'قبلك زائران في هذه الخدمة',
    'قبلك 3 زوار في هذه الخدمة',
    'قبلك 10 زوار في هذه الخدمة',
    'قبلك 11 زائرًا في هذه الخدمة',
    'قبلك 25 زائرًا في هذه الخدمة',
    'قبلك 99 زائرًا في هذه الخدمة',
    'قبلك 100 زائر في هذه الخدمة',
    'قبلك 102 زائر في هذه الخدمة',
    'قبلك 103 زوار في هذه الخدمة',
    'قبلك 111 زائرًا في هذه الخدمة',
  ])
})

t.test('visitors ahead in English', async (t) => {
  t.same(
    [0, 1, 2].map((n) => aheadText(n).en),
    ['No one is ahead of you', '1 visitor ahead of you', '2 visitors ahead of you'].map(
      (words) => `${words} for this service`,
    ),
  )
})

t.test('the wait is a range, its minutes agree in Arabic, and not knowing is said', async (t) => {
  const said = (p50: number | null, p90: number | null) => Object.values(waitText({ p50, p90 }))
  t.same(said(10, 25), ['الانتظار المتوقع: من 10 إلى 25 دقيقة', 'Expected wait: 10–25 min'])
  t.same(said(2, 5)[0], 'الانتظار المتوقع: من دقيقتين إلى 5 دقائق')
  t.same(said(1, 2)[0], 'الانتظار المتوقع: من دقيقة إلى دقيقتين')
  t.same(said(0, 10), ['الانتظار المتوقع: حتى 10 دقائق', 'Expected wait: up to 10 min'])
  t.same(said(15, 15), ['الانتظار المتوقع: نحو 15 دقيقة', 'Expected wait: about 15 min'])
  t.same(said(0, 0), ['الانتظار المتوقع: أقل من دقيقة', 'Expected wait: under a minute'])
  t.same(said(30, null), ['الانتظار المتوقع: من 30 دقيقة فأكثر', 'Expected wait: 30 min or more'])
  t.same(said(2, null)[0], 'الانتظار المتوقع: من دقيقتين فأكثر')
  t.same(said(345, 374), [
    'الانتظار المتوقع: من 5 ساعات و45 دقيقة إلى 6 ساعات و14 دقيقة',
    'Expected wait: 5 h 45 min to 6 h 14 min',
  ])
  t.same(said(0, null), said(null, null))
  t.same(said(null, null), [
    'لا يمكننا تقدير مدة الانتظار الآن',
    'We cannot estimate the wait right now',
  ])
})

t.test('the time is the centre’s, on the 24-hour clock of all screens', async (t) => {
  const timeAt = (hour: number) => timeText(Date.UTC(2026, 10, 24, hour, 5), 'Asia/Bahrain')
  t.same(timeAt(6), { ar: '09:05', en: '09:05' })
  t.same(timeAt(14), { ar: '17:05', en: '17:05' })
  t.same(timeAt(21), { ar: '00:05', en: '00:05' })
})

t.test('both languages are on the slip, the visitor’s first and larger', async (t) => {
  for (const [first, second] of [
    ['ar', 'en'],
    ['en', 'ar'],
  ] as const) {
    const layout = layoutOf({ language: first })
    const { service, centre } = aSlip()
    for (const name of [service, centre]) {
      const [above, below] = [boxOf(layout, name[first]), boxOf(layout, name[second])]
      t.ok(above.y + above.height <= below.y, `${first} stands above`)
      t.ok(above.style.size > below.style.size, `${first} is larger`)
    }
  }
})

t.test('the number is the largest thing, and the same dots in both languages', async (t) => {
  const crops = (['ar', 'en'] as const).map((language) => {
    const layout = layoutOf({ language })
    const box = boxOf(layout, 'A-014')
    t.equal(box.direction, 'ltr')
    for (const other of textsOf(layout))
      if (other !== box) t.ok(box.style.size > 3 * other.style.size)
    return crop(rasterise(layout), box)
  })
  t.match(crops[0], /#{20}/, 'for this test to mean anything there is ink')
  t.equal(crops[0], crops[1])
})

t.test('the number’s letter stands at its left', async (t) => {
  const leftOf = (number: string) => {
    const layout = layoutOf({ number })
    const bitmap = rasterise({ ...layout, boxes: [boxOf(layout, number)] })
    const letter = inkRuns(bitmap)[0] ?? { from: 0, to: 0 }
    const { y, height } = boxOf(layout, number)
    return crop(bitmap, { x: letter.from, y, width: letter.to - letter.from, height })
  }
  t.equal(leftOf('A-014'), leftOf('A-888'))
  t.not(leftOf('A-014'), leftOf('F-014'))
})

t.test('Arabic letters are joined', async (t) => {
  // ب ط ا | ق ة : alef does not join to what follows it.
  const joined = rasterise(lineOf('بطاقة'))
  const apart = rasterise(lineOf([...'بطاقة'].join('\u200c')))
  t.equal(inkRuns(joined).length, 2)
  t.equal(inkRuns(apart).length, 5)
})

t.test('Arabic runs from right to left', async (t) => {
  const [first, last] = [
    inkRuns(rasterise(lineOf('اببب'))).at(-1),
    inkRuns(rasterise(lineOf('اببب')))[0],
  ]
  const width = (run: typeof first) => (run ? run.to - run.from : 0)
  t.ok(width(first) > 0 && width(first) * 4 < width(last), 'the slim alef stands at the right end')
})

t.test('digits inside an Arabic line keep their own order', async (t) => {
  const bitmap = rasterise(lineOf('و 18'))
  const [left, right] = inkRuns(bitmap).map(
    ({ from, to }) =>
      crop(bitmap, { x: from, y: 0, width: to - from, height: 100 }).split('#').length,
  )
  // An 8 needs more ink than a 1, so the order can be seen.
  t.ok(left && right && left * 1.2 < right)
})

t.test('a copy says so in both languages, white on black across the paper', async (t) => {
  for (const language of ['ar', 'en'] as const) {
    const layout = layoutOf({ language, copy: true })
    t.same(
      new Set(
        textsOf(layout)
          .filter((box) => box.ink === 'white')
          .map((box) => box.text),
      ),
      new Set(['COPY', 'نسخة']),
    )
    const { y, height } = boxOf(layout, 'COPY')
    const band = crop(rasterise(layout), { x: 0, y, width: SLIP_WIDTH, height })
    t.match(band, /^#{576}$/m)
    t.match(band, /#\.+#/, 'letters are cut out of the black')
  }
  t.notOk(textsOf(layoutOf()).some((box) => box.text === 'COPY'))
})

t.test('a phone reads the QR from the paper, in both languages and at every length', async (t) => {
  const urls = [
    aSlip().url,
    'http://127.0.0.1:3000/t/x#y',
    `https://a.example/t/${'0123abcd'.repeat(60)}`,
  ]
  for (const url of urls)
    for (const language of ['ar', 'en'] as const) {
      const layout = layoutOf({ language, url })
      const code = layout.boxes.find((box) => box.kind === 'qr')
      t.ok(code && code.module >= 4, 'a module is at least half a millimetre')
      t.equal(readQr(rasterise(layout)), url)
    }
})

const words = [
  'بطاقة',
  'تجديد',
  'استلام',
  'الهوية',
  'عيسى',
  'card',
  'Renew',
  'gjpqy',
  'ÅÄ',
  '(A-1)',
  'ش'.repeat(70),
  'W'.repeat(70),
]
const name = fc
  .array(fc.constantFrom(...words), { minLength: 1, maxLength: 24 })
  .map((some) => some.join(' '))
const bilingual = fc.record({ ar: name, en: name })
const minutes = fc.option(fc.nat(600))
const content = fc.record({
  language: fc.constantFrom('ar', 'en'),
  centre: bilingual,
  service: bilingual,
  number: fc.constantFrom('A-001', 'W-888', 'M-1000', 'X-12345'),
  ahead: fc.nat(5000),
  estimate: fc.record({ p50: minutes, p90: minutes }),
})

t.test(
  'whatever the names: no text leaves its box, no two are on top of one another',
  async (t) => {
    const check = fc.check(
      fc.property(content, (overrides) => {
        const layout = layoutOf(overrides)
        let apart = 0
        for (const box of layout.boxes) {
          const alone = rasterise({ ...layout, boxes: [box] })
          apart += inkOf(alone)
          const ink = extentOf(alone)
          if (!ink) throw new Error(`Nothing was drawn of ${JSON.stringify(box)}`)
          const inside =
            ink.y >= box.y &&
            ink.y + ink.height <= box.y + box.height &&
            ink.x >= box.x - 2 &&
            ink.x + ink.width <= box.x + box.width + 2
          if (!inside) throw new Error(`${JSON.stringify(ink)} leaves ${JSON.stringify(box)}`)
        }
        return inkOf(rasterise(layout)) === apart
      }),
      { numRuns: 12, seed: 20_261_124 },
    )
    t.notOk(check.failed, fc.defaultReportMessage(check) ?? '')
  },
)

/** A whole slip drawn on one canvas: dots where it is dark. */
const onOneCanvas = async (layout: Layout): Promise<Uint8Array> => {
  const { createCanvas } = await import('@napi-rs/canvas')
  const { width, height } = layout
  const context = createCanvas(width, height).getContext('2d')
  context.fillStyle = 'white'
  context.fillRect(0, 0, width, height)
  drawLayout(context, layout)
  const { data } = context.getImageData(0, 0, width, height)
  const bits = new Uint8Array((width / 8) * height)
  for (let dot = 0; dot < width * height; dot++)
    if ((data[dot * 4] ?? 255) < 168) bits[dot >> 3] = (bits[dot >> 3] ?? 0) | (0x80 >> (dot & 7))
  return bits
}

t.test('line by line, drawn now or kept, a slip is the dots of one whole drawing', async (t) => {
  const strips: Strips = new Map()
  for (const overrides of fc.sample(content, { numRuns: 12, seed: 20_261_129 }))
    for (const copy of [false, true]) {
      const layout = layoutOf({ ...overrides, copy })
      const whole = Buffer.from(await onOneCanvas(layout))
      for (const when of ['drawn', 'kept'])
        t.ok(whole.equals(rasterise(layout, strips).bits), `${when}: ${overrides.number}`)
    }
})

t.test('the lines of a day fit in memory', async (t) => {
  const strips: Strips = new Map()
  for (let n = 0; n < 400; n++)
    renderSlip(aSlip({ number: `A-${String(n).padStart(3, '0')}` }), strips)
  t.ok(strips.size > 10 && strips.size <= 300, 'the number of each is new; the oldest go')
  t.ok([...strips.keys()].some((key) => key.includes('A-399')))
  t.notOk([...strips.keys()].some((key) => key.includes('A-000')))
  t.ok(
    [...strips.keys()].some((key) => key.includes(aSlip().centre.ar)),
    'what comes back on each stays',
  )
})

t.test('the picture is the same dots', async (t) => {
  const { loadImage, createCanvas } = await import('@napi-rs/canvas')
  const bitmap = renderSlip(aSlip())
  const image = await loadImage(await toPng(bitmap))
  t.same([image.width, image.height], [bitmap.width, bitmap.height])
  const context = createCanvas(image.width, image.height).getContext('2d')
  context.drawImage(image, 0, 0)
  const { data } = context.getImageData(0, 0, image.width, image.height)
  let dark = 0
  for (let at = 0; at < data.length; at += 4) if (data[at] === 0) dark++
  t.equal(dark, inkOf(bitmap))
})

t.test('a short slip after a long one carries nothing over', async (t) => {
  const fresh = renderSlip(aSlip())
  renderSlip(
    aSlip({ copy: true, number: 'C-1002', service: { ar: 'استلام', en: 'x '.repeat(60) } }),
  )
  t.same(renderSlip(aSlip()), fresh)
})
