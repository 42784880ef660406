import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const usualPlaces = [
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
]

const hasPackagedBrowser = process.platform === 'linux' && process.arch === 'x64'

async function packagedBrowser(): Promise<string> {
  // The package takes its libraries out for a serverless platform only, and so for one that looks like it.
  process.env.AWS_LAMBDA_JS_RUNTIME ??= 'nodejs24.x'
  const { default: packaged } = await import('@sparticuz/chromium')
  return packaged.executablePath()
}

/**
 * The browser that the tests drive: CHROME_PATH if given, else the one among the packages (the same on every
 * machine), else an installed one. Unpacks the packaged one to the temporary folder, once.
 */
export async function unpackBrowser(): Promise<string> {
  const given = process.env.CHROME_PATH
  if (given) return given
  if (hasPackagedBrowser) return packagedBrowser()
  const installed = usualPlaces.find((path) => existsSync(path))
  if (installed) return installed
  throw new Error('The end-to-end tests found no Chrome or Chromium: set CHROME_PATH to one.')
}

/** Without Chromium's own sandbox, which neither root nor most containers can have; pages are our own. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: await unpackBrowser(),
    args: ['--no-sandbox'],
    headless: true,
  })
}
