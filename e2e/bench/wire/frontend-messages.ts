/** What a client of PostgreSQL sends, as far as the benches look at it. */
export type FrontendMessage =
  | { kind: 'parse'; name: string; sql: string }
  | { kind: 'bind'; name: string; params: (string | null)[] }
  | { kind: 'query'; sql: string }

/**
 * Reads the messages of one connection from its chunks, cut wherever TCP cut them. Parameters are taken for text, as postgres.js sends them.
 */
export function frontendReader(onMessage: (message: FrontendMessage) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0)
  let isStarted = false
  return chunk => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    for (;;) {
      // the very first message has no type
      const head = isStarted ? 1 : 0
      if (rest.length < head + 4) return
      const end = head + rest.readUInt32BE(head)
      if (rest.length < end) return
      if (isStarted) {
        const message = read(rest.subarray(0, 1).toString(), rest.subarray(5, end))
        if (message) onMessage(message)
      }
      isStarted = true
      rest = rest.subarray(end)
    }
  }
}

function read(type: string, body: Buffer): FrontendMessage | undefined {
  if (type === 'Q') return { kind: 'query', sql: textAt(body, 0).text }
  if (type === 'P') {
    const { text: name, next } = textAt(body, 0)
    return { kind: 'parse', name, sql: textAt(body, next).text }
  }
  if (type !== 'B') return undefined
  const { text: name, next } = textAt(body, textAt(body, 0).next)
  const values = next + 2 + 2 * body.readUInt16BE(next)
  return { kind: 'bind', name, params: paramsAt(body, values) }
}

function paramsAt(body: Buffer, start: number): (string | null)[] {
  let at = start + 2
  return Array.from({ length: body.readUInt16BE(start) }, () => {
    const length = body.readInt32BE(at)
    at += 4
    if (length < 0) return null
    at += length
    return body.toString('utf8', at - length, at)
  })
}

function textAt(body: Buffer, start: number): { text: string; next: number } {
  const end = body.indexOf(0, start)
  return { text: body.toString('utf8', start, end), next: end + 1 }
}
