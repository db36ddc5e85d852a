import { createCanvas } from '@napi-rs/canvas'
import t from 'tap'
import { readSignature, SIGNATURE_BYTES_MAX } from '../../src/cards/signature.ts'
import { chunk, header, MAGIC, png, signature } from './signature.ts'

t.test('a signature is a PNG of its size, with nothing else packed in it', async (t) => {
  const canvas = createCanvas(600, 200)
  canvas.getContext('2d').fillRect(10, 10, 200, 3)
  t.ok(readSignature(canvas.toBuffer('image/png').toString('base64')), 'as a browser draws it')
  t.ok(readSignature(signature()))
  t.ok(readSignature(signature(100, 40)))
  t.ok(readSignature(signature(1200, 600)))
  const data = chunk('IDAT', Buffer.from([1]))
  const end = chunk('IEND')
  const bad: Record<string, Buffer | string> = {
    empty: '',
    'no base64': '<svg>',
    'other letters': signature().replace(/A/, '-'),
    'base64 that can be written otherwise': `${png(header(400, 150), data, end).toString('base64').slice(0, -4)}AB==`,
    'a JPEG': Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), png(header(400, 150), data, end)]),
    'its first bytes alone': MAGIC,
    'too narrow': signature(99, 150),
    'too low': signature(400, 39),
    'too wide': signature(1201, 150),
    'too high': signature(400, 601),
    'no header': png(data, end),
    'two headers': png(header(400, 150), header(9999, 9999), data, end),
    'a short header': png(chunk('IHDR', Buffer.alloc(12)), data, end),
    'sixteen bits': png(header(400, 150, { 8: 16 }), data, end),
    'a colour type that there is not': png(header(400, 150, { 9: 5 }), data, end),
    interlaced: png(header(400, 150, { 12: 1 }), data, end),
    'nothing drawn': png(header(400, 150), end),
    'no end': png(header(400, 150), data),
    'an early end': png(header(400, 150), end, data, end),
    'something after its end': Buffer.concat([png(header(400, 150), data, end), Buffer.from('<?')]),
    'a text': signature(400, 150, chunk('tEXt', Buffer.from('Author\0somebody'))),
    'where it was taken': signature(400, 150, chunk('eXIf', Buffer.alloc(9))),
    'a chunk longer than the file': png(header(400, 150), data.subarray(0, 5)),
    'too many bytes': png(header(400, 150), chunk('IDAT', Buffer.alloc(SIGNATURE_BYTES_MAX)), end),
  }
  for (const [what, image] of Object.entries(bad)) {
    const base64 = typeof image === 'string' ? image : image.toString('base64')
    t.equal(readSignature(base64), null, what)
  }
})
