import type { MailLanguage, NoticeKind } from '@fuqiao/contract'

/** What a notice says in a mail: which referral, between whom, and what happened. */
export const noticeWords: Record<NoticeKind, Record<MailLanguage, string>> = {
  consentAsked: {
    zh: '{from}提请贵组织同意一件转介，编号 {number}，请查看并答复',
    en: '{from} asks for your consent to referral {number}',
  },
  consentSigned: {
    zh: '组织已同意转介 {number}，请审批',
    en: 'The organisation consented to {number}; please approve',
  },
  consentRefused: {
    zh: '组织不同意转介 {number}，已退回草稿',
    en: 'The organisation refused {number}; it is a draft again',
  },
  consentLapsed: {
    zh: '转介 {number} 期限内未获同意，已退回草稿',
    en: 'No consent to {number} in time; it is a draft again',
  },
  approvalAsked: { zh: '转介 {number} 等待审批', en: 'Referral {number} waits for approval' },
  sentBack: { zh: '转介 {number} 被退回修改', en: 'Referral {number} was sent back' },
  arrived: { zh: '{from}转来一件转介，编号 {number}，请签收', en: '{from} sent referral {number}; please acknowledge' },
  submitted: { zh: '转介 {number} 已发给{to}', en: 'Referral {number} was sent to {to}' },
  acknowledged: { zh: '{to}已签收转介 {number}', en: '{to} acknowledged {number}' },
  accepted: { zh: '{to}已接收转介 {number}', en: '{to} accepted {number}' },
  declined: { zh: '转介 {number} 未被接收', en: 'Referral {number} was not accepted' },
  withdrawn: { zh: '转介 {number} 已撤回', en: 'Referral {number} was withdrawn' },
  begun: {
    zh: '{to}已首次联系，转介 {number} 开始服务',
    en: '{to} made first contact; service under {number} has begun',
  },
  progress: { zh: '转介 {number} 有新进展', en: 'Progress on {number}' },
  outcomeReported: {
    zh: '{to}已报告转介 {number} 的结果，请确认',
    en: '{to} reported the outcome of {number}; please confirm',
  },
  confirmed: { zh: '转介 {number} 已有一方确认办结', en: 'One side confirmed the closure of {number}' },
  closed: { zh: '转介 {number} 已办结', en: 'Referral {number} is closed' },
  draftDropped: { zh: '草稿 {number} 超过保留期，已删除', en: 'Draft {number} was removed after its time' },
  reminder: { zh: '转介 {number} 临近或超过时限，请尽快办理', en: 'Referral {number} is near or past its deadline' },
  escalated: {
    zh: '转介 {number} 逾期，已报共同上级督办',
    en: 'Referral {number} is overdue and was brought before the common superior',
  },
  stoodIn: {
    zh: '机构变动，转介 {number} 由承接机构接办',
    en: 'Referral {number} was taken over by another incubator',
  },
  informationAsked: {
    zh: '{to}就转介 {number} 请{from}补充说明',
    en: '{to} asks for more information on referral {number}',
  },
  informationAnswered: {
    zh: '{from}已答复转介 {number} 的补正',
    en: '{from} has answered the question on referral {number}',
  },
  informationLapsed: {
    zh: '转介 {number} 的补正逾期未答复，由{to}继续决定',
    en: 'The question on referral {number} was not answered in time; {to} decides',
  },
  waitlisted: { zh: '{to}将转介 {number} 列入等候', en: '{to} has put referral {number} on its waiting list' },
  expired: {
    zh: '转介 {number} 逾期未答复，转由共同上级处理',
    en: 'Referral {number} expired unanswered and falls to the common superior',
  },
  assigned: {
    zh: '上级改派了一件转介 {number}，请征得组织同意',
    en: 'Your superior assigned referral {number}: ask the organisation for its consent',
  },
  dispatched: { zh: '上级将转介 {number} 派给{to}', en: 'Your superior assigned referral {number} to {to}' },
  objected: { zh: '{to}对派单 {number} 提出异议', en: '{to} objects to the assignment of referral {number}' },
  returnAsked: { zh: '{to}申请退还转介 {number}，请答复', en: '{to} asks to return referral {number}: please answer' },
  returned: { zh: '转介 {number} 已退还{from}', en: 'Referral {number} was returned to {from}' },
  returnRefused: { zh: '转介 {number} 的退还申请未获同意', en: 'The return of referral {number} was refused' },
  failed: {
    zh: '{to}报告转介 {number} 未能完成，请确认',
    en: '{to} reports that referral {number} failed: please confirm',
  },
  disputed: {
    zh: '转介 {number} 的结果有异议，待共同上级裁定',
    en: 'The report on referral {number} is disputed: the common superior rules',
  },
  ruled: { zh: '共同上级已对转介 {number} 的异议作出裁定', en: 'The common superior has ruled on referral {number}' },
  reopened: { zh: '转介 {number} 重新办理', en: 'Referral {number} has been re-opened' },
  settled: { zh: '转介 {number} 不再改派，已了结', en: 'Referral {number} was settled' },
  consentRevoked: {
    zh: '组织撤回了对转介 {number} 的同意，授权已终止',
    en: 'The consent to referral {number} was revoked; access has ended',
  },
  voidProposed: {
    zh: '有人提出作废转介 {number}，请另一人确认',
    en: 'Voiding referral {number} was proposed: a second person confirms',
  },
  voided: { zh: '转介 {number} 已作废', en: 'Referral {number} was voided' },
  agreementProposed: { zh: '{from}提请签署合作协议 {number}，请查看', en: '{from} proposes agreement {number}' },
  agreementSigned: {
    zh: '合作协议 {number} 已由对方签署，待贵方签署',
    en: 'Agreement {number} was signed by the other side',
  },
  agreementInForce: { zh: '合作协议 {number} 已生效', en: 'Agreement {number} is in force' },
  agreementDeclined: { zh: '合作协议 {number} 未被对方接受', en: 'Agreement {number} was declined' },
  agreementWithdrawn: { zh: '合作协议 {number} 已由对方撤回', en: 'Agreement {number} was withdrawn' },
  agreementEnded: { zh: '合作协议 {number} 已终止', en: 'Agreement {number} has ended' },
  agreementPaused: { zh: '合作协议 {number} 已暂停自动接收', en: 'Agreement {number} has paused' },
  agreementResumed: { zh: '合作协议 {number} 已恢复自动接收', en: 'Agreement {number} accepts again' },
  acceptedByAgreement: {
    zh: '转介 {number} 已按合作协议自动接收，请安排首次联系',
    en: 'Referral {number} was accepted by agreement; please make first contact',
  },
  deliveryFailed: {
    zh: '有消息多次发送未成功，系统已停止重试，请登录查看',
    en: 'A message could not be delivered and was given up; please sign in to see which',
  },
}

/** The words around the notices. */
export const mailWords = {
  zh: {
    subject: (line: string) => `【孵桥】${line}`,
    digestSubject: (count: number, day: string) => `【孵桥】${day} 通知汇总：${count} 条`,
    foot: (url: string) => `——\n此邮件由系统自动发出，请勿回复。调整或停止邮件通知：${url}`,
    codeSubject: '【孵桥】邮箱验证码',
    code: (code: string) =>
      `您的邮箱验证码是：${code}\n\n10 分钟内有效，只能使用一次。如果不是您本人在填写邮箱，请忽略此邮件，不会再有邮件发到这里。`,
  },
  en: {
    subject: (line: string) => `[Fuqiao] ${line}`,
    digestSubject: (count: number, day: string) => `[Fuqiao] Notices of ${day}: ${count}`,
    foot: (url: string) => `--\nSent automatically; please do not reply. Change or stop these mails: ${url}`,
    codeSubject: '[Fuqiao] Your code',
    code: (code: string) =>
      `Your code is ${code}\n\nIt is valid for 10 minutes and can be used once. If you did not enter this address, ignore this mail: nothing more will be sent here.`,
  },
} as const satisfies Record<MailLanguage, object>
