/**
 * The rules of the product, without IO and without a clock: tree and direction, working-day calendar, organisations'
 * names and codes, profile of a network, referral, indicators. Each folder is an entry of its own too, so that a page
 * may take the referral without the pinyin dictionary.
 */
export * from './calendar/index.ts'
export * from './indicators/index.ts'
export * from './organisation/index.ts'
export * from './profile/index.ts'
export * from './referral/index.ts'
export * from './tree/index.ts'
