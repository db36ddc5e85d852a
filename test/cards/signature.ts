import { createCanvas } from '@napi-rs/canvas'

/** A name written on paper, as a page sends it: base64 of a PNG. */
export const signature = (width = 400, height = 150): string => {
  const canvas = createCanvas(width, height)
  const pen = canvas.getContext('2d')
  pen.fillStyle = '#ffffff'
  pen.fillRect(0, 0, width, height)
  pen.lineWidth = 3
  pen.beginPath()
  pen.moveTo(5, height - 5)
  for (let x = 5; x < width - 5; x += width / 80)
    pen.lineTo(x, height / 2 + (height / 3) * Math.sin((x * 6) / width))
  pen.stroke()
  return canvas.toBuffer('image/png').toString('base64')
}
