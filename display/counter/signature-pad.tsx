import { useEffect, useRef, useState } from 'preact/hooks'
import { Button, Dialog } from '../shared/components.tsx'
import { useShared } from '../shared/i18n.ts'
import { useHandoverTexts } from './handover-texts.ts'

/** Pixels of the image, whatever the size of the pad on the page. */
const WIDTH = 600
const HEIGHT = 200
const PEN = 3
/** A touch by accident is no signature: so many pixels of ink at least. */
const INK_MIN = 80

interface Point {
  x: number
  y: number
}

/** Where a pointer is, in pixels of the image. */
const pointOf = ({ currentTarget, clientX, clientY }: PointerEvent): Point => {
  if (!(currentTarget instanceof HTMLCanvasElement)) return { x: 0, y: 0 }
  const { left, top, width, height } = currentTarget.getBoundingClientRect()
  return { x: ((clientX - left) / width) * WIDTH, y: ((clientY - top) / height) * HEIGHT }
}

const penOf = (canvas: HTMLCanvasElement | null): CanvasRenderingContext2D | null => {
  const pen = canvas?.getContext('2d') ?? null
  if (pen) Object.assign(pen, { lineWidth: PEN, lineCap: 'round', lineJoin: 'round' })
  return pen
}

/** White paper, so that the ink is seen wherever the image is looked at. */
const clean = (canvas: HTMLCanvasElement | null): void => {
  const pen = penOf(canvas)
  if (!pen) return
  pen.fillStyle = '#ffffff'
  pen.fillRect(0, 0, WIDTH, HEIGHT)
}

/** The visitor signs with whatever points: a finger, a pen or the mouse. @param onDone base64 of a PNG */
export const SignaturePad = (props: { onDone: (image: string) => void; onClose: () => void }) => {
  const text = useHandoverTexts()
  const shared = useShared()
  const canvas = useRef<HTMLCanvasElement>(null)
  const last = useRef<Point | undefined>(undefined)
  const [ink, setInk] = useState(0)
  useEffect(() => clean(canvas.current), [])

  const draw = (event: PointerEvent): void => {
    const from = last.current
    const pen = penOf(canvas.current)
    if (!from || !pen) return
    event.preventDefault()
    const to = pointOf(event)
    pen.beginPath()
    pen.moveTo(from.x, from.y)
    pen.lineTo(to.x, to.y)
    pen.stroke()
    last.current = to
    setInk((before) => before + Math.hypot(to.x - from.x, to.y - from.y))
  }
  const begin = (event: PointerEvent): void => {
    event.preventDefault()
    // A stroke that leaves the pad goes on until it is lifted, and ends there.
    canvas.current?.setPointerCapture(event.pointerId)
    last.current = pointOf(event)
  }
  const lift = (): void => {
    last.current = undefined
  }
  const done = (): void => {
    const url = canvas.current?.toDataURL('image/png') ?? ''
    props.onDone(url.slice(url.indexOf(',') + 1))
  }
  return (
    <Dialog
      title={text('signTitle')}
      onClose={props.onClose}
      actions={
        <>
          <Button look="primary" disabled={ink < INK_MIN} onClick={done}>
            {text('signDone')}
          </Button>
          <Button
            onClick={() => {
              clean(canvas.current)
              setInk(0)
            }}
          >
            {text('signClear')}
          </Button>
          <Button onClick={props.onClose}>{shared('cancel')}</Button>
        </>
      }
    >
      <p class="quiet dialog-hint">{text('signHint')}</p>
      <canvas
        ref={canvas}
        class="signature-pad"
        width={WIDTH}
        height={HEIGHT}
        role="img"
        aria-label={text('signPad')}
        onPointerDown={begin}
        onPointerMove={draw}
        onPointerUp={lift}
        onPointerCancel={lift}
      />
    </Dialog>
  )
}
