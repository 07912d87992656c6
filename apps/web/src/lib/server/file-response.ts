/** A file that a procedure answered, as a download; `plainName` is for browsers that take no other. How many rows it holds, and whether the list goes on beyond it, stand in its head. */
export function fileResponse(
  {
    fileName,
    mediaType,
    content,
    rows,
    isCutOff,
  }: { fileName: string; mediaType: string; content: string; rows: number; isCutOff: boolean },
  plainName: string,
): Response {
  return new Response(new Uint8Array(Buffer.from(content, 'base64')), {
    headers: {
      'content-type': mediaType,
      'content-disposition': `attachment; filename="${plainName}"; filename*=UTF-8''${encodeURIComponent(fileName)}`,
      'fuqiao-rows': String(rows),
      'fuqiao-cut-off': isCutOff ? 'yes' : 'no',
      'cache-control': 'private, no-store',
    },
  })
}
