import { setImmediate as nextTurn } from 'node:timers/promises'

type Answers<S extends readonly (() => Promise<unknown>)[]> = { [K in keyof S]: Awaited<ReturnType<S[K]>> }

/**
 * Sends statements of one transaction one behind the other without waiting for answers between: one way to the database and back for all of them. They
 * arrive in this order, which queries that are merely started together do not: some take a turn more until they are on the line. Answers as they come;
 * rejects with the first that fails, after which the transaction takes no more.
 */
export async function sendInOrder<const S extends readonly (() => Promise<unknown>)[]>(
  statements: S,
): Promise<Answers<S>> {
  const sent: Promise<unknown>[] = []
  for (const [at, send] of statements.entries()) {
    if (at > 0) await nextTurn()
    const answer = send()
    // Whoever waits for all hears of it below.
    answer.catch(() => {})
    sent.push(answer)
  }
  return (await Promise.all(sent)) as Answers<S>
}
