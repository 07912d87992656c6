import type { TaskRow } from './case-store.ts'

type Event = {
  readonly taskKind: string | null
  readonly stepId: string | null
  readonly result: string | null
  readonly at: Date
}

/**
 * The task that each line of a history is about, which two visits or two links of a chain have in common with each other but for their number: the one that
 * the line ended, each once; else the one that began last before it. Lines and tasks come in the order in which they were written.
 */
export function tasksOfEvents(tasks: readonly TaskRow[], events: readonly Event[]): (TaskRow | undefined)[] {
  const ended = new Set<string>()
  return events.map(({ taskKind, stepId, result, at }) => {
    const alike = tasks.filter(task => task.kind === taskKind && task.stepId === stepId)
    const closed = alike.find(
      ({ id, doneAt }) => result !== null && doneAt?.getTime() === at.getTime() && !ended.has(id),
    )
    if (closed) ended.add(closed.id)
    return closed ?? alike.findLast(({ startedAt }) => startedAt !== null && startedAt <= at) ?? alike[0]
  })
}
