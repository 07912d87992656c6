import { IMPORT_COLUMNS, IMPORT_MAX_ROWS, type ImportColumn, type ImportRow } from '@fuqiao/contract'
import type { Profile } from '@fuqiao/domain/profile'
import type { StepCaller } from '../../rpc/acting-step.ts'
import { tenantStep } from '../../rpc/acting-step.ts'
import type { Deps } from '../../deps.ts'
import { authorise } from '../../rpc/procedures.ts'
import { profileOf } from '../network/index.ts'
import { mayImport } from './check-import.ts'
import { exampleMark, importHeaders, importSheetName } from './import-columns.ts'
import { readImport, readImportRows } from './import-store.ts'
import { importErrorWords } from './import-words.ts'
import { divisionsInside } from './organisation-store.ts'
import { type SheetColumn, writeForm } from './write-workbook.ts'

const listSheet = '选项'
const titles = IMPORT_COLUMNS.map((key): SheetColumn => ({
  key,
  header: importHeaders[key].title + (importHeaders[key].isNeeded ? ' *' : ''),
  width: importHeaders[key].width,
}))

type Place = { profile: Profile; divisions: { code: string; name: string }[] }

function formFor(
  { profile, divisions }: Place,
  rows: Record<string, string>[],
  columns: SheetColumn[],
): Promise<Buffer> {
  const lists: [ImportColumn, string[]][] = [
    ['kind', profile.organisationKinds.map(({ name }) => name.zh)],
    ['stage', profile.stages.map(({ name }) => name.zh)],
    ['field', profile.fields.map(({ name }) => name.zh)],
    ['divisionCode', divisions.map(({ code, name }) => `${name} ${code}`)],
  ]
  return writeForm({
    sheetName: importSheetName,
    columns,
    rows,
    choices: lists.map(([key, values], at) => ({
      column: IMPORT_COLUMNS.indexOf(key) + 1,
      formula: `${listSheet}!$${'ABCD'.charAt(at)}$1:$${'ABCD'.charAt(at)}$${Math.max(1, values.length)}`,
      message: `请从“${importHeaders[key].title}”的列表中选择`,
    })),
    lists: { sheetName: listSheet, columns: lists.map(([, values]) => values) },
    mostRows: IMPORT_MAX_ROWS,
    guide: [
      `每行一个组织，最多 ${IMPORT_MAX_ROWS} 行；带 * 的列必填。`,
      `以“${exampleMark}”开头的行不会导入，可以保留。`,
      '社会团体、社会服务机构、基金会须填写 18 位统一社会信用代码；请保持单元格为文本格式。',
      '代码未通过校验但确认无误时，请在“代码例外理由”中说明，系统会保留代码和理由。',
      '上传后先检查、不导入；确认后才写入系统。',
    ],
  })
}

async function placeOf(caller: StepCaller & { deps: Pick<Deps, 'profiles'> }): Promise<Place> {
  return tenantStep(caller, true, async context => {
    mayImport(context)
    const { actor, tx } = context
    const profile = profileOf(caller.deps, actor)
    const longest = actor.divisionCode.length >= 9 ? 12 : 9
    return { profile, divisions: await divisionsInside(tx, actor.divisionCode, longest) }
  })
}

/** The empty template for the acting tenant, with its own divisions to choose from. @throws NOT_ALLOWED */
export async function importTemplate(caller: StepCaller & { deps: Pick<Deps, 'profiles'> }): Promise<Buffer> {
  const place = await placeOf(caller)
  const own = place.divisions[0]
  const example: Record<ImportColumn, string> = {
    name: `${exampleMark}某某社区养老互助社`,
    kind: place.profile.organisationKinds.find(({ id }) => id === 'communityFiled')?.name.zh ?? '',
    creditCode: '',
    creditCodeOverride: '',
    stage: place.profile.stages.find(({ id }) => id === 'startUp')?.name.zh ?? '',
    field: place.profile.fields[0]?.name.zh ?? '',
    divisionCode: own ? `${own.name} ${own.code}` : '',
    address: '某某胡同 1 号',
    registeredOn: '2026-03-05',
    registrationAuthority: '某某街道办事处',
    summary: '为社区老人提供助餐和陪伴',
  }
  return formFor(place, [example], titles)
}

function failedRow({ values, errors, rowNumber }: ImportRow): Record<string, string> {
  const reasons = errors.map(error => `${importHeaders[error.field as ImportColumn].title}：${importErrorWords(error)}`)
  return { ...values, reasons: reasons.join('；'), rowNumber: String(rowNumber) }
}

/** The rows that were not imported, as they stood, each with its reasons: mended, the file can be uploaded again. @throws NOT_FOUND, NOT_ALLOWED */
export async function failedRowsWorkbook(
  caller: StepCaller & { deps: Pick<Deps, 'profiles'> },
  jobId: string,
): Promise<Buffer> {
  const rows = await tenantStep(caller, true, async ({ tx, actor, ability }) => {
    const job = await readImport(tx, actor, jobId)
    authorise(ability, 'read', 'ImportJob', { relation: 'own' })
    const [bad, duplicate] = await Promise.all(
      (['bad', 'duplicate'] as const).map(state => readImportRows(tx, actor, { jobId, state, most: job.total })),
    )
    return [...(bad ?? []), ...(duplicate ?? [])].sort((a, b) => a.rowNumber - b.rowNumber)
  })
  return formFor(await placeOf(caller), rows.map(failedRow), [
    ...titles,
    { key: 'reasons', header: '未导入原因', width: 60 },
    { key: 'rowNumber', header: '原行号', width: 10 },
  ])
}
