import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'

/** Ends the process by SIGKILL at the point that a test named; undefined, so that nothing is even asked, unless the test flag is up. */
export function failPointFrom({ isTest, failPoint }: Pick<Config, 'isTest' | 'failPoint'>): Deps['failPoint'] {
  if (!isTest || failPoint === undefined) return undefined
  return point => {
    if (point === failPoint) process.kill(process.pid, 'SIGKILL')
  }
}
