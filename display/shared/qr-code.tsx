import { useMemo } from 'preact/hooks'
import { create } from 'qrcode'
import { useShared } from './i18n.ts'

const QUIET_ZONE = 4

/** A QR code as one path, sharp at every size. Always dark on white: cameras want it so. */
export const QrCode = (props: { text: string; label: string }) => {
  const shared = useShared()
  const { size, path } = useMemo(() => {
    const { modules } = create(props.text, { errorCorrectionLevel: 'M' })
    const squares: string[] = []
    for (let row = 0; row < modules.size; row++)
      for (let column = 0; column < modules.size; column++)
        if (modules.get(row, column))
          squares.push(`M${column + QUIET_ZONE} ${row + QUIET_ZONE}h1v1h-1z`)
    return { size: modules.size + 2 * QUIET_ZONE, path: squares.join('') }
  }, [props.text])
  return (
    <svg
      class="qr"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={shared('qrLabel', { what: props.label })}
      shape-rendering="crispEdges"
    >
      <path d={path} />
    </svg>
  )
}
