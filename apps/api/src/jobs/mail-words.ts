import type { MailLanguage, NoticeKind } from '@fuqiao/contract'

/** What a notice says in a mail, in one row for each kind: Chinese, English. `{number}`, `{from}` and `{to}` are the referral's or agreement's own; `{expert}` who was drawn for a panel. */
const table: Readonly<Record<NoticeKind, readonly [zh: string, en: string]>> = {
  consentAsked: [
    '{from}提请贵组织同意一件转介，编号 {number}，请查看并答复',
    '{from} asks for your consent to referral {number}',
  ],
  consentSigned: ['组织已同意转介 {number}，请审批', 'The organisation consented to {number}; please approve'],
  furtherConsentAsked: [
    '对方就转介 {number} 提出补正，请贵组织就补充内容另行同意',
    'Your further consent is asked for {number}',
  ],
  furtherConsentSigned: [
    '组织已同意就转介 {number} 补充内容，请答复',
    'The organisation consented to more for {number}',
  ],
  furtherConsentRefused: [
    '组织不同意就转介 {number} 补充内容，可仅作说明',
    'The organisation refused more for {number}',
  ],
  consentRefused: ['组织不同意转介 {number}，已退回草稿', 'The organisation refused {number}; it is a draft again'],
  consentLapsed: ['转介 {number} 期限内未获同意，已退回草稿', 'No consent to {number} in time; it is a draft again'],
  approvalAsked: ['转介 {number} 等待审批', 'Referral {number} waits for approval'],
  sentBack: ['转介 {number} 被退回修改', 'Referral {number} was sent back'],
  arrived: ['{from}转来一件转介，编号 {number}，请签收', '{from} sent referral {number}; please acknowledge'],
  adviceAsked: [
    '{from}就一个个案向贵机构咨询，编号 {number}，请签收',
    '{from} asks for your advice, {number}; please acknowledge',
  ],
  adviceGiven: ['{to}已答复咨询 {number}，请确认', '{to} has answered {number}; please confirm'],
  submitted: ['转介 {number} 已发给{to}', 'Referral {number} was sent to {to}'],
  acknowledged: ['{to}已签收转介 {number}', '{to} acknowledged {number}'],
  accepted: ['{to}已接收转介 {number}', '{to} accepted {number}'],
  declined: ['转介 {number} 未被接收', 'Referral {number} was not accepted'],
  withdrawn: ['转介 {number} 已撤回', 'Referral {number} was withdrawn'],
  begun: ['{to}已首次联系，转介 {number} 开始服务', '{to} made first contact; service under {number} has begun'],
  progress: ['转介 {number} 有新进展', 'Progress on {number}'],
  outcomeReported: ['{to}已报告转介 {number} 的结果，请确认', '{to} reported the outcome of {number}; please confirm'],
  confirmed: ['转介 {number} 已有一方确认办结', 'One side confirmed the closure of {number}'],
  closed: ['转介 {number} 已办结', 'Referral {number} is closed'],
  draftDropped: ['草稿 {number} 超过保留期，已删除', 'Draft {number} was removed after its time'],
  reminder: ['转介 {number} 临近或超过时限，请尽快办理', 'Referral {number} is near or past its deadline'],
  escalated: ['转介 {number} 逾期，已报上级督办', 'Referral {number} is overdue and was brought before the superior'],
  stoodIn: ['机构变动，转介 {number} 由承接机构接办', 'Referral {number} was taken over by another incubator'],
  informationAsked: ['{to}就转介 {number} 请{from}补充说明', '{to} asks for more information on referral {number}'],
  informationAnswered: ['{from}已答复转介 {number} 的补正', '{from} has answered the question on referral {number}'],
  informationLapsed: [
    '转介 {number} 的补正逾期未答复，由{to}继续决定',
    'The question on referral {number} was not answered in time; {to} decides',
  ],
  waitlisted: ['{to}将转介 {number} 列入等候', '{to} has put referral {number} on its waiting list'],
  expired: ['转介 {number} 逾期未答复，转由上级处理', 'Referral {number} expired unanswered and falls to the superior'],
  assigned: [
    '上级改派了一件转介 {number}，请征得组织同意',
    'Your superior assigned referral {number}: ask the organisation for its consent',
  ],
  askedFor: [
    '{to}申请调入贵机构的一家组织，编号 {number}，请查看',
    '{to} asks for an organisation of yours, {number}: please look',
  ],
  dispatched: ['上级将转介 {number} 派给{to}', 'Your superior assigned referral {number} to {to}'],
  objected: ['{to}对派单 {number} 提出异议', '{to} objects to the assignment of referral {number}'],
  returnAsked: ['{to}申请退还转介 {number}，请答复', '{to} asks to return referral {number}: please answer'],
  returned: ['转介 {number} 已退还{from}', 'Referral {number} was returned to {from}'],
  returnRefused: ['转介 {number} 的退还申请未获同意', 'The return of referral {number} was refused'],
  failed: ['{to}报告转介 {number} 未能完成，请确认', '{to} reports that referral {number} failed: please confirm'],
  disputed: [
    '转介 {number} 的结果有异议，待共同上级裁定',
    'The report on referral {number} is disputed: the common superior rules',
  ],
  ruled: ['共同上级已对转介 {number} 的异议作出裁定', 'The common superior has ruled on referral {number}'],
  reopened: ['转介 {number} 重新办理', 'Referral {number} has been re-opened'],
  settled: ['转介 {number} 不再改派，已了结', 'Referral {number} was settled'],
  consentRevoked: [
    '组织撤回了对转介 {number} 的同意，授权已终止',
    'The consent to referral {number} was revoked; access has ended',
  ],
  voidProposed: [
    '有人提出作废转介 {number}，请另一人确认',
    'Voiding referral {number} was proposed: a second person confirms',
  ],
  voided: ['转介 {number} 已作废', 'Referral {number} was voided'],
  agreementProposed: ['{from}提请签署合作协议 {number}，请查看', '{from} proposes agreement {number}'],
  agreementSigned: ['合作协议 {number} 已由对方签署，待贵方签署', 'Agreement {number} was signed by the other side'],
  agreementInForce: ['合作协议 {number} 已生效', 'Agreement {number} is in force'],
  agreementDeclined: ['合作协议 {number} 未被对方接受', 'Agreement {number} was declined'],
  agreementWithdrawn: ['合作协议 {number} 已由对方撤回', 'Agreement {number} was withdrawn'],
  agreementEnded: ['合作协议 {number} 已终止', 'Agreement {number} has ended'],
  agreementPaused: ['合作协议 {number} 已暂停自动接收', 'Agreement {number} has paused'],
  agreementResumed: ['合作协议 {number} 已恢复自动接收', 'Agreement {number} accepts again'],
  acceptedByAgreement: [
    '转介 {number} 已按合作协议自动接收，请安排首次联系',
    'Referral {number} was accepted by agreement; please make first contact',
  ],
  enquiryAsked: [
    '{from}匿名问询 {number}：贵方能否承接，请答复',
    '{from} asks without names ({number}): could you take it?',
  ],
  enquiryReminder: ['匿名问询 {number} 尚待贵方答复', 'Enquiry {number} still waits for your answer'],
  enquiryAnswered: ['匿名问询 {number} 有新答复', 'Enquiry {number} has a new answer'],
  enquiryToChoose: [
    '匿名问询 {number} 的答复已齐或期限已到，请选择',
    'Enquiry {number}: the answers are in, please choose',
  ],
  enquiryNobody: ['匿名问询 {number} 已结束，无机构承接', 'Enquiry {number} ended: nobody took it'],
  enquiryChosen: [
    '匿名问询 {number}：对方选择了贵方，征得组织同意后会发来转介',
    'Enquiry {number}: you were chosen; a referral follows once the organisation consents',
  ],
  enquiryStoodIn: [
    '匿名问询 {number} 有机构停用或合并，请查看',
    'A party of enquiry {number} was suspended or merged: please look',
  ],
  enquirySettled: ['匿名问询 {number} 已了结，谢谢答复', 'Enquiry {number} is settled; thank you'],
  enquiryWithdrawn: ['匿名问询 {number} 已撤回', 'Enquiry {number} was withdrawn'],
  requestEnded: ['调入申请 {number} 期满，未转介', 'Request {number} ended without a referral'],
  partnerProposed: ['{from}提出与{to}成为伙伴网络', '{from} proposes to {to} to become partner networks'],
  partnerInForce: ['{from}与{to}的伙伴关系已生效', '{from} and {to} are partner networks now'],
  partnerDeclined: ['{from}未接受{to}的伙伴提议', '{from} declined the proposal of {to}'],
  partnerWithdrawn: ['{from}撤回了对{to}的伙伴提议', '{from} withdrew its proposal to {to}'],
  partnerEnded: [
    '{from}终止了与{to}的伙伴关系，进行中的转介照常办理',
    '{from} ended the partnership with {to}; referrals under way go on',
  ],
  organisationMerged: [
    '{from} 已将重复登记的组织合并，旧记录只供查阅',
    '{from} merged a duplicate record of your organisation; the old one is kept for reading',
  ],
  caseWaits: ['入驻孵化案 {number} 有事项等待办理', 'Incubation case {number} waits for you'],
  caseReminder: ['入驻孵化案 {number} 的事项即将到期', 'Something of incubation case {number} is due'],
  caseEscalated: ['入驻孵化案 {number} 的事项逾期，已升级督办', 'Something of incubation case {number} is overdue'],
  caseMoved: ['入驻孵化案 {number} 有新进展', 'Incubation case {number} has moved'],
  filingApplied: ['有组织申请备案，请审核', 'An organisation applied for its filing'],
  filingFiled: ['{from} 已办理备案，备案号 {number}', '{from} filed your organisation as {number}'],
  filingRefused: ['{from} 未予备案，请查看理由', '{from} did not file your organisation; see why'],
  filingRenewed: ['{from} 已为备案 {number} 办理续期', '{from} renewed the filing {number}'],
  filingEnded: ['{from} 已终止备案 {number}', '{from} ended the filing {number}'],
  organisationGrown: ['{from} 已将贵组织转为登记组织', '{from} recorded your organisation as registered'],
  rated: ['组织已评价转介 {number} 的服务', 'The organisation rated the service of referral {number}'],
  panelSeated: ['{expert}被抽为评审专家，请本人查看并答复', '{expert} was drawn for a panel; please look and answer'],
  panelShort: [
    '{number} 的评审席位空缺，候选名单已用完',
    'A seat of the panel of {number} is free, and nobody is left to draw',
  ],
  panelComplete: ['{number} 的专家均已评分，请查看评审结果', 'All experts have given their marks on {number}'],
  assignmentIssued: ['{from}交办督办事项 {number}，请签收', '{from} gave you {number} to do: please acknowledge'],
  assignmentAcknowledged: ['{to}已签收督办事项 {number}', '{to} acknowledged {number}'],
  assignmentReported: ['{to}已报告督办事项 {number}，请确认', '{to} reported on {number}: please confirm'],
  assignmentConfirmed: ['督办事项 {number} 已确认办结', '{number} was confirmed as done'],
  assignmentSentBack: ['{from}退回督办事项 {number}，请重新办理', '{from} sent {number} back'],
  assignmentWithdrawn: ['{from}撤销了督办事项 {number}', '{from} withdrew {number}'],
  assignmentReminder: ['督办事项 {number} 即将到期', '{number} is nearly due'],
  assignmentLate: ['{to}的督办事项 {number} 已逾期', '{number} of {to} is late'],
  targetProposed: ['{from}提出目标任务 {number}，请答复', '{from} proposed target {number}: please answer'],
  targetCountered: ['{to}对目标任务 {number} 提出不同数额，请答复', '{to} named another figure for target {number}'],
  targetAgreed: ['目标任务 {number} 双方数额一致，请签署', 'Target {number} is agreed: please sign'],
  targetToSign: ['目标任务 {number} 对方已签署，请签署', 'Target {number} was signed by the other side: please sign'],
  targetSigned: ['目标任务 {number} 双方已签署', 'Target {number} was signed by both sides'],
  targetWithdrawn: ['{from}撤回了目标任务 {number} 的提议', '{from} withdrew its proposal for target {number}'],
  agendaRaised: ['{from}提出了联席会议议题', '{from} raised an item for the joint meeting'],
  agendaTaken: ['所提议题已列入联席会议 {number}', 'Your item is on the agenda of joint meeting {number}'],
  agendaSetAside: ['所提联席会议议题暂不列入，请查看理由', 'Your item for the joint meeting was set aside; see why'],
  meetingConvened: [
    '联席会议 {number} 已召集，请本机构在席人员参加',
    'Joint meeting {number} is convened; your seat is expected',
  ],
  standardPublished: [
    '{from} 发布了服务标准 {number}，请确认知悉',
    '{from} published standard {number}; please acknowledge it',
  ],
  serviceItemAsked: [
    '{from} 下达了统一服务事项“{number}”，请确认知悉',
    '{from} asks for “{number}”; please acknowledge it',
  ],
  publicationSubmitted: ['{from} 提交了“{number}”，请审核发布', '{from} submitted “{number}” for publication'],
  publicationReturned: ['“{number}”被退回修改，请查看意见', '“{number}” was returned; see the remarks'],
  publicationPublished: ['“{number}”已发布', '“{number}” is published'],
  publicationWithdrawn: ['“{number}”已被撤下，请查看原因', '“{number}” was withdrawn; see why'],
  deliveryFailed: [
    '有消息多次发送未成功，系统已停止重试，请登录查看',
    'A message could not be delivered and was given up; please sign in to see which',
  ],
}
const column: Readonly<Record<MailLanguage, 0 | 1>> = { zh: 0, en: 1 }

/** The words of a kind of notice in a language, with the places that names and numbers go into. */
export const noticeWords = (kind: NoticeKind, language: MailLanguage): string => table[kind][column[language]]

/** The words around the notices. */
export const mailWords = {
  zh: {
    subject: (line: string) => `【孵桥】${line}`,
    digestSubject: (count: number, day: string) => `【孵桥】${day} 通知汇总：${count} 条`,
    foot: (url: string) => `——\n此邮件由系统自动发出，请勿回复。调整或停止邮件通知：${url}`,
    codeSubject: '【孵桥】邮箱验证码',
    code: (code: string) =>
      `您的邮箱验证码是：${code}\n\n10 分钟内有效，只能使用一次。如果不是您本人在填写邮箱，请忽略此邮件，不会再有邮件发到这里。`,
    signingSubject: '【孵桥】签署验证码',
    signing: (code: string) =>
      `您签署入驻协议的验证码是：${code}\n\n10 分钟内有效，只能使用一次。请勿告诉他人。如果不是您本人在签署，请立即修改登录密码并联系您的孵化机构。`,
  },
  en: {
    subject: (line: string) => `[Fuqiao] ${line}`,
    digestSubject: (count: number, day: string) => `[Fuqiao] Notices of ${day}: ${count}`,
    foot: (url: string) => `--\nSent automatically; please do not reply. Change or stop these mails: ${url}`,
    codeSubject: '[Fuqiao] Your code',
    code: (code: string) =>
      `Your code is ${code}\n\nIt is valid for 10 minutes and can be used once. If you did not enter this address, ignore this mail: nothing more will be sent here.`,
    signingSubject: '[Fuqiao] Your signing code',
    signing: (code: string) =>
      `Your code for signing the residency agreement is ${code}\n\nIt is valid for 10 minutes and can be used once. Tell nobody. If it is not you who is signing, change your password at once and tell your incubator.`,
  },
} as const satisfies Record<MailLanguage, object>
