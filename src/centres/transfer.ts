import type { PlaceStretch } from '../cards/place-file.ts'
import type { CounterSetup } from '../counters/counter.ts'
import type { NoticeKind } from '../notices/notice.ts'
import type { OwnTexts } from '../notices/own-text.store.ts'
import type { CentreSettings, CentreSetup, ServiceSetup } from './centre.ts'

/** What a file says that it is, and in which version of its fields. */
export const FILE_FORMAT = 'dawr-centre'
export const FILE_VERSION = 1

/**
 * A centre as one file: how it is set up, and nobody who works in it or visits it. Services stand in
 * their order; counters go by their labels, for their ids are those of one centre.
 */
export interface CentreFile {
  format: typeof FILE_FORMAT
  version: typeof FILE_VERSION
  centre: CentreSetup
  settings: CentreSettings
  services: ({ id: string } & ServiceSetup)[]
  counters: CounterSetup[]
  /** Where cards lie; a file of before they stood there says nothing of them. */
  places?: PlaceStretch[]
  /** What people are told, in the centre's own words where it has any. */
  messages?: { kind: NoticeKind; text: OwnTexts }[]
}

const twiceAmong = (values: readonly string[]): string[] => [
  ...new Set(values.filter((value, at) => values.indexOf(value) < at)),
]

/** What stands twice in a file that can stand there once. */
export const twiceIn = ({ services, counters, messages = [] }: CentreFile): string[] => [
  ...twiceAmong(services.map(({ id }) => id)),
  ...twiceAmong(services.map(({ prefix }) => prefix)),
  ...twiceAmong(counters.map(({ label }) => label)),
  ...twiceAmong(messages.map(({ kind }) => kind)),
]
