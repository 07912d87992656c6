import { createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from '@playwright/test'
import { settled, signIn } from './people.ts'
import { night } from './night.ts'

type Call = { headers: IncomingHttpHeaders; body: string }

/** Another system of the tenant, which keeps what it is told. */
async function openReceiver() {
  const calls: Call[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      calls.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') })
      response.writeHead(204).end()
    })
  })
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return { calls, url: `http://127.0.0.1:${port}/fuqiao`, close: () => server.close() }
}

/** Whether one of a message's signatures was made with this secret. */
function isSigned(secret: string, { headers, body }: Call): boolean {
  const [t = '', ...signed] = String(headers['fuqiao-signature']).split(',')
  const made = createHmac('sha256', secret)
    .update(`${t.slice(2)}.${body}`)
    .digest('hex')
  return signed.includes(`v1=${made}`)
}

test(
  'an administrator connects another system, tries it, changes its secret and pauses it; each secret is shown once',
  night,
  async ({ browser }) => {
    test.setTimeout(90_000)
    const receiver = await openReceiver()
    const { page, context } = await signIn(browser, 'chengshi.guanli')
    const main = page.getByRole('main')
    const shownSecret = async () => (/fqs_[\w-]{43}/.exec(await main.innerText()) ?? [''])[0]
    await page.goto('/tenants/webhooks')
    await settled(page)
    await page.locator('[name=url]').fill(receiver.url)
    await page.getByRole('button', { name: '添加', exact: true }).click()
    await expect(main).toContainText('请立即保存签名密钥')
    const first = await shownSecret()
    await page.reload()
    await settled(page)
    await expect(main).not.toContainText('fqs_')

    // What came of a test is there by itself.
    await page.getByRole('button', { name: '发送测试' }).click()
    await expect(main.getByRole('row', { name: /测试消息/ })).toContainText('已送达')
    expect(receiver.calls).toHaveLength(1)
    expect(JSON.parse(receiver.calls[0]?.body ?? '')).toMatchObject({ kind: 'test', referralId: null, number: '' })
    expect(isSigned(first, receiver.calls[0] as Call)).toBe(true)

    await page.getByText('更换密钥', { exact: true }).click()
    await page.getByRole('button', { name: '生成新密钥' }).click()
    await expect(main).toContainText('密钥已更换')
    const second = await shownSecret()
    expect(second).not.toBe(first)
    await page.getByRole('button', { name: '发送测试' }).click()
    await expect(main.getByRole('row', { name: /测试消息/ })).toHaveCount(2)
    await expect.poll(() => receiver.calls.length).toBe(2)
    // Both hold until the day that the page names.
    expect([first, second].map(secret => isSigned(secret, receiver.calls[1] as Call))).toEqual([true, true])
    await expect(main).toContainText('旧密钥有效至')
    await expect(main).not.toContainText('fqs_')

    await page.getByRole('button', { name: '暂停', exact: true }).click()
    await expect(main.getByText('已暂停', { exact: true })).toBeVisible()
    await page.getByText('删除', { exact: true }).click()
    await page.getByRole('button', { name: '确认删除' }).click()
    await expect(main).toContainText('还没有对接地址')
    receiver.close()
    await context.close()
  },
)

test('a person chooses how to be told, for each kind of notice, and the choice is kept', async ({ browser }) => {
  const { page, context } = await signIn(browser, 'jinghe.zhuanjie', { width: 390, height: 844 })
  await page.goto('/account/notifications')
  await settled(page)
  await page.locator('[name=progress][value=none]').check()
  await page.locator('[name=language]').selectOption('en')
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByText('通知方式已保存')).toBeVisible()
  await page.reload()
  await expect(page.locator('[name=progress][value=none]')).toBeChecked()
  await expect(page.locator('[name=language]')).toHaveValue('en')
  await context.close()
})
