import { setImmediate } from 'node:timers/promises'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { may, mayActIn } from '../access.ts'
import { tokenHash } from '../crypto.ts'
import type { Deps } from '../deps.ts'
import type { App } from '../http.ts'
import { languageOf } from '../language.ts'
import { phoneFrom, westernDigits } from '../phone.ts'
import { plainTexts } from '../plain-text.ts'
import { FAULTS_MAX, isRefusal, type Refusal, refuse, refuseAll } from '../refusal.ts'
import { CentreParams, Id } from '../schemas.ts'
import { sentenceOf } from '../sentences.ts'
import { refusedAt } from '../stands-at.ts'
import { scannedCode, staffIdOf } from './card.routes.ts'
import { CardState, Nullable, ScanId, Serial } from './card.schemas.ts'
import { hasOddBirthMonth } from './card.ts'
import {
  announceCards,
  beginDelivery,
  closeManifest,
  type ManifestRow,
  manifestByFingerprint,
  manifestById,
  openDelivery,
  SLICE_CARDS,
} from './manifest.store.ts'
import {
  fingerprintText,
  MANIFEST_CARDS_MAX,
  type NumberedCard,
  REJECTED_MAX,
  type RejectedRow,
  readRows,
  reportOf,
  type ManifestRow as SentRow,
  tidyRow,
} from './manifest.ts'
import { readCsv } from './manifest-csv.ts'
import { receiveOnce } from './manifest-scan.store.ts'
import { sectionFill } from './place.store.ts'
import { at } from './station.ts'

/** 50,000 cards with every field filled are about 6 MB of JSON. */
const MANIFEST_BYTES_MAX = 16 * 1024 * 1024
const ORIGIN_MAX = 100
/** Lines named in a warning, and in a report. */
const WARNED_MAX = 100

const Origin = Type.String({ minLength: 1, maxLength: ORIGIN_MAX, description: 'Who sent it.' })
const ManifestBody = Type.Object({
  origin: Origin,
  cards: Type.Array(
    Type.Object({
      serial: Type.String({ maxLength: 64 }),
      citizenId: Type.String({ maxLength: 32 }),
      phone: Type.Optional(Type.String({ maxLength: 32 })),
      language: Type.Optional(Type.String({ maxLength: 8, description: 'ar (default) or en' })),
      applicationNumber: Type.Optional(
        Type.String({
          maxLength: 64,
          description:
            'With which its owner asks from outside: 6 to 32 letters, digits, - and /, that cannot be counted up. Kept as a keyed hash alone.',
        }),
      ),
    }),
    { minItems: 1, maxItems: MANIFEST_CARDS_MAX },
  ),
})
const Rejected = Type.Object({
  row: Type.Integer(),
  code: Type.Enum(['bad_manifest_row', 'ambiguous_serial', 'duplicate_serials', 'card_known']),
  field: Nullable,
  serial: Nullable,
  detail: Type.String({ description: 'In the language asked for.' }),
})
const Announced = Type.Object({
  id: Id,
  expected: Type.Integer({ description: 'Cards that were taken; 0: all of them were known.' }),
  rejected: Type.Array(Rejected, {
    description:
      'Lines (of a file, with its header) that were not taken, and why; at most 1,000, those that name a known card last. The others were.',
  }),
  known: Type.Integer({
    description: 'Cards of the list that were known before, and stay as they are.',
  }),
  oddCitizenIds: Type.Array(Type.Integer(), {
    description:
      'Lines (of a file, with its header) whose citizen id does not begin with a year and month: taken, but worth a look. The first 100.',
  }),
})
const ManifestParams = Type.Object({ manifest: Id })

/** The numbers of a list's lines in the file that it came in; in JSON they are counted from 1. */
const linesOf = new WeakMap<FastifyRequest, readonly number[]>()

/** Turns a CSV body into the JSON one, and each line into texts, before the schema looks at them. */
const tidyList = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
  if (typeof request.body === 'string') {
    const read = readCsv(request.body)
    if (isRefusal(read)) return reply.refuse(read)
    const { query } = request
    const origin: unknown =
      typeof query === 'object' && query !== null ? Reflect.get(query, 'origin') : undefined
    request.body = { origin: plainTexts(origin), cards: read.cards }
    linesOf.set(request, read.lines)
  }
  const { body } = request
  if (typeof body !== 'object' || body === null) return undefined
  const cards: unknown = Reflect.get(body, 'cards')
  if (Array.isArray(cards)) Reflect.set(body, 'cards', cards.map(tidyRow))
  return undefined
}

/** Lines of a checked list whose citizen ids look odd. */
const oddLines = (rows: readonly SentRow[], numbers: readonly number[]): number[] =>
  rows
    .flatMap(({ citizenId }, at) =>
      hasOddBirthMonth(westernDigits(citizenId).trim()) ? [numbers[at] ?? at + 1] : [],
    )
    .slice(0, WARNED_MAX)

const rejection = ({ row, code, field, serial }: RejectedRow): Refusal =>
  refuse(code, { row, field: field ?? '', serial: serial ?? '' })

/** Why a line was not taken, said behind its number: that is not said again. */
const named = (row: RejectedRow): Refusal =>
  row.code === 'bad_manifest_row'
    ? refuse('malformed', { field: row.field ?? '', why: 'pattern' })
    : rejection(row)

/** The same, with the number before it. */
const atLine = (row: RejectedRow): Refusal =>
  refusedAt('line', { ar: `${row.row}`, en: `${row.row}` }, named(row))

/** A delivery as it is answered: its report in the asker's language. */
const announcedView = (
  { id, expected }: ManifestRow,
  report: readonly RejectedRow[],
  languages: string | undefined,
) => ({
  id,
  expected,
  rejected: report.map((row) => ({
    ...row,
    detail: sentenceOf(named(row), languageOf(languages)),
  })),
})

export const manifestRoutes = async (app: App, deps: Deps): Promise<void> => {
  const { db, vault, ids } = deps

  const sealed = ({ serial, citizenId, phone, language, applicationNumber }: NumberedCard) => ({
    serial,
    citizenHash: vault.find(citizenId),
    citizenCipher: vault.seal(citizenId),
    phoneCipher: phone === null ? null : vault.seal(phone),
    applicationHash: applicationNumber === null ? null : vault.findApplication(applicationNumber),
    language,
  })

  /** Checks a list slice by slice, so that calls go on while a long one comes in. */
  const readList = async (
    centreId: string,
    rows: readonly SentRow[],
    numbers: readonly number[],
  ) => {
    const cards: NumberedCard[] = []
    const rejected: RejectedRow[] = []
    const fill = await db.read(sectionFill({ centreId }))
    const sections = new Set(fill.map(({ section }) => section))
    const context = { readPhone: phoneFrom, sections, seen: new Set<string>() }
    for (let from = 0; from < rows.length; from += SLICE_CARDS) {
      const to = from + SLICE_CARDS
      const slice = readRows(rows.slice(from, to), numbers.slice(from, to), context)
      cards.push(...slice.cards)
      rejected.push(...slice.rejected)
      await setImmediate()
    }
    return { cards, rejected }
  }

  /** Writes the cards of a delivery a slice at a time, and which of them were known. */
  const load = async (
    manifest: ManifestRow,
    cards: readonly NumberedCard[],
  ): Promise<ManifestRow | Refusal> => {
    const { id, centreId } = manifest
    const refused = new Set<string>()
    for (let from = 0; from < cards.length; from += SLICE_CARDS) {
      const slice = cards.slice(from, from + SLICE_CARDS).map(sealed)
      const known = await db.write(centreId, (command) => announceCards(command, id, slice))
      if (isRefusal(known)) return known
      for (const serial of known) refused.add(serial)
    }
    const knownRows = cards.flatMap(({ row, serial }): RejectedRow[] =>
      refused.has(serial) ? [{ row, code: 'card_known', field: 'serial', serial }] : [],
    )
    return db.write(centreId, (command) =>
      openDelivery(command, id, knownRows.slice(0, REJECTED_MAX)),
    )
  }

  // In a scope of its own, so that no other route takes CSV.
  app.register(async (scope: App) => {
    scope.addContentTypeParser(
      'text/csv',
      { parseAs: 'string' },
      // What no database keeps is as good as unreadable: its line is named.
      async (_: unknown, text: unknown) => String(text).replaceAll('\0', '\uFFFD'),
    )
    scope.post(
      '/api/centres/:centre/manifests',
      {
        bodyLimit: MANIFEST_BYTES_MAX,
        config: { may: may.postSection },
        preValidation: tidyList,
        schema: {
          summary: 'Announce a delivery',
          description:
            'JSON, or CSV with the header serial,citizenId,phone,language,applicationNumber (the last three may be left out) and ?origin=, with commas, semicolons or tabs between the fields. Up to 50,000 cards; lines that are wrong, name a card that is known, or have a serial that would be taken for a place or a ticket when it is scanned, are reported, and the others are taken. The same cards once more, or cards that are all known, are answered 200 with what is wrong in the list just sent, and change nothing; a list that was broken off is gone on with.',
          tags: ['deliveries'],
          consumes: ['application/json', 'text/csv'],
          params: CentreParams,
          querystring: Type.Object({ origin: Type.Optional(Origin) }),
          body: ManifestBody,
          response: { 200: Announced, 201: Announced },
        },
      },
      async (request, reply) => {
        const centreId = request.params.centre
        const { origin } = request.body
        const sent = request.body.cards
        const numbers = linesOf.get(request) ?? sent.map((_, at) => at + 1)
        const { cards, rejected } = await readList(centreId, sent, numbers)
        const [firstBad] = rejected
        // Nothing can be made of it at all: then it is no list.
        if (cards.length === 0 && firstBad) {
          const faults = refuseAll(rejected.slice(0, FAULTS_MAX).map(atLine))?.faults
          return reply.refuse({ ...rejection(firstBad), ...(faults && { faults }) })
        }
        const fingerprint = tokenHash(fingerprintText(cards))
        const id = ids.next()
        const [before] = await db.read(manifestByFingerprint({ centreId, fingerprint }))
        const begun =
          before ??
          (await db.write(centreId, (command) =>
            beginDelivery(command, { id, origin, fingerprint }),
          ))
        if (isRefusal(begun)) return reply.refuse(begun)
        const manifest = begun.state === 'loading' ? await load(begun, cards) : begun
        if (isRefusal(manifest)) return reply.refuse(manifest)
        const report = reportOf(manifest.rejected ?? [], cards, rejected)
        const view = announcedView(manifest, report, request.headers['accept-language'])
        const answer = {
          ...view,
          known: cards.length - manifest.expected,
          oddCitizenIds: oddLines(sent, numbers),
        }
        const isNew = begun.id === id && manifest.expected > 0
        return reply.code(isNew ? 201 : 200).send(answer)
      },
    )
  })

  app.post(
    '/api/manifests/:manifest/receive',
    {
      config: { may: may.postSection },
      schema: {
        summary: 'Scan a card out of a delivery',
        description:
          'A card that is not on the list (surplus), or was scanned before (duplicate), becomes an incident. Sent again under the same scanId, it is answered the same and changes nothing.',
        tags: ['deliveries'],
        params: ManifestParams,
        body: Type.Object(
          { serial: Serial, scanId: Type.Optional(ScanId) },
          { additionalProperties: false },
        ),
        response: {
          200: Type.Object({
            serial: Type.String(),
            state: Type.Union([CardState, Type.Null()], { description: 'null: not known at all' }),
            outcome: Type.Enum(['received', 'surplus', 'duplicate']),
          }),
        },
      },
    },
    async (request, reply) => {
      const manifestId = request.params.manifest
      const [manifest] = await db.read(manifestById({ id: manifestId }))
      if (!manifest) return reply.refuse(refuse('unknown_manifest'))
      if (!mayActIn(request.asker, manifest.centreId)) return reply.refuse(refuse('not_allowed'))
      const scan = {
        id: request.body.scanId ?? ids.next(),
        manifestId,
        serial: scannedCode(request.body.serial),
        incidentId: ids.next(),
        staffId: staffIdOf(request.asker),
      }
      const received = await db.write(
        manifest.centreId,
        at(request.asker, (command) => receiveOnce(command, scan)),
      )
      return isRefusal(received) ? reply.refuse(received) : received
    },
  )

  app.post(
    '/api/manifests/:manifest/close',
    {
      config: { may: may.postSection },
      schema: {
        summary: 'End a delivery',
        description: 'What was not scanned is missing from now on, each card with an incident.',
        tags: ['deliveries'],
        params: ManifestParams,
        response: {
          200: Type.Object({
            received: Type.Integer(),
            missing: Type.Integer(),
            surplus: Type.Integer({ description: 'Cards that are not on the list.' }),
            duplicate: Type.Integer({
              description: 'Cards that were scanned when they were received already.',
            }),
          }),
        },
      },
    },
    async (request, reply) => {
      const manifestId = request.params.manifest
      const [manifest] = await db.read(manifestById({ id: manifestId }))
      if (!manifest) return reply.refuse(refuse('unknown_manifest'))
      if (!mayActIn(request.asker, manifest.centreId)) return reply.refuse(refuse('not_allowed'))
      const staffId = staffIdOf(request.asker)
      for (;;) {
        const closed = await db.write(
          manifest.centreId,
          at(request.asker, (command) => closeManifest(command, { manifestId, staffId })),
        )
        if (isRefusal(closed)) return reply.refuse(closed)
        if (closed) return closed
      }
    },
  )
}
