import { invalidate } from '$app/navigation'

/** Whether updates arrive by themselves: `on`, not yet or not any more (`reconnecting`), or not at all (`off`). */
export type LiveState = 'off' | 'reconnecting' | 'on'

interface Listener {
  onStarted(): void
  onData(): void
  onError(): void
  onStopped(): void
  onConnectionStateChange(change: { state: 'idle' | 'connecting' | 'pending' }): void
}

/** Opens a subscription and calls the listener; the answer closes it. */
export type Subscribe = (listener: Listener) => { unsubscribe(): void }

/**
 * The feed of changes that concern the acting tenant. Each change makes the loads that depend on
 * `fuqiao:referrals` run again; a burst of changes makes them run once.
 */
export class LiveFeed {
  state = $state<LiveState>('off')
  readonly #subscribe: () => Promise<Subscribe>
  #close: (() => void) | null = null
  #pending = false

  constructor(subscribe: () => Promise<Subscribe>) {
    this.#subscribe = subscribe
  }

  /** Connects and stays connected; the answer ends it. Meant for `$effect`. */
  start(): () => void {
    let ended = false
    this.state = 'reconnecting'
    void this.#subscribe().then(subscribe => {
      if (ended) return
      const subscription = subscribe(this.#listener())
      this.#close = () => subscription.unsubscribe()
    })
    return () => {
      ended = true
      this.#close?.()
      this.#close = null
      this.state = 'off'
    }
  }

  #listener(): Listener {
    return {
      onStarted: () => (this.state = 'on'),
      onData: () => this.#refresh(),
      onError: () => (this.state = 'off'),
      onStopped: () => (this.state = 'off'),
      onConnectionStateChange: ({ state }) => {
        if (state === 'connecting') this.state = 'reconnecting'
        if (state === 'pending') this.state = 'on'
        if (state === 'idle') this.state = 'off'
      },
    }
  }

  #refresh(): void {
    if (this.#pending) return
    this.#pending = true
    queueMicrotask(() => {
      this.#pending = false
      void invalidate('fuqiao:referrals')
    })
  }
}

/**
 * The changes of the acting tenant through the API, from the mark of the page's own reading on; its client is loaded when the first page has been shown.
 */
export async function changes(mark: string): Promise<Subscribe> {
  const { trpc } = await import('#lib/trpc.ts')
  return listener => trpc.notifications.onChange.subscribe({ mark }, listener)
}
