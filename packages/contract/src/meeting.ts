import { ASSIGNMENT_STATES } from '@fuqiao/domain/assignment'
import { AGENDA_STATES, MEETING_ACTIONS, MEETING_REFUSALS, MEETING_STATES } from '@fuqiao/domain/meeting'
import { z } from 'zod'
import { assignmentPaperSchema } from './assignment.ts'
import { civilDateSchema, idSchema, requestKeySchema, versionSchema } from './ids.ts'
import { jointFiguresSchema } from './joint-figures.ts'
import { cursorSchema } from './paging.ts'
import { instantSchema, tenantRefSchema } from './referral.ts'

const words = (max: number) => z.string().trim().max(max)
const someWords = (max: number) => words(max).min(1)
const changeOf = { key: requestKeySchema, id: idSchema, version: versionSchema }

export const meetingStateSchema = z.enum(MEETING_STATES)
export const agendaStateSchema = z.enum(AGENDA_STATES)

// Seats

/** A seat is an incubator's, or a department's by its name; `personIds` are those who sit there. */
const seat = {
  tenantId: idSchema.nullable(),
  department: words(60).default(''),
  personIds: z.array(idSchema).min(1).max(10),
}
export const addSeatInput = z.strictObject({ key: requestKeySchema, ...seat })
export const changeSeatInput = z.strictObject({ ...changeOf, personIds: seat.personIds })
export const endSeatInput = z.strictObject(changeOf)
export const jointSeatChanged = z.strictObject({ id: idSchema, version: z.int() })

/** Somebody who sits in the joint meeting. */
const sitter = z.strictObject({ personId: idSchema, name: z.string() })
export const jointSeatSchema = z.strictObject({
  id: idSchema,
  version: z.int(),
  tenantId: idSchema.nullable(),
  name: z.string(),
  people: z.array(sitter),
  isEnded: z.boolean(),
})
export type JointSeatView = z.infer<typeof jointSeatSchema>
/** Who could sit: whoever is a member of the joint meeting anywhere in the network. */
export const jointMemberSchema = z.strictObject({ ...sitter.shape, tenantName: z.string() })

// Meetings

const plan = {
  title: someWords(80),
  meetsAt: z.iso.datetime({ offset: true }).refine(at => at >= '1900' && at < '2200'),
  place: someWords(120),
}
export const planMeetingInput = z.strictObject({ key: requestKeySchema, ...plan })
export const changeMeetingInput = z.strictObject({ ...changeOf, ...plan })
export const leadMeetingInput = z.strictObject(changeOf)
/** The minutes, and the seats that were taken. */
export const keepMinutesInput = z.strictObject({
  ...changeOf,
  words: words(20_000),
  presentSeatIds: z.array(idSchema).max(200),
})
/** What was resolved, by whom it is to be done, and by when. */
export const resolveInput = z.strictObject({
  ...changeOf,
  itemId: idSchema.nullable(),
  words: someWords(2000),
  tenantIds: z.array(idSchema).min(1).max(30),
  dueOn: civilDateSchema,
})
export const meetingChanged = z.strictObject({
  id: idSchema,
  number: z.string(),
  version: z.int(),
  state: meetingStateSchema,
})

export const meetingFilterSchema = z.strictObject({
  states: z.array(meetingStateSchema).max(MEETING_STATES.length).optional(),
  /** Part of the title, the number or the place. */
  text: words(60).optional(),
})
export type MeetingFilter = z.infer<typeof meetingFilterSchema>
/** Orders of the list, by the day of the meeting. */
export const MEETING_SORTS = ['latest', 'earliest'] as const
export type MeetingSort = (typeof MEETING_SORTS)[number]
export const listMeetingsInput = z.strictObject({
  filter: meetingFilterSchema.optional(),
  sort: z.enum(MEETING_SORTS).default('latest'),
  cursor: cursorSchema.optional(),
})
export const meetingRowSchema = z.strictObject({
  id: idSchema,
  number: z.string(),
  version: z.int(),
  state: meetingStateSchema,
  title: z.string(),
  meetsAt: instantSchema,
  place: z.string(),
})
export type MeetingRowView = z.infer<typeof meetingRowSchema>

/** Who is to do a resolution, and how far they are. */
const duty = z.strictObject({
  assignmentId: idSchema,
  number: z.string(),
  tenant: tenantRefSchema,
  state: z.enum(ASSIGNMENT_STATES),
  isLate: z.boolean(),
  /** The viewer may open it. */
  isOpen: z.boolean(),
})
export const resolutionSchema = z.strictObject({
  id: idSchema,
  meetingId: idSchema,
  meetingNumber: z.string(),
  ordinal: z.int(),
  itemId: idSchema.nullable(),
  words: z.string(),
  dueOn: civilDateSchema,
  duties: z.array(duty),
})
export type ResolutionView = z.infer<typeof resolutionSchema>

// The agenda

export const raiseItemInput = z.strictObject({ key: requestKeySchema, title: someWords(80), words: someWords(2000) })
export const takeItemInput = z.strictObject({ ...changeOf, meetingId: idSchema })
export const setItemAsideInput = z.strictObject({ ...changeOf, reason: someWords(500) })
export const itemChanged = z.strictObject({ id: idSchema, version: z.int(), state: agendaStateSchema })
export const agendaItemSchema = z.strictObject({
  id: idSchema,
  version: z.int(),
  state: agendaStateSchema,
  tenant: tenantRefSchema,
  title: z.string(),
  words: z.string(),
  raisedByName: z.string(),
  raisedAt: instantSchema,
  meetingId: idSchema.nullable(),
  ordinal: z.int().nullable(),
  /** Why it was set aside. */
  reason: z.string(),
  papers: z.array(assignmentPaperSchema),
  mayAddPaper: z.boolean(),
  maySettle: z.boolean(),
})
export type AgendaItemView = z.infer<typeof agendaItemSchema>
export const listItemsInput = z.strictObject({ states: z.array(agendaStateSchema).max(3).optional() })

/** A paper of an item that was raised, or of the meeting itself. */
export const addJointPaperInput = z.strictObject({
  itemId: idSchema.nullable(),
  meetingId: idSchema.nullable(),
  fileName: z.string().min(1).max(500),
  content: z.custom<Uint8Array>(given => given instanceof Uint8Array),
})

/** What stood when the meeting was convened: it never changes. */
export const frozenFiguresSchema = z.strictObject({
  takenAt: instantSchema,
  figures: jointFiguresSchema,
  seats: z.array(z.strictObject({ seatId: idSchema, name: z.string(), people: z.array(z.string()) })),
})

/** A meeting as whoever reads it sees it. Whoever is only responsible for a resolution reads the head and that resolution. */
export const meetingViewSchema = z.strictObject({
  ...meetingRowSchema.shape,
  networkName: z.string(),
  as: z.enum(['centre', 'member', 'responsible']),
  plannedByName: z.string(),
  convenedAt: instantSchema.nullable(),
  heldAt: instantSchema.nullable(),
  closedAt: instantSchema.nullable(),
  agenda: z.array(agendaItemSchema),
  papers: z.array(assignmentPaperSchema),
  frozen: frozenFiguresSchema.nullable(),
  minutes: z
    .strictObject({
      words: z.string(),
      presentSeatIds: z.array(idSchema),
      writtenByName: z.string(),
      updatedAt: instantSchema,
    })
    .nullable(),
  resolutions: z.array(resolutionSchema),
  /** Resolutions of earlier meetings that were not done when this one was held, or are not now. */
  followUp: z.array(resolutionSchema),
  actions: z.array(
    z.strictObject({
      action: z.enum(MEETING_ACTIONS),
      refusal: z
        .strictObject({
          code: z.enum(MEETING_REFUSALS),
          params: z.record(z.string(), z.union([z.string(), z.number()])),
        })
        .nullable(),
    }),
  ),
})
export type MeetingView = z.infer<typeof meetingViewSchema>
