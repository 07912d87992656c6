import { compile, type CompilerOptions } from '@inlang/paraglide-js'

/** How the messages of `messages/<locale>/<feature>.json` become typed functions; the build and `pnpm run i18n` share it. */
export const i18n = {
  project: './project.inlang',
  outdir: './src/lib/paraglide',
  // The visitor's choice, else Chinese. The browser's preference is left out on purpose: the product is Chinese first.
  strategy: ['cookie', 'baseLocale'],
  cookieName: 'fuqiao_locale',
  isServer: 'import.meta.env.SSR',
  // One file a message, in development as in the build: pages load the messages they use, and the error catalogue finds its own.
  outputStructure: 'message-modules',
  cleanOutdir: false,
} satisfies CompilerOptions

if (import.meta.main) await compile(i18n)
