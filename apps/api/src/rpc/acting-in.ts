import type { Ability, Actor } from '@fuqiao/access'
import type { Tx } from '@fuqiao/db'
import type { Deps } from '../deps.ts'

/** What a handler behind a session gives. */
export type ActingIn = { tx: Tx; actor: Actor; ability: Ability; now: Date; deps: Deps }
