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

/** Those of a list that have a value no other before them has. */
const firstBy = <One, Key extends keyof One>(list: readonly One[], key: Key): One[] =>
  list.filter((one, at) => list.findIndex((other) => other[key] === one[key]) === at)

const twiceBy = <One, Key extends keyof One>(
  list: readonly One[],
  key: Key,
  field: string,
): { what: One[Key]; field: string }[] => {
  const values = list.map((one) => one[key])
  const twice = values.filter((value, at) => values.indexOf(value) < at)
  return [...new Set(twice)].map((what) => ({ what, field }))
}

/** What stands twice in a file that can stand there once, and as what. */
export const twiceIn = ({ services, counters, messages = [] }: CentreFile) => [
  ...twiceBy(services, 'id', 'serviceCode'),
  ...twiceBy(services, 'prefix', 'prefix'),
  ...twiceBy(counters, 'label', 'label'),
  ...twiceBy(messages, 'kind', 'message'),
]

/** The file with the first of what stands in it twice: of what is told, nothing is told again. */
export const onceIn = (file: CentreFile): CentreFile => ({
  ...file,
  services: firstBy(firstBy(file.services, 'id'), 'prefix'),
  counters: firstBy(file.counters, 'label'),
  messages: firstBy(file.messages ?? [], 'kind'),
})
