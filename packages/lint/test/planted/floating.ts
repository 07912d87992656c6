async function save(): Promise<void> {
  await Promise.resolve()
}

/** Planted: the promise is dropped. */
export function press(): void {
  save()
}

/** Planted: one member of the union is forgotten. */
export function say(mode: 'refer' | 'handOver'): string {
  switch (mode) {
    case 'refer':
      return '转介'
  }
  return ''
}
