// `npm run network`: makes the first network of an installation that has none, with its city centre and the centre's administrator.
import path from 'node:path'
import { parseArgs } from 'node:util'
import { loadReferenceData } from '@fuqiao/db/reference-data'
import { FoundingRefused, foundingSchema, foundNetwork } from './boot/found-network.ts'
import { loadProfiles } from './boot/load-profiles.ts'
import { openDatabase } from './boot/open-database.ts'
import { readConfig } from './config.ts'

const usage = `npm run network -- --name 某某市社会组织孵化网络 --division 11 --profile beijing-2017 \\
  --centre 某某市社会组织发展服务中心 --short 市中心 --admin-name 张敏 --admin-login zhang.min`

function fail(reason: string): never {
  process.stderr.write(`${reason}\n\n${usage}\n`)
  process.exit(1)
}

/** An input's name as it is given to the command. */
const optionOf = (path: readonly PropertyKey[]) =>
  `--${path.join('.').replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`

function readArguments() {
  const text = { type: 'string' } as const
  try {
    const { values } = parseArgs({
      options: {
        name: text,
        profile: text,
        division: text,
        centre: text,
        short: text,
        'admin-name': text,
        'admin-login': text,
      },
    })
    const { 'admin-name': adminName, 'admin-login': adminLogin, ...rest } = values
    const parsed = foundingSchema.safeParse({ ...rest, adminName, adminLogin })
    if (parsed.success) return parsed.data
    return fail(parsed.error.issues.map(issue => `${optionOf(issue.path)}: ${issue.message}`).join('\n'))
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error))
  }
}

const given = readArguments()
const config = readConfig()
const now = new Date()
const database = await openDatabase(config)
try {
  await loadReferenceData(database.db, { now, calendarFolder: path.join(config.dataDir, 'calendar') })
  const { loginName, initialPassword, initialUntil } = await foundNetwork(database.db, given, {
    now,
    profiles: loadProfiles(),
  })
  process.stdout.write(
    [
      `\n已建立 / founded: ${given.name} · ${given.centre}`,
      `登录名 / login name:        ${loginName}`,
      `初始密码 / initial password: ${initialPassword}`,
      `首次登录须修改,${initialUntil.toISOString()} 前有效 / to be changed at the first sign-in, before that instant. 只显示这一次 / shown this once.\n\n`,
    ].join('\n'),
  )
} catch (error) {
  if (!(error instanceof FoundingRefused)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
} finally {
  await database.close()
}
