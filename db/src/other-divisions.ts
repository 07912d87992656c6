import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { divisionKinds, type DivisionKind, type DivisionRow, isVillage, streetKind } from './division-data.ts'

const six = z.string().length(6)
const street = z.object({
  code: z.string().length(9),
  name: z.string(),
  kind: streetKind,
  villages: z.array(z.tuple([z.string().length(12), z.string()])).optional(),
})
const area = z.object({ code: six, name: z.string(), statOnly: z.boolean() })
const cityFile = z.object({
  code: six,
  name: z.string(),
  dataAsOf: z.string(),
  areas: z.array(area.extend({ streets: z.array(street) })),
})
const provinceFile = z.object({
  code: six,
  name: z.string(),
  dataAsOf: z.string(),
  cities: z.array(z.object({ code: six, name: z.string(), areas: z.array(area) })),
})
const countyFile = z.object({ code: six, name: z.string(), dataAsOf: z.string(), streets: z.array(street) })

/** Provinces and cities above the networks' own divisions. */
const above: readonly (readonly [code: string, name: string])[] = [
  ['41', '河南省'],
  ['42', '湖北省'],
  ['64', '宁夏回族自治区'],
  ['6401', '银川市'],
]

const read = async <T>(file: string, schema: z.ZodType<T>): Promise<T> =>
  schema.parse(JSON.parse(await readFile(new URL(`../data/divisions/${file}`, import.meta.url), 'utf8')))

/** A code without the zeros of the levels below it. */
const short = (code: string) => code.replace(/(?:00)+$/, '')

type Line = Pick<DivisionRow, 'code' | 'name' | 'kind'> & { asOf: string; isStatisticalOnly?: boolean }

const levels: Readonly<Record<number, number>> = { 2: 1, 4: 2, 6: 3, 9: 4, 12: 5 }
const parents: Readonly<Record<number, number>> = { 4: 2, 6: 4, 9: 6, 12: 9 }

/** A division's place follows from its code: the code of each begins with that of the one above it. */
function rowOf({ code, name, kind, asOf, isStatisticalOnly = false }: Line): DivisionRow {
  const parent = parents[code.length]
  return {
    ...{ code, name, kind, is_statistical_only: isStatisticalOnly, as_of: asOf },
    ...{ level: levels[code.length] ?? 1, parent_code: parent ? code.slice(0, parent) : null },
  }
}

const areaKind = (name: string): DivisionKind =>
  name.endsWith('区') ? 'district' : name.endsWith('县') ? 'county' : 'city'

function streetRows({ code, name, kind, villages = [] }: z.infer<typeof street>, asOf: string): DivisionRow[] {
  return [
    rowOf({ code, name, kind: divisionKinds[kind], asOf, isStatisticalOnly: kind === '类似乡级' }),
    ...villages.map(([at, label]) =>
      rowOf({
        code: at,
        name: label,
        kind: isVillage(at) ? 'village' : 'community',
        asOf,
      }),
    ),
  ]
}

/** The divisions of the other networks whose rules come with the product: Wuhan and Zhengzhou down to streets, Jilin to counties, Lingwu to villages. */
export async function readOtherDivisions(): Promise<DivisionRow[]> {
  const [jilin, lingwu, ...cities] = await Promise.all([
    read('jilin.json', provinceFile),
    read('lingwu.json', countyFile),
    read('wuhan.json', cityFile),
    read('zhengzhou.json', cityFile),
  ])
  const { dataAsOf: asOf } = jilin
  const areaRow = ({ code, name, statOnly }: z.infer<typeof area>) =>
    rowOf({ code, name, kind: areaKind(name), asOf, isStatisticalOnly: statOnly })
  return [
    ...above.map(([code, name]) => rowOf({ code, name, kind: code.length === 2 ? 'province' : 'city', asOf })),
    ...cities.flatMap(city => [
      rowOf({ code: short(city.code), name: city.name, kind: 'city', asOf }),
      ...city.areas.flatMap(one => [areaRow(one), ...one.streets.flatMap(at => streetRows(at, asOf))]),
    ]),
    rowOf({ code: short(jilin.code), name: jilin.name, kind: 'province', asOf }),
    ...jilin.cities.flatMap(city => [
      rowOf({ code: short(city.code), name: city.name, kind: 'city', asOf }),
      ...city.areas.map(areaRow),
    ]),
    rowOf({ code: lingwu.code, name: lingwu.name, kind: areaKind(lingwu.name), asOf }),
    ...lingwu.streets.flatMap(at => streetRows(at, asOf)),
  ]
}
