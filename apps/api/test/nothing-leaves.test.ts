import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildNoticeWorld, type NoticeWorld } from './notice-stage.ts'
import { marksIn, plantedCode, plantedPhone, plantedYuan } from './planted.ts'
import { setScene } from './planted-scene.ts'

let notices: NoticeWorld
beforeAll(async () => {
  notices = await buildNoticeWorld()
})
afterAll(() => notices.close())

test('[X-03] no mail and no webhook of a whole referral holds the name or any field of the organisation, or a word that people wrote', async () => {
  const { world, mail, hook } = notices
  const scene = await setScene(world, 'city')
  const { stage, organisation } = scene
  const atOnce = { waiting: 'atOnce', deadline: 'atOnce', progress: 'atOnce', delivery: 'atOnce' } as const
  const { networkId } = stage
  const account = await world.account({ networkId, organisationId: organisation.id })
  const readers = { ...stage.people, account }
  for (const [place, person] of Object.entries(readers)) {
    await notices.confirm(person, `${place}@example.cn`)
    await person.api.mailSettings.choose({ language: 'zh', choices: atOnce })
  }
  for (const place of ['streetA', 'city', 'districtA'] as const) {
    const keeper = await world.person({
      networkId: stage.networkId,
      tenantId: stage.tenants[place].id,
      roles: ['tenantAdmin'],
    })
    await keeper.api.webhooks.create({ url: hook.url, groups: ['waiting', 'deadline', 'progress'] })
  }
  for (const [, step] of scene.steps) {
    await step()
    await notices.work()
  }
  expect(mail.received.length).toBeGreaterThan(12)
  expect(hook.called.length).toBeGreaterThan(6)
  expect(new Set(mail.received.map(({ to }) => to))).toEqual(
    new Set(['streetA@example.cn', 'city@example.cn', 'sector@example.cn', 'account@example.cn']),
  )
  const texts = [
    ...mail.received.flatMap(({ subject, text }) => [subject, text]),
    ...hook.called.map(({ body }) => body),
  ]
  const all = texts.join('\n')
  expect(marksIn(all)).toEqual([])
  for (const secret of [organisation.name, organisation.id, plantedCode, String(plantedYuan), plantedPhone])
    expect(all).not.toContain(secret)
})
