import writeXlsx from 'write-excel-file/node'
import type { Bilingual, Language } from './language.ts'

interface SheetTable {
  /** Becomes the name of its sheet: 31 signs at most in either language. */
  title: Bilingual
  headings: readonly string[]
  rows: readonly (readonly (string | number | null)[])[]
}

const COLUMN_WIDTH = 18

/**
 * A workbook with a sheet for each table, read from the side of a language. A text is stored as a text,
 * whatever it begins with: only a formula is stored as one, and there are none.
 */
export const workbookOf = (tables: readonly SheetTable[], language: Language): Promise<Buffer> =>
  writeXlsx(
    tables.map(({ title, headings, rows }) => ({
      sheet: title[language],
      rightToLeft: language === 'ar',
      stickyRowsCount: 1,
      columns: headings.map(() => ({ width: COLUMN_WIDTH })),
      data: [
        headings.map((value) => ({
          value,
          type: String,
          fontWeight: 'bold' as const,
          wrap: true,
          alignVertical: 'top' as const,
        })),
        ...rows.map((row) => [...row]),
      ],
    })),
  ).toBuffer()
