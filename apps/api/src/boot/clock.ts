/** The one clock. In tests it starts at a given instant and runs on from there. */
export function clockFrom(start: Date | undefined): () => Date {
  if (!start) return () => new Date()
  const offset = start.getTime() - Date.now()
  return () => new Date(Date.now() + offset)
}
