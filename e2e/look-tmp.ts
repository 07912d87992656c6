import { chromium } from '@playwright/test'
process.env.E2E_URL = 'http://127.0.0.1:4542'
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
const page = await (await b.newContext({ baseURL: 'http://127.0.0.1:4542', locale: 'zh-CN' })).newPage()
page.on('console', m => m.type() === 'error' && console.log('console', m.text().slice(0, 600)))
page.on('pageerror', e => console.log('pageerror', e.stack?.slice(0, 900)))
await page.goto('/sign-in'); await page.getByLabel('登录名').fill('donghuamen.zhuren'); await page.getByLabel('密码', { exact: true }).fill('fuqiao-demo-2026'); await page.getByRole('button', { name: '登录', exact: true }).click(); await page.waitForURL(/workbench/)
for (const p of process.argv.slice(2)) { const r = await page.goto(p); console.log(p, r?.status(), (await page.locator('h1').first().textContent())?.trim()) }
await b.close()
