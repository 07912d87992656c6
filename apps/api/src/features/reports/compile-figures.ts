import type { schema, Tx } from '@fuqiao/db'
import { type CivilDate, civilDateOf } from '@fuqiao/domain/calendar'
import type { Indicator, Profile } from '@fuqiao/domain/profile'
import { Figures, readCells } from '../indicators/index.ts'
import { readPlacesBelow, type ReportRow } from './report-store.ts'

type StoredFigures = NonNullable<(typeof schema.reportDraft.$inferSelect)['figures']>
type Of = Pick<ReportRow, 'networkId' | 'tenantId' | 'bucket'>
type Asked = { profile: Pick<Profile, 'indicators'>; lines: readonly string[]; now: Date }

const indicatorsOf = ({ profile, lines }: Asked): Indicator[] =>
  lines.flatMap(line => profile.indicators.find(({ id }) => id === line) ?? [])

/**
 * The figures of a report as they are known today: of the incubator and all below it, of the incubator alone, and of each place directly below with all below that.
 * So many rows are read as there are figures.
 */
export async function compileFigures(
  tx: Tx,
  { networkId, tenantId, bucket }: Of,
  asked: Asked,
): Promise<{ figures: StoredFigures; knownOn: CivilDate }> {
  const knownOn = civilDateOf(asked.now)
  const indicators = indicatorsOf(asked)
  const below = await readPlacesBelow(tx, networkId, tenantId)
  const figures = new Figures(asked.profile, Number(knownOn.slice(0, 4)))
  const [whole, own] = [{ tenantId, sight: 'now' } as const, { tenantId, sight: 'own' } as const]
  const places = below.map(({ id, name }) => ({ name, place: { tenantId: id, sight: 'now' } as const }))
  for (const indicator of indicators)
    for (const place of [whole, own, ...places.map(each => each.place)]) figures.want(indicator, place, bucket)
  figures.fill(await readCells(tx, { networkId, asOf: knownOn }, figures.wanted))
  const valuesOf = (place: Parameters<Figures['at']>[1]) =>
    Object.fromEntries(indicators.map(indicator => [indicator.id, figures.at(indicator, place, bucket)]))
  return {
    knownOn,
    figures: {
      whole: valuesOf(whole),
      own: valuesOf(own),
      below: places.map(({ name, place }) => ({ tenantId: place.tenantId, name, values: valuesOf(place) })),
    },
  }
}

/** The figures of the whole as they stand now, by indicator. */
export async function figuresNow(
  tx: Tx,
  { networkId, tenantId, bucket }: Of,
  asked: Asked,
): Promise<Readonly<Record<string, number | null>>> {
  const asOf = civilDateOf(asked.now)
  const indicators = indicatorsOf(asked)
  const figures = new Figures(asked.profile, Number(asOf.slice(0, 4)))
  const whole = { tenantId, sight: 'now' } as const
  for (const indicator of indicators) figures.want(indicator, whole, bucket)
  figures.fill(await readCells(tx, { networkId, asOf }, figures.wanted))
  return Object.fromEntries(indicators.map(indicator => [indicator.id, figures.at(indicator, whole, bucket)]))
}
