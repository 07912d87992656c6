import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'

const chromium =
  process.env['CHROMIUM_PATH'] ??
  ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
const port = Number(process.env['E2E_PORT'] ?? 4173)

/** One server with the demo network for all journeys; each journey uses people and organisations of its own. */
export default defineConfig({
  testDir: './journeys',
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  forbidOnly: !!process.env['CI'],
  reporter: [['list'], ['json', { outputFile: '.reports/playwright.json' }]],
  outputDir: '.results',
  use: {
    baseURL: process.env['E2E_URL'] ?? `http://127.0.0.1:${port}`,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    actionTimeout: 20_000,
    navigationTimeout: 40_000,
    // A trace of every journey takes as long again as the journey; a failure is walked again with TRACE=1.
    trace: process.env['TRACE'] === '1' ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(chromium ? { executablePath: chromium } : {}),
      // Where the machine names no character set, Chromium gives a file with a Chinese name none of it.
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
  // E2E_URL: a server that runs already, for work on the journeys themselves.
  ...(process.env['E2E_URL']
    ? {}
    : {
        webServer: {
          command: `${process.execPath} serve.ts`,
          env: { E2E_PORT: String(port) },
          url: `http://127.0.0.1:${port}/readyz`,
          timeout: 180_000,
          gracefulShutdown: { signal: 'SIGTERM', timeout: 15_000 },
          stdout: 'pipe',
        },
      }),
})
