/** What of a person on a staff tells whether they count towards the share of certified people. */
export type ShareOfStaff = {
  readonly isFullTime: boolean
  /** Holds a social worker's certificate (社会工作者职业水平证书). */
  readonly isCertified: boolean
  /** Holds a degree in social work of a bachelor or higher. */
  readonly hasSocialWorkDegree: boolean
}

/** Full-time staff, and those of them with a certificate or a degree. */
export type CertifiedShare = { readonly certified: number; readonly fullTime: number }

/** Counts the full-time staff and those of them who hold a certificate of social work or a degree in it, each once (Z-02). */
export function certifiedShare(staff: readonly ShareOfStaff[]): CertifiedShare {
  const full = staff.filter(({ isFullTime }) => isFullTime)
  const certified = full.filter(({ isCertified, hasSocialWorkDegree }) => isCertified || hasSocialWorkDegree)
  return { certified: certified.length, fullTime: full.length }
}

/** Whether what somebody wrote down as a qualification is one in social work (助理社会工作师, 社会工作师, 高级社会工作师): other trades' certificates do not count. */
export const isSocialWorkCertificate = (text: string): boolean => /社会工作|社工|social work/i.test(text)

/** Whether a share reaches so many parts of so many: one in three counts as a third, in whole numbers. Nobody at work reaches nothing. */
export function reachesShare(
  { certified, fullTime }: CertifiedShare,
  { part, of }: { readonly part: number; readonly of: number },
): boolean {
  return fullTime > 0 && certified * of >= fullTime * part
}
