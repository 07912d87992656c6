/** Stops the server in order when asked to: no new requests, then jobs, pools and database; gives up after 20 seconds. */
export function stopOnSignals({ watchParent }: { watchParent: boolean }, steps: (() => Promise<unknown>)[]): void {
  let isStopping = false
  const stop = async () => {
    if (isStopping) return
    isStopping = true
    setTimeout(() => process.exit(1), 20_000).unref()
    for (const step of steps) await step().catch((error: unknown) => process.stderr.write(`${String(error)}\n`))
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop())
  if (!watchParent) return
  // npm hands a signal to its shell only: when the starter is gone, so are we.
  const parent = process.ppid
  setInterval(() => process.ppid !== parent && void stop(), 500).unref()
}
