import { useState } from 'preact/hooks'
import { fieldWords } from '../../src/words.ts'
import { Button } from '../shared/components.tsx'
import { useLanguage } from '../shared/i18n.ts'
import { useDeliveryTexts } from './delivery-texts.ts'

/** A line of a list that was not taken, as the server names it. */
export interface RejectedLine {
  row: number
  code: string
  field: string | null
  serial: string | null
  detail: string
}

/** So many are read at a glance; whoever mends the file asks for the rest. */
const FIRST = 5

const Line = ({ line }: { line: RejectedLine }) => {
  const text = useDeliveryTexts()
  const language = useLanguage()
  const { row, code, field, serial, detail } = line
  const why = (): string => {
    if (code === 'bad_manifest_row')
      return text('why_bad', { field: fieldWords[field ?? '']?.[language] ?? field ?? '' })
    if (code === 'duplicate_serials') return text('why_twice')
    return code === 'card_known' ? text('why_known') : detail
  }
  return (
    <li class="rejected__line">
      <span class="rejected__row">{text('lineNumber', { row })}</span>
      <span>
        {serial !== null && (
          <>
            <bdi class="code">{serial}</bdi>{' '}
          </>
        )}
        {why()}
      </span>
    </li>
  )
}

/** Some lines: the first of them, and all of them on demand. */
const Lines = ({ lines }: { lines: readonly RejectedLine[] }) => {
  const text = useDeliveryTexts()
  const [isWhole, setWhole] = useState(false)
  return (
    <>
      <ol class="rejected__lines">
        {(isWhole ? lines : lines.slice(0, FIRST)).map((line) => (
          <Line key={line.row} line={line} />
        ))}
      </ol>
      {!isWhole && lines.length > FIRST && (
        <Button onClick={() => setWhole(true)}>{text('allLines')}</Button>
      )}
    </>
  )
}

/**
 * The lines that were not taken: those to be mended, and apart from them the cards that were known,
 * which are all but the mended ones where a corrected list is sent.
 */
export const RejectedLines = ({
  lines,
  knownCount,
}: {
  lines: readonly RejectedLine[]
  /** More may be known than are named. */
  knownCount: number
}) => {
  const text = useDeliveryTexts()
  const known = lines.filter(({ code }) => code === 'card_known')
  const wrong = lines.filter(({ code }) => code !== 'card_known')
  return (
    <>
      {wrong.length > 0 && (
        <div class="problem rejected" role="alert">
          <strong>{text('rejected', { count: wrong.length })}</strong>
          <Lines lines={wrong} />
        </div>
      )}
      {known.length > 0 && (
        <details class="rejected">
          <summary>{text('known', { count: knownCount })}</summary>
          <Lines lines={known} />
        </details>
      )}
    </>
  )
}
