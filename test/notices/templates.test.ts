import { SegmentedMessage } from 'sms-segments-calculator'
import t from 'tap'
import { nextOpening } from '../../src/centres/hours.ts'
import { noticeKinds } from '../../src/notices/notice.ts'
import { partsOf, smsLength } from '../../src/notices/sms-length.ts'
import { aheadIn, textOf, type Wording } from '../../src/notices/templates.ts'
import { fill, TEXT_MAX, textObjection, usualTexts } from '../../src/notices/wording.ts'

const centre = { ar: 'مركز مدينة عيسى', en: 'Isa Town Centre' }
const service = { ar: 'تجديد البطاقة', en: 'Renew card' }
const ticketId = '019aa3f2-7c11-7d3e-9b52-3f0c6f1f2a10'
const secret = 'hX2kq0r9TqWm3b7sZcVd1A'
const link = `https://dawr.gov.bh/t/${ticketId}#${secret}`
const timeZone = 'Asia/Bahrain'
const always = { timeZone, holidays: {} }
const weekday = { opens: '07:00', closes: '14:15' }
/** Sunday to Thursday, as in Bahrain. */
const hours = { 1: weekday, 2: weekday, 3: weekday, 4: weekday, 7: weekday }
/** A Tuesday, 08:00 in Bahrain. */
const tuesdayMorning = Date.UTC(2026, 10, 24, 5)
const HOUR_MS = 3_600_000

t.test('the texts, and how many SMS each takes', async (t) => {
  const opening = nextOpening({ hours, ...always }, tuesdayMorning)
  const issued: Wording = { kind: 'ticket_issued', number: 'A-014', service, centre, link }
  const nearly: Wording = { kind: 'nearly_turn', number: 'A-014', ahead: 3, centre, link }
  const missing: Wording = { kind: 'pick_not_found', number: 'C-014' }
  const ready: Wording = { kind: 'card_ready', centre, opening, pickupCode: '048213' }
  const cases = [
    [issued, 'ar', `رقمك A-014: تجديد البطاقة، مركز مدينة عيسى\n${link}`, 2],
    [issued, 'en', `Your number is A-014: Renew card, Isa Town Centre\n${link}`, 1],
    [nearly, 'ar', 'اقترب دورك A-014، أمامك 3 زوار\nانتظر في القاعة: مركز مدينة عيسى', 1],
    [
      nearly,
      'en',
      'Your turn is near, A-014: 3 visitors ahead of you\nPlease wait in the hall: Isa Town Centre',
      1,
    ],
    [missing, 'ar', 'C-014: لم نجد بطاقتك في مكانها، ونبحث عنها الآن. رقمك محفوظ', 1],
    [
      missing,
      'en',
      'C-014: your card is not in its place. We are searching for it now, and your number is kept.',
      1,
    ],
    [ready, 'ar', 'بطاقتك جاهزة: مركز مدينة عيسى\nاليوم 07:00-14:15\nرمز الاستلام 048213', 1],
    [
      ready,
      'en',
      'Your ID card is ready: Isa Town Centre\nOpen today 07:00-14:15\nPickup code 048213',
      1,
    ],
  ] as const
  for (const [wording, language, text, parts] of cases) {
    const written = textOf(wording, language)
    t.comment(`${wording.kind} ${language}: ${written.length} units, ${partsOf(written)} part(s)`)
    t.equal(written, text)
    t.equal(partsOf(written), parts, `${wording.kind} in ${language}`)
  }
})

t.test('what a browser is told has a heading', async (t) => {
  const nearly: Wording = { kind: 'push_nearly', number: 'A-014', ahead: 3 }
  const called: Wording = { kind: 'push_called', number: 'A-014', counter: '7' }
  t.equal(textOf(nearly, 'ar'), 'اقترب دورك A-014\nأمامك 3 زوار')
  t.equal(textOf(nearly, 'en'), 'Your turn is near, A-014\n3 visitors ahead of you')
  t.equal(textOf(called, 'ar'), 'حان دورك A-014\nتوجّه الآن إلى النافذة 7')
  t.equal(textOf(called, 'en'), 'It is your turn, A-014\nPlease go to counter 7')
})

t.test('Arabic counts the visitors ahead in all six forms', async (t) => {
  const forms = [
    [0, 'لا أحد أمامك'],
    [1, 'أمامك زائر واحد'],
    [2, 'أمامك زائران'],
    [3, 'أمامك 3 زوار'],
    [10, 'أمامك 10 زوار'],
    [11, 'أمامك 11 زائرًا'],
    [99, 'أمامك 99 زائرًا'],
    [100, 'أمامك 100 زائر'],
    [103, 'أمامك 103 زوار'],
  ] as const
  for (const [count, form] of forms) t.equal(aheadIn(count, 'ar'), form)
})

t.test('English counts them in two, and nobody', async (t) => {
  t.equal(aheadIn(0, 'en'), 'nobody ahead of you')
  t.equal(aheadIn(1, 'en'), '1 visitor ahead of you')
  t.equal(aheadIn(2, 'en'), '2 visitors ahead of you')
})

t.test('a part is 160 GSM-7 or 70 UCS-2 units alone, and 153 or 67 joined', async (t) => {
  const fits = [
    ['a', 160, 1],
    ['a', 306, 2],
    ['a', 459, 3],
    ['ب', 70, 1],
    ['ب', 134, 2],
    ['ب', 201, 3],
  ] as const
  for (const [letter, units, parts] of fits) {
    t.equal(partsOf(letter.repeat(units)), parts)
    t.equal(partsOf(letter.repeat(units + 1)), parts + 1)
  }
})

t.test('parts are counted as the library of the providers counts them', async (t) => {
  // About the borders of one, two and three parts, with what may fall on a border.
  const fillers = ['a', 'ب']
  const pieces = ['', '5', '#', '^', 'é', '،', '٣', 'رً', 'بَّ', 'بَّٰ', 'ـ', '–', '😀']
  const borders = [70, 134, 160]
  const odd: string[] = []
  for (const filler of fillers)
    for (const piece of pieces)
      for (const border of borders)
        for (const from of [65, 66, 132])
          for (const units of [border, border + 1]) {
            const start = filler.repeat(Math.min(from, units - piece.length)) + piece
            const text = start + filler.repeat(Math.max(0, units - start.length))
            const { segmentsCount } = new SegmentedMessage(text)
            if (partsOf(text) !== segmentsCount) odd.push(`${piece} at ${from} of ${units}`)
          }
  t.strictSame(odd, [])
})

t.test('the message of a ready card names the next hours the centre is open', async (t) => {
  const lines = (now: number, language: 'ar' | 'en' = 'ar') => {
    const opening = nextOpening({ hours, ...always }, now)
    return textOf({ kind: 'card_ready', centre, opening, pickupCode: '000001' }, language)
  }
  t.match(lines(tuesdayMorning), /\nاليوم 07:00-14:15\n/, 'while it is open today')
  t.match(lines(tuesdayMorning + 7 * HOUR_MS), /\nغدًا 07:00-14:15\n/, 'after it has closed')
  const thursdayEvening = tuesdayMorning + (48 + 10) * HOUR_MS
  t.match(lines(thursdayEvening), /\nالأحد 07:00-14:15\n/, 'over the weekend')
  t.match(lines(thursdayEvening, 'en'), /\nOpen Sunday 07:00-14:15\n/)
})

t.test('a centre without hours is told of without them', async (t) => {
  const opening = nextOpening({ hours: {}, ...always }, tuesdayMorning)
  t.equal(opening, null)
  t.equal(
    textOf({ kind: 'card_ready', centre, opening, pickupCode: '000001' }, 'ar'),
    'بطاقتك جاهزة: مركز مدينة عيسى\nرمز الاستلام 000001',
  )
})

t.test('every message but the one that brings a link fits one SMS at its longest', async (t) => {
  const opening = nextOpening({ hours: { 3: weekday }, ...always }, tuesdayMorning - 24 * HOUR_MS)
  const cards = (['card_ready', 'card_reminder_7', 'card_reminder_30'] as const).map((kind) => ({
    kind,
    centre,
    opening,
    pickupCode: '000001',
  }))
  // The most that a centre may call near is 50.
  const near = [0, 2, 3, 50].map((ahead) => ({
    kind: 'nearly_turn' as const,
    number: 'A-1014',
    ahead,
    centre,
    link,
  }))
  for (const wording of [...cards, ...near])
    for (const language of ['ar', 'en'] as const) {
      const text = textOf(wording, language)
      t.comment(`${wording.kind} ${language}: ${text.length} units, ${partsOf(text)} part(s)`)
      t.match(text, centre[language])
      t.equal(partsOf(text), 1, `${text.length} units`)
    }
})

t.test("a centre's own words take the place of the usual ones", async (t) => {
  const nearly: Wording = { kind: 'nearly_turn', number: 'A-014', ahead: 3, centre, link }
  t.equal(textOf(nearly, 'en', '{number}, come\n{link}'), `A-014, come\n${link}`)
  t.equal(
    textOf(nearly, 'ar', 'تعال {الرقم}، {أمامك} {الرابط}'),
    `تعال A-014، أمامك 3 زوار ${link}`,
  )
  const tricky = { number: '$& {link}', link: '…' }
  t.equal(
    fill('{number} {link}', 'en', tricky),
    '$& {link} …',
    'what is put in is not filled again',
  )
})

t.test('the usual texts are held to the same rule as all others', async (t) => {
  for (const kind of noticeKinds)
    for (const language of ['ar', 'en'] as const) {
      const text = usualTexts[kind][language]
      t.equal(textObjection(kind, language, text), null, `${kind} ${language}`)
      t.ok(text.length <= TEXT_MAX)
    }
})

t.test('a placeholder that is unknown, missing or would be lost is named', async (t) => {
  const of = (text: string) => textObjection('card_ready', 'en', text)
  const known = '{centre} {code} {hours}'
  const unknown = (placeholder: string) => ({
    refused: 'unknown_placeholder',
    details: { placeholder, known, field: 'en' },
  })
  t.match(of('{centre} {code} {phone}'), unknown('{phone}'))
  t.match(of('{centre} {code} {number}'), unknown('{number}'), 'that of another message')
  t.match(of('{المركز} {code}'), unknown('{المركز}'), 'that of the other language')
  t.match(of('{centre {code}'), unknown('{'))
  t.match(of('{centre} {code} {}'), unknown('{}'))
  t.match(of('{centre}'), {
    refused: 'missing_placeholder',
    details: { placeholder: '{code}', field: 'en' },
  })
  t.match(of('{centre}\n{hours} {code}'), {
    refused: 'hours_beside',
    details: { hours: '{hours}', placeholder: '{code}' },
  })
  t.equal(of('{code}\n{centre}'), null, 'the hours need not be told')
})

t.test('how long a text is, as it is sent', async (t) => {
  t.strictSame(smsLength('a€'), { encoding: 'GSM-7', units: 3, parts: 1 })
  t.strictSame(smsLength('دور 😀'), { encoding: 'UCS-2', units: 6, parts: 1 })
})
