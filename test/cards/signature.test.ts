import { createCanvas, loadImage, type SKRSContext2D } from '@napi-rs/canvas'
import t from 'tap'
import { readSignature, SIGNATURE_BYTES_MAX } from '../../src/cards/signature.ts'
import { signature } from './signature.ts'

type Format = 'image/png' | 'image/jpeg'

/** An image of 400×150 pixels with something drawn on it. */
const drawn = (draw: (pen: SKRSContext2D) => void, as: Format = 'image/png'): Buffer => {
  const canvas = createCanvas(400, 150)
  draw(canvas.getContext('2d'))
  return as === 'image/png' ? canvas.toBuffer(as) : canvas.toBuffer(as)
}
const stroke = (pen: SKRSContext2D) => pen.fillRect(10, 10, 200, 3)
const painted = (colour: string) => (pen: SKRSContext2D) => {
  pen.fillStyle = colour
  pen.fillRect(0, 0, 400, 150)
}

/** Where the header of a PNG ends, which is where other chunks may begin. */
const AFTER_HEADER = 33
const from = (base64: string) => Buffer.from(base64, 'base64')

/** A PNG with a text in it; nobody looks at its checksum before the image is drawn anew. */
const withText = (png: Buffer, words: string): Buffer => {
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(words.length)
  const text = Buffer.concat([length, Buffer.from(`tEXt${words}`, 'latin1'), sum])
  return Buffer.concat([png.subarray(0, AFTER_HEADER), text, png.subarray(AFTER_HEADER)])
}

t.test('a signature is a PNG of its size with something written on it', async (t) => {
  t.ok(await readSignature(drawn(stroke).toString('base64')), 'on paper that is clear')
  t.ok(await readSignature(signature()))
  t.ok(await readSignature(signature(100, 40)))
  t.ok(await readSignature(signature(1200, 600)))
  const whole = from(signature())
  const wide = Buffer.from(whole)
  wide.writeUInt32BE(1201, 16)
  const noise = Buffer.alloc(SIGNATURE_BYTES_MAX - whole.length + 1, 7)
  const bad: Record<string, Buffer | string> = {
    empty: '',
    'no base64': '<svg>',
    'other letters': signature().replace(/A/, '-'),
    'a JPEG': drawn(stroke, 'image/jpeg'),
    'a drawing in words': Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
    'its first bytes alone': whole.subarray(0, 8),
    'its header alone': whole.subarray(0, AFTER_HEADER),
    'too narrow': signature(99, 150),
    'too low': signature(400, 39),
    'too wide': signature(1201, 150),
    'too high': signature(400, 601),
    'another size than it says': wide,
    'too many bytes': Buffer.concat([whole, noise]),
    'clear paper': drawn(() => {}),
    'white paper': drawn(painted('#ffffff')),
    'black paper': drawn(painted('#000000')),
    'a touch by accident': drawn((pen) => pen.fillRect(10, 10, 10, 3)),
    'hardly to be seen': drawn((pen) => {
      pen.fillStyle = '#e0e0e0'
      pen.fillRect(10, 10, 200, 3)
    }),
  }
  for (const [what, image] of Object.entries(bad)) {
    const base64 = typeof image === 'string' ? image : image.toString('base64')
    t.equal(await readSignature(base64), null, what)
  }
})

t.test(
  'what is kept is what was written, on white paper, and nothing packed beside it',
  async (t) => {
    const sent = withText(from(signature()), 'Author\0somebody')
    const kept = from((await readSignature(sent.toString('base64'))) ?? '')
    t.match(sent.toString('latin1'), /somebody/)
    t.notMatch(kept.toString('latin1'), /tEXt|somebody/)
    const image = await loadImage(kept)
    t.same([image.width, image.height], [400, 150])
    const clear = await readSignature(drawn(stroke).toString('base64'))
    const canvas = createCanvas(400, 150)
    const pen = canvas.getContext('2d')
    pen.drawImage(await loadImage(from(clear ?? '')), 0, 0)
    t.same([...pen.getImageData(20, 11, 1, 1).data], [0, 0, 0, 255], 'the ink')
    t.same([...pen.getImageData(300, 100, 1, 1).data], [255, 255, 255, 255], 'the paper')
  },
)
