/** A file that a procedure answered, as a download; `plainName` is for browsers that take no other. */
export function fileResponse(
  { fileName, mediaType, content }: { fileName: string; mediaType: string; content: string },
  plainName: string,
): Response {
  return new Response(new Uint8Array(Buffer.from(content, 'base64')), {
    headers: {
      'content-type': mediaType,
      'content-disposition': `attachment; filename="${plainName}"; filename*=UTF-8''${encodeURIComponent(fileName)}`,
      'cache-control': 'private, no-store',
    },
  })
}
