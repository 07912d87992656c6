import { fenced, isRoot, own } from './fenced.ts'
import type { Rows } from './plot-types.ts'

type Publication = Rows['publication'][number]
const factsOf = (row: Publication) => ({ ...row, state: row.state as string })
const isWritten = ({ state }: Pick<Publication, 'state'>) => state === 'draft' || state === 'returned'
const isOver = ({ state }: Pick<Publication, 'state'>) => state === 'superseded' || state === 'withdrawn'

/** Standards, service items, the word that an incubator knows of them, and what is published. */
export const guidance = {
  standardVersion: fenced('standardVersion', {
    name: 'standard_version',
    subject: 'Standard',
    facts: row => row,
    insert: {
      right: ({ actor, row, relation }) => relation === 'own' && isRoot(actor) && row.state === 'draft',
      book: [['edit', 'Standard']],
      isMeant: ({ row }) => row.state === 'draft',
    },
    update: {
      set: `title = '新'`,
      right: ({ actor, row, relation }) => relation === 'own' && isRoot(actor) && row.state === 'draft',
      book: [
        ['edit', 'Standard'],
        ['publish', 'Standard'],
      ],
      isMeant: ({ row }) => row.state === 'draft',
    },
    delete: {
      right: ({ actor, row, relation }) => relation === 'own' && isRoot(actor) && row.state === 'draft',
      book: [['edit', 'Standard']],
      isMeant: ({ row }) => row.state === 'draft',
    },
  }),
  serviceItem: fenced('serviceItem', {
    name: 'service_item',
    subject: 'ServiceItem',
    facts: row => row,
    insert: { right: own, book: [['push', 'ServiceItem']] },
    update: { set: `end_reason = '新'`, right: own, book: [['end', 'ServiceItem']] },
  }),
  acknowledgement: fenced('acknowledgement', {
    name: 'acknowledgement',
    subject: 'Acknowledgement',
    facts: row => row,
    insert: { right: own, book: [['give', 'Acknowledgement']] },
  }),
  publication: fenced('publication', {
    name: 'publication',
    subject: 'Publication',
    facts: factsOf,
    insert: {
      right: ({ row, relation }) => relation === 'own' && row.state === 'draft',
      book: [['write', 'Publication']],
      isMeant: ({ row }) => row.state === 'draft',
    },
    update: {
      set: `remarks = '新'`,
      right: ({ row, relation }) => (relation === 'own' || relation === 'desk') && !isOver(row),
      book: (['write', 'approve', 'return', 'withdraw'] as const).map(action => [action, 'Publication'] as const),
      isMeant: ({ row }) => !isOver(row),
    },
    delete: {
      right: ({ row, relation }) => relation === 'own' && row.state === 'draft',
      book: [['write', 'Publication']],
      isMeant: ({ row }) => row.state === 'draft',
    },
  }),
  publicationPaper: fenced('publicationPaper', {
    name: 'publication_paper',
    subject: 'Publication',
    facts: (row, plot) => factsOf(publicationOf(plot.publications, row.publicationId)),
    insert: {
      right: ({ row, relation, plot }) =>
        relation === 'own' && isWritten(publicationOf(plot.publications, row.publicationId)),
      book: [['write', 'Publication']],
      isMeant: ({ row, plot }) => isWritten(publicationOf(plot.publications, row.publicationId)),
    },
    delete: {
      right: ({ row, relation, plot }) =>
        relation === 'own' && isWritten(publicationOf(plot.publications, row.publicationId)),
      book: [['write', 'Publication']],
      isMeant: ({ row, plot }) => isWritten(publicationOf(plot.publications, row.publicationId)),
    },
  }),
}

function publicationOf(publications: ReadonlyMap<string, Publication>, id: string): Publication {
  const row = publications.get(id)
  if (!row) throw new Error('a paper hangs on no publication')
  return row
}
