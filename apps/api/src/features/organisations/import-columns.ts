import { IMPORT_COLUMNS, type ImportColumn } from '@fuqiao/contract'

/** The sheet of the template that is read. */
export const importSheetName = '社会组织'

/** A row of the template that is never read: its name begins so. */
export const exampleMark = '示例：'

/** Headers as they stand in the template; those with a star must be filled in. */
export const importHeaders: Readonly<Record<ImportColumn, { title: string; isNeeded: boolean; width: number }>> = {
  name: { title: '组织名称', isNeeded: true, width: 36 },
  kind: { title: '类型', isNeeded: true, width: 16 },
  creditCode: { title: '统一社会信用代码', isNeeded: false, width: 24 },
  creditCodeOverride: { title: '代码例外理由', isNeeded: false, width: 24 },
  stage: { title: '发展阶段', isNeeded: true, width: 12 },
  field: { title: '服务领域', isNeeded: true, width: 16 },
  divisionCode: { title: '所在区划', isNeeded: true, width: 26 },
  address: { title: '地址', isNeeded: false, width: 36 },
  registeredOn: { title: '成立登记日期', isNeeded: false, width: 16 },
  registrationAuthority: { title: '登记机关', isNeeded: false, width: 24 },
  summary: { title: '简介', isNeeded: false, width: 48 },
}

const plain = (header: string) => header.replaceAll(/[\s*＊]/g, '')

/** Where each column stands in a sheet with this header row; `missing` names the needed ones that are not there. */
export function locateColumns(header: readonly string[]): {
  at: Partial<Record<ImportColumn, number>>
  missing: string[]
} {
  const titles = header.map(plain)
  const at: Partial<Record<ImportColumn, number>> = {}
  for (const column of IMPORT_COLUMNS) {
    const index = titles.indexOf(importHeaders[column].title)
    if (index >= 0) at[column] = index
  }
  const missing = IMPORT_COLUMNS.filter(column => importHeaders[column].isNeeded && at[column] === undefined).map(
    column => importHeaders[column].title,
  )
  return { at, missing }
}
