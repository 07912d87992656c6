import { type Fenced, when } from './fenced.ts'
import type { Rows } from './plot-types.ts'
import { agreements } from './fences-of-agreements.ts'
import { batches } from './fences-of-batches.ts'
import { cases } from './fences-of-cases.ts'
import { directory } from './fences-of-directory.ts'
import { dossiers } from './fences-of-dossiers.ts'
import { enquiries } from './fences-of-enquiries.ts'
import { guidance } from './fences-of-guidance.ts'
import { house } from './fences-of-house.ts'
import { filings } from './fences-of-filings.ts'
import { meetings } from './fences-of-meetings.ts'
import { targets } from './fences-of-targets.ts'
import { operators } from './fences-of-operators.ts'
import { panels, proofs } from './fences-of-panels.ts'
import { reports } from './fences-of-reports.ts'
import { requests } from './fences-of-requests.ts'
import { channels, people } from './fences-of-people.ts'
import { rules } from './fences-of-rules.ts'
import { referrals } from './fences-of-referrals.ts'

/** Every walled table that a request may read. A table that is missing here fails the test. */
export const fences: readonly Fenced[] = [
  directory,
  dossiers,
  referrals,
  agreements,
  enquiries,
  filings,
  operators,
  meetings,
  reports,
  targets,
  house,
  guidance,
  batches,
  cases,
  panels,
  proofs,
  requests,
  people,
  channels,
  rules,
].flatMap(group => Object.values(group))

/** Tables whose rows a request appends and never reads. */
export const appended: readonly Fenced[] = [
  {
    name: 'outbox',
    subject: null,
    table: 'outbox',
    key: 'id::text',
    keyOf: (row: Rows['outbox'][number]) => String(row.id),
    relation: (_relate, _plot, actor, row: Rows['outbox'][number]) =>
      row.networkId === actor.networkId ? 'network' : 'none',
    insert: { right: when('network'), book: [] },
  },
]
