// Sees to a Chromium and a Chinese font for the browser tests: installs Debian's as root, and says what is missing otherwise.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const chromiumPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

const missing = missingPackages()
if (missing.length > 0 && canInstall()) {
  installPackages(missing)
} else if (missing.length > 0) {
  console.error(
    `The browser tests need: ${missing.join(', ')}. On Debian: sudo apt-get install ${missing.join(' ')}. ` +
      'Elsewhere install Chrome or Chromium and name it in CHROMIUM_PATH.',
  )
}
if (!hasChromium()) process.exit(1)

function missingPackages() {
  const packages = hasChromium() ? [] : ['chromium']
  return process.platform === 'linux' && !hasChineseFont()
    ? [...packages, 'fonts-wqy-microhei', 'fontconfig']
    : packages
}

function hasChromium() {
  const named = process.env.CHROMIUM_PATH
  return named ? existsSync(named) : chromiumPlaces.some(place => existsSync(place))
}

function hasChineseFont() {
  const fonts = spawnSync('fc-list', [':lang=zh', 'file'], { encoding: 'utf8' })
  return fonts.status === 0 && fonts.stdout.trim() !== ''
}

function canInstall() {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
}

function installPackages(packages) {
  console.log(`installing ${packages.join(', ')}`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  execFileSync('apt-get', ['update', '-qq'], { stdio: 'inherit', env })
  execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { stdio: 'inherit', env })
}
