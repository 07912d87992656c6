import { isAllowed, type TenantActor } from '@fuqiao/access'
import {
  enquirySheetSchema,
  type EnquiryTargetView,
  type EnquiryView,
  enquiryViewSchema,
  idSchema,
} from '@fuqiao/contract'
import { availableEnquiryActions, mayAnswer } from '@fuqiao/domain/enquiry'
import type { OrganisationField } from '@fuqiao/domain/profile'
import { treeDistance } from '@fuqiao/domain/tree'
import { z } from 'zod'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { notFound } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import {
  candidateOf,
  type DirectoryRow,
  type Ranking,
  rankForNeed,
  readNodes,
  suggestionView,
} from '../referrals/index.ts'
import {
  enquirySetting,
  enquiryViewer,
  factsOfEnquiry,
  factsOfSheet,
  standingToEnquiry,
  standingToSheet,
} from './enquiry-facts.ts'
import { readAskedOne, readReferralOf, readSentOne } from './enquiry-list-store.ts'
import { readEnquiry, readEnquiryHistory, type SheetRow, type WholeEnquiry } from './enquiry-store.ts'
import { answerView, enquiryRowView, sheetView } from './enquiry-view.ts'

type Acting = ActingIn & { actor: TenantActor }
type Node = Awaited<ReturnType<typeof readNodes>>[number]

/** An enquiry as its sender has it: the answers beside each other with what speaks for each, its history, and what may be done now. */
export const getEnquiry = tenantProcedure
  .meta({ can: ['read', 'Enquiry'] })
  .input(z.strictObject({ id: idSchema }))
  .output(enquiryViewSchema)
  .query(async ({ ctx, input }) => {
    const { tx, actor, ability, now, deps } = ctx
    const key = { networkId: actor.networkId, id: input.id }
    const [found, shown, history] = await Promise.all([
      readEnquiry(tx, key),
      readSentOne(tx, key),
      readEnquiryHistory(tx, key),
    ])
    if (!found || !shown) throw notFound()
    const { row, sheets } = found
    authorise(ability, 'read', 'Enquiry', { relation: standingToEnquiry(actor, row, now) })
    // Whoever was asked and went stands in the history alone.
    const parties = [...sheets, ...history].flatMap(({ tenantId }) => tenantId ?? [])
    const ids = [...new Set([...parties, row.fromTenantId])]
    const [nodes, ranking, referral] = await Promise.all([
      readNodes(tx, row.networkId, ids),
      rankForNeed({ ...ctx, actor }, { need: row.need, field: row.field as OrganisationField }, row.fromTenantId),
      readReferralOf(tx, key),
    ])
    const nodeOf = new Map(nodes.map(node => [node.tenantId, node]))
    const chosen = nodeOf.get(row.chosenTenantId ?? '')
    return {
      ...enquiryRowView(shown, { now, calendar: deps.calendar() }),
      ...{ question: row.question, askedByName: row.askedByName, settledReason: row.settledReason, referral },
      settledAt: row.settledAt?.toISOString() ?? null,
      targets: sheets.flatMap(sheet => targetView(sheet, { nodeOf, ranking, from: nodeOf.get(row.fromTenantId) })),
      chosen: chosen ? refOf(chosen) : null,
      history: history.map(line => ({
        at: line.at.toISOString(),
        action: line.action as EnquiryView['history'][number]['action'],
        result: line.result,
        tenantName: line.tenantId === null ? null : (nodeOf.get(line.tenantId)?.shortName ?? ''),
        byName: line.actorName,
        note: line.note,
      })),
      actions: offered({ ...ctx, actor }, found),
    }
  })

/** What one of those asked has before it: the question without identity, and its own answer. */
export const getSheet = tenantProcedure
  .meta({ can: ['read', 'EnquiryTarget'] })
  .input(z.strictObject({ id: idSchema }))
  .output(enquirySheetSchema)
  .query(async ({ ctx, input }) => {
    const { tx, actor, ability, now, deps } = ctx
    const found = await readAskedOne(tx, { networkId: actor.networkId, id: input.id })
    if (!found) throw notFound()
    const relation = standingToSheet(actor, found.row, now)
    authorise(ability, 'read', 'EnquiryTarget', { relation })
    const setting = enquirySetting(deps, actor, enquiryViewer(actor, relation), now)
    const may =
      isAllowed(ability, 'answer', 'EnquiryTarget', { relation }) &&
      mayAnswer(factsOfSheet(found.row), setting) === null
    return sheetView(found, { now, calendar: deps.calendar() }, may)
  })

const refOf = ({ tenantId: id, name, shortName, tier, kind }: Node) => ({ id, name, shortName, tier, kind })

type Around = { nodeOf: ReadonlyMap<string, Node>; ranking: Ranking; from: Node | undefined }

/** One answer with what it is compared by: where it stands in the tree, how it has answered referrals, and the suggestion's score with its reasons. */
function targetView(sheet: SheetRow, { nodeOf, ranking, from }: Around): EnquiryTargetView[] {
  const node = nodeOf.get(sheet.tenantId)
  if (!node) return []
  const listed = ranking.directory.get(sheet.tenantId)
  const suggestion = ranking.ranked.find(({ tenantId }) => tenantId === sheet.tenantId)
  return [
    {
      ...answerView(sheet),
      tenant: refOf(node),
      divisionName: listed?.divisionName ?? '',
      steps: from ? treeDistance(from.scopeKey, node.scopeKey) : null,
      record: recordOf(listed),
      suggestion: (suggestion && suggestionView(suggestion, ranking.directory)[0]) ?? null,
    },
  ]
}

function recordOf(listed: DirectoryRow | undefined): EnquiryTargetView['record'] {
  if (!listed) return { accepted: 0, decided: 0, workingHours: null }
  const { accepted, declined, acknowledgedWorkingHours: hours } = candidateOf(listed, new Set()).response
  return { accepted, decided: accepted + declined, workingHours: hours === null ? null : Math.round(hours) }
}

function offered({ actor, ability, now, deps }: Acting, found: WholeEnquiry): EnquiryView['actions'] {
  const relation = standingToEnquiry(actor, found.row, now)
  const setting = enquirySetting(deps, actor, enquiryViewer(actor, relation), now)
  return availableEnquiryActions(factsOfEnquiry(found), setting).filter(({ action }) =>
    isAllowed(ability, action, 'Enquiry', { relation }),
  )
}
