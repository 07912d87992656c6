import path from 'node:path'
import { defineConfig, globalIgnores } from 'eslint/config'
import svelte from 'eslint-plugin-svelte'
import tseslint from 'typescript-eslint'
import { fuqiao } from './src/rules.ts'

const root = path.join(import.meta.dirname, '../..')
const tests = ['**/*.test.ts', '**/test/**/*.ts', 'e2e/**/*.ts']
const untypedValues = Object.fromEntries(
  ['argument', 'assignment', 'call', 'member-access', 'return'].map(use => [
    `@typescript-eslint/no-unsafe-${use}`,
    'off',
  ]),
)
const noClock = [
  { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: 'Take `now: Date` as a value.' },
  {
    selector: 'CallExpression[callee.object.name="Date"][callee.property.name="now"]',
    message: 'Take `now: Date` as a value.',
  },
]

/** All rules of the project; run from its root. Every rule is an error: a warning is read by no one. */
export default defineConfig(
  globalIgnores([
    '**/node_modules/',
    '**/build/',
    '**/.svelte-kit/',
    '**/.cache/',
    '**/.data/',
    '**/.reports/',
    '**/.turbo/',
    'apps/web/src/lib/paraglide/',
    'apps/web/static/',
    'packages/lint/test/planted/',
  ]),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  tseslint.configs.recommendedTypeChecked,
  svelte.configs.recommended,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: root, extraFileExtensions: ['.svelte'] },
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: {
      // the product is served at the root of its own address
      'svelte/no-navigation-without-resolve': 'off',
      // svelte-check says so itself, and sees more
      'svelte/no-unused-svelte-ignore': 'off',
      // what only the browser knows is set after hydration, so that it matches the server's page
      'svelte/prefer-writable-derived': 'off',
    },
  },
  {
    plugins: { fuqiao },
    rules: {
      'fuqiao/imports': 'error',
      'fuqiao/file-names': 'error',
      'max-lines': ['error', { max: 300 }],
      'max-params': ['error', 4],
      complexity: ['error', 15],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-eval': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/require-await': 'off',
      // objects here are closures: their methods know no `this`
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
    },
  },
  {
    files: ['apps/api/src/**', 'packages/*/src/**', 'db/**/*.ts'],
    rules: { 'no-console': 'error' },
  },
  {
    files: ['apps/*/src/**', 'packages/**', 'db/**', 'e2e/**'],
    ignores: ['apps/api/src/config.ts', 'apps/api/src/boot/open-web.ts', '**/*.config.*', ...tests],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'MemberExpression[object.name="process"][property.name="env"]',
          message: 'Only config.ts reads the environment.',
        },
      ],
    },
  },
  {
    // states the clock's rule with the environment's, for a later entry replaces an earlier one
    files: ['packages/{domain,access,contract}/src/**', 'apps/api/src/features/**'],
    ignores: tests,
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'MemberExpression[object.name="process"][property.name="env"]',
          message: 'Only config.ts reads the environment.',
        },
        ...noClock,
      ],
    },
  },
  {
    files: tests,
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      // bodies of answers are read as they come: what they must be is what the test says
      ...untypedValues,
      'max-lines': ['error', { max: 500 }],
    },
  },
  {
    files: ['packages/lint/src/rules.ts'],
    // the syntax tree's node types are strings, to whoever reads it
    rules: { '@typescript-eslint/no-unsafe-enum-comparison': 'off' },
  },
  {
    // svelte-check knows the types of components, of props and of Kit's data; here the whole program would be built anew for each of them
    files: ['**/*.js', '**/*.mjs', '**/*.svelte'],
    extends: [tseslint.configs.disableTypeChecked],
  },
)
