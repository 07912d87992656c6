import type { ApiCaller, SessionView } from '#lib/api.ts'
import type { Preferences } from '#lib/preferences.ts'
import type { FlashMessage } from '#lib/flash.ts'

declare global {
  namespace App {
    interface Locals {
      api: ApiCaller
      session: SessionView | null
      /** What hindered looking up who asks; null when nothing did. */
      failure: globalThis.Error | null
      preferences: Preferences
      /** The instant it is, by the server's one clock. */
      now: string
      /** Where the live updates were before anything was read for this request. */
      liveMark: string
    }
    interface Error {
      message: string
      /** Closed error code of the API, when it answered with one. */
      code?: string
      /** What the user quotes and the log holds, for a fault nobody foresaw. */
      reference?: string
    }
    interface PageData {
      session?: SessionView | null
      preferences: Preferences
      flash: FlashMessage | null
    }
  }
}

export {}
