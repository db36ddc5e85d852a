import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  Legend,
  LinearScale,
  Tooltip,
} from 'chart.js'
import { useEffect, useRef } from 'preact/hooks'
import { localeOf, useLanguage } from '../shared/i18n.ts'

Chart.register(BarController, BarElement, CategoryScale, Legend, LinearScale, Tooltip)

export interface Series {
  label: string
  values: number[]
  /** The name of a colour in tokens.css. */
  colour: '--plot-first' | '--plot-second' | '--bad' | '--ok'
}

/** Colours and type as they are where the plot stands. */
const tokensAt =
  (place: Element) =>
  (name: string): string =>
    getComputedStyle(place).getPropertyValue(name).trim()

/** A rem in pixels, so that larger text is larger here as well. */
const rem = (): number => Number.parseFloat(getComputedStyle(document.documentElement).fontSize)

/** How many signs of a name stand in one line under its bars. */
const LINE_MAX = 14

/** A long name in lines, broken between its words. */
const inLines = (name: string): string | string[] => {
  if (name.length <= LINE_MAX) return name
  const lines: string[] = []
  for (const word of name.split(' ')) {
    const longer = `${lines.at(-1)} ${word}`
    if (lines.length > 0 && longer.length <= LINE_MAX) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines
}

/**
 * Bars side by side, from the reading side on. The numbers themselves stand in a table beside it,
 * for those who cannot see a picture and those who want to take them away.
 */
export const Plot = (props: { label: string; names: string[]; series: Series[] }) => {
  const canvas = useRef<HTMLCanvasElement>(null)
  const isRtl = useLanguage() === 'ar'
  const { label, names, series } = props
  const drawn = JSON.stringify([names, series, isRtl])
  // Drawn anew only when what it says changes.
  useEffect(() => {
    if (!canvas.current) return undefined
    const token = tokensAt(canvas.current)
    const font = { family: token('--font'), size: rem() * 0.875 }
    const reading = { rtl: isRtl, textDirection: isRtl ? 'rtl' : 'ltr' }
    const chart = new Chart(canvas.current, {
      type: 'bar',
      data: {
        labels: names.map(inLines),
        datasets: series.map(({ label: name, values, colour }) => ({
          label: name,
          data: values,
          backgroundColor: token(colour),
          borderRadius: 3,
          maxBarThickness: rem() * 2.5,
        })),
      },
      options: {
        animation: false,
        locale: localeOf(isRtl ? 'ar' : 'en'),
        maintainAspectRatio: false,
        // A scale that runs from right to left keeps no room for half of its last name.
        layout: { padding: { left: isRtl ? rem() : 0 } },
        color: token('--text'),
        font,
        plugins: {
          legend: {
            display: series.length > 1,
            align: 'start',
            ...reading,
            labels: { font, boxWidth: rem(), boxHeight: rem() * 0.75 },
          },
          tooltip: { ...reading, titleFont: font, bodyFont: font },
        },
        scales: {
          x: {
            reverse: isRtl,
            grid: { display: false },
            ticks: {
              font,
              color: token('--text-quiet'),
              maxRotation: 0,
              autoSkip: names.length > 12,
              autoSkipPadding: rem(),
            },
          },
          y: {
            position: isRtl ? 'right' : 'left',
            beginAtZero: true,
            suggestedMax: 5,
            border: { display: false },
            grid: { color: token('--line') },
            ticks: { font, color: token('--text-quiet'), precision: 0 },
          },
        },
      },
    })
    return () => chart.destroy()
  }, [drawn])
  return (
    <div class="plot">
      <canvas ref={canvas} role="img" aria-label={label} />
    </div>
  )
}
