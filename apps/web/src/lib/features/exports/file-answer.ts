/** What an export's answer says of its file, and what a refusal says. */

/** What the headers of a file say: its name, how many rows it holds where that was known before it was sent, and whether the list goes on beyond it. */
export function fileIn(headers: Headers): { fileName: string; rows: number | null; isCutOff: boolean } {
  const disposition = headers.get('content-disposition') ?? ''
  const [, encoded] = /filename\*=UTF-8''([^;]+)/i.exec(disposition) ?? []
  const [, plain] = /filename="([^"]+)"/i.exec(disposition) ?? []
  const rows = headers.get('fuqiao-rows')
  return {
    fileName: encoded === undefined ? (plain ?? 'export.xlsx') : decodeURIComponent(encoded),
    rows: rows === null ? null : Number(rows),
    isCutOff: headers.get('fuqiao-cut-off') === 'yes',
  }
}

/** Why there is no file: in the page's words already, or as a code of the API. */
export type Refusal = { message: string } | { code: string; params: Record<string, string | number> }

/** Reads a refusal: a page's error has words, a file's its code, and whoever is signed out is sent to sign in. */
export async function refusalIn(response: Pick<Response, 'type' | 'status' | 'json'>): Promise<Refusal> {
  if (response.type === 'opaqueredirect' || response.status === 401) return { code: 'NOT_SIGNED_IN', params: {} }
  const body = (await response.json().catch(() => ({}))) as {
    message?: unknown
    appCode?: unknown
    params?: Record<string, string | number>
  }
  if (typeof body.message === 'string') return { message: body.message }
  return typeof body.appCode === 'string'
    ? { code: body.appCode, params: body.params ?? {} }
    : { code: 'UNEXPECTED', params: { reference: String(response.status) } }
}
