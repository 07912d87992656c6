import { readFile } from 'node:fs/promises'
import { z } from 'zod'

const treeFile = new URL('../data/divisions/beijing.json', import.meta.url)
const communitiesFile = new URL('../data/divisions/beijing-communities.csv', import.meta.url)

/** What a division is, by the word of the source. */
export const divisionKinds = {
  省: 'province',
  直辖市: 'municipality',
  市: 'city',
  县: 'county',
  区: 'district',
  街道: 'street',
  地区办事处: 'areaOffice',
  镇: 'town',
  乡: 'township',
  类似乡级: 'zone',
  居委会: 'community',
  村委会: 'village',
} as const
export type DivisionKind = (typeof divisionKinds)[keyof typeof divisionKinds]

/** A division as it is stored. The code of a division begins with that of each division above it: 11, 110101, 110101001, 110101001001. */
export type DivisionRow = {
  code: string
  name: string
  parent_code: string | null
  /** 1 province or municipality, 2 city or prefecture, 3 district or county, 4 street or township, 5 community or village. */
  level: number
  kind: DivisionKind
  /** A zone that is counted like a township but is none by law. */
  is_statistical_only: boolean
  as_of: string
}

/** What the source calls what lies below a district. */
export const streetKind = z.enum(['街道', '地区办事处', '镇', '乡', '类似乡级'])
const treeSchema = z.object({
  name: z.string(),
  dataAsOf: z.string(),
  areas: z.array(
    z.object({
      code: z.string().length(6),
      name: z.string(),
      statOnly: z.boolean(),
      streets: z.array(z.object({ code: z.string().length(9), name: z.string(), kind: streetKind })),
    }),
  ),
})

/** Beijing, its districts, streets and townships, communities and villages. */
export async function readDivisions(): Promise<DivisionRow[]> {
  const [tree, communities] = await Promise.all([readFile(treeFile, 'utf8'), readFile(communitiesFile, 'utf8')])
  const { name, dataAsOf, areas } = treeSchema.parse(JSON.parse(tree))
  const row = (fields: Omit<DivisionRow, 'as_of' | 'is_statistical_only'> & Partial<DivisionRow>): DivisionRow => ({
    is_statistical_only: false,
    as_of: dataAsOf,
    ...fields,
  })
  return [
    row({ code: '11', name, parent_code: null, level: 1, kind: 'municipality' }),
    ...areas.map(area =>
      row({
        code: area.code,
        name: area.name,
        parent_code: '11',
        level: 3,
        kind: 'district',
        is_statistical_only: area.statOnly,
      }),
    ),
    ...areas.flatMap(area =>
      area.streets.map(street =>
        row({
          code: street.code,
          name: street.name,
          parent_code: area.code,
          level: 4,
          kind: divisionKinds[street.kind],
          is_statistical_only: street.kind === '类似乡级',
        }),
      ),
    ),
    ...communityLines(communities).map(([code, label]) =>
      row({
        code,
        name: label,
        parent_code: code.slice(0, 9),
        level: 5,
        kind: isVillage(code) ? 'village' : 'community',
      }),
    ),
  ]
}

function communityLines(csv: string): [string, string][] {
  return csv
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map(line => {
      const comma = line.indexOf(',')
      return [line.slice(0, comma), line.slice(comma + 1)]
    })
}

/** The last three digits tell: residents' committees up to 199, villagers' committees from 200 to 399, other places with residents from 400. */
export function isVillage(code: string): boolean {
  return code.slice(9) >= '200' && code.slice(9) < '400'
}
