import type { ErrorBody } from '@fuqiao/contract'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'

/** What a side process is told: a session's call, or (without a session) the clock's work; not before an instant of the real clock. */
export type Order = {
  id: number
  sessionId: string | null
  name: string
  input: unknown
  now: string
  at: number
}

/** What came of an order; `died` when the process ended before it answered. */
export type Came = { answer: unknown } | { refused: ErrorBody } | { died: true }

/** A server in a process of its own. */
export type SideProcess = {
  child: ChildProcess
  do(order: Pick<Order, 'sessionId' | 'now'> & Partial<Order>): Promise<Came>
  stop(): Promise<void>
}

/** What a server is made to do wrong, to see that it is found: it takes no lock before it decides, or tells of a change before it has committed it. */
export type Weakness = '' | 'takesNoLock' | 'tellsFirst'

/** Starts one; with a fail point it ends itself by SIGKILL there. */
export async function startSide(
  adminUrl: string,
  { failPoint = '', weakness = '' }: { failPoint?: string; weakness?: Weakness } = {},
): Promise<SideProcess> {
  const script = path.join(import.meta.dirname, 'side-server.ts')
  const child = spawn(process.execPath, [script, adminUrl, failPoint, weakness], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })
  const waiting = new Map<number, (came: Came) => void>()
  let next = 1
  const gone = once(child, 'exit')
  void gone.then(() => waiting.forEach(answer => answer({ died: true })))
  // Written to after it died: `died` says so.
  child.stdin.on('error', () => {})
  const ready = once(lines, 'line')
  await Promise.race([ready, gone])
  lines.on('line', (line: string) => {
    const { id, ...came } = JSON.parse(line) as Came & { id: number }
    waiting.get(id)?.(came)
    waiting.delete(id)
  })
  return {
    child,
    do: order =>
      new Promise(resolve => {
        const id = next++
        waiting.set(id, resolve)
        if (child.exitCode !== null || child.signalCode !== null) return resolve({ died: true })
        child.stdin.write(`${JSON.stringify({ name: '', input: null, at: 0, ...order, id })}\n`)
      }),
    async stop() {
      child.kill('SIGKILL')
      await gone
    },
  }
}
