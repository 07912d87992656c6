import { ACTIONS, type Actor, relationOf } from '@fuqiao/access'
import { away, type Asked, type BookLine, fenced, type Fenced, own, seesOrganisation, when } from './fenced.ts'
import { caseFacts, caseOf } from './plot-index.ts'
import type { Rows } from './plot-types.ts'

/** What of the rule book ends in a change of a case's own row. */
const notChanges: ReadonlySet<string> = new Set(['read', 'list', 'export', 'create', 'answer'])
const caseVerbs: readonly BookLine[] = ACTIONS.IncubationCase.filter(action => !notChanges.has(action)).map(
  action => [action, 'IncubationCase'] as const,
)
/** The incubator, the organisation, and whoever above has something to do to it. */
const atWork = when('own', 'organisation', 'desk')
const ofCase = (row: { caseId: string }, plot: Asked['plot']) => caseFacts(caseOf(plot, row.caseId))
/** Whoever writes what hangs on a case works on it, whatever it is to whoever reads. */
const worksOn = ({ actor, row, plot }: Asked<{ caseId: string }>) =>
  ['own', 'organisation', 'desk'].includes(relationOf(actor, 'IncubationCase', ofCase(row, plot), plot.now))
const isOfActor = (actor: Actor, { actorTenantId }: Rows['caseEvent'][number]) =>
  (actorTenantId ?? null) === (actor.kind === 'tenant' ? actor.tenantId : null)
/** Hides rows from the case's organisation. */
function but<R>(fence: Fenced, isHidden: (row: R, relation: string) => boolean): Fenced {
  return {
    ...fence,
    relation: (relate, plot, actor, row) => {
      const relation = fence.relation(relate, plot, actor, row)
      return isHidden(row, relation) ? 'none' : relation
    },
  }
}
const toNetwork = 'network_id = 0'

/** Calls, cases, and all that hangs on a case: it follows the case but where it says otherwise. */
export const cases = {
  incubationCall: fenced('incubationCall', {
    name: 'incubation_call',
    subject: 'IncubationCall',
    facts: row => row,
    insert: { right: own, book: [['publish', 'IncubationCall']] },
    update: { set: `words = '新'`, push: away, right: own, book: [['change', 'IncubationCall']] },
  }),
  incubationCase: fenced('incubationCase', {
    name: 'incubation_case',
    subject: 'IncubationCase',
    facts: caseFacts,
    insert: {
      right: asked =>
        asked.row.state === 'draft' &&
        (asked.relation === 'organisation' || (asked.relation === 'own' && seesOrganisation(asked))),
      book: [['create', 'IncubationCase']],
      isMeant: asked => asked.row.state === 'draft' && seesOrganisation(asked),
    },
    // Whose it is stays by a trigger; the network alone could be another.
    update: { set: `place = '新'`, push: toNetwork, right: atWork, book: caseVerbs },
  }),
  caseTask: fenced('caseTask', {
    name: 'case_task',
    subject: 'IncubationCase',
    facts: ofCase,
    insert: { right: atWork },
    update: { set: `reason = '新'`, push: toNetwork, right: atWork },
  }),
  caseEvent: but<Rows['caseEvent'][number]>(
    fenced('caseEvent', {
      name: 'case_event',
      subject: 'IncubationCase',
      facts: ofCase,
      insert: { right: asked => atWork(asked) && isOfActor(asked.actor, asked.row) },
    }),
    (row, relation) => relation === 'organisation' && !row.isForOrganisation,
  ),
  casePaper: but<Rows['casePaper'][number]>(
    fenced('casePaper', {
      name: 'case_paper',
      subject: 'IncubationCase',
      facts: ofCase,
      insert: {
        right: atWork,
        book: [['edit', 'IncubationCase']],
        isMeant: ({ row }) => row.purpose === 'application',
      },
      delete: {
        right: ({ row, relation }) =>
          (relation === 'own' || relation === 'organisation') && row.purpose === 'application',
        book: [['edit', 'IncubationCase']],
        isMeant: ({ row }) => row.purpose === 'application',
      },
    }),
    (row, relation) => relation === 'organisation' && row.purpose === 'record',
  ),
  caseService: fenced('caseService', {
    name: 'case_service',
    subject: 'IncubationCase',
    facts: ofCase,
    insert: { right: own, book: [['recordService', 'IncubationCase']] },
  }),
  residencyAgreement: fenced('residencyAgreement', {
    name: 'residency_agreement',
    subject: 'IncubationCase',
    key: 'case_id::text',
    keyOf: row => row.caseId,
    facts: ofCase,
    insert: { right: atWork },
    // Everything else of it is kept by a trigger, which has tests of its own.
    update: { set: 'months = months', push: toNetwork, right: atWork, book: [['sign', 'IncubationCase']] },
  }),
  // Published: the whole network reads it, as it reads calls.
  caseNotice: fenced('caseNotice', {
    name: 'case_notice',
    subject: 'IncubationCall',
    key: 'case_id::text',
    keyOf: row => row.caseId,
    facts: row => row,
    insert: { right: worksOn },
  }),
  // The organisation reads what is for it of what was put away, and nobody but the incubator who objected.
  caseArchiveDocument: but<Rows['caseArchiveDocument'][number]>(
    fenced('caseArchiveDocument', {
      name: 'case_archive_document',
      subject: 'IncubationCase',
      key: `case_id::text || '/' || name`,
      keyOf: row => `${row.caseId}/${row.name}`,
      facts: ofCase,
      insert: { right: own, book: [['archive', 'IncubationCase']] },
    }),
    (row, relation) =>
      (relation === 'organisation' && !row.isForOrganisation) || (row.isInternal && relation !== 'own'),
  ),
  // The incubator's alone. It writes the answer, and no column that would take an objection elsewhere.
  caseObjection: but<Rows['caseObjection'][number]>(
    fenced('caseObjection', {
      name: 'case_objection',
      subject: 'IncubationCase',
      facts: ofCase,
      update: { set: `answer = '新'`, right: own, book: [['answer', 'IncubationCase']] },
    }),
    (_row, relation) => relation !== 'own',
  ),
}
