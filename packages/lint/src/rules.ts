import path from 'node:path'
import type { TSESTree } from '@typescript-eslint/utils'
import type { Rule } from 'eslint'
import { judgeImport } from './import-zones.ts'

const vagueFolders = ['utils', 'util', 'helpers', 'helper', 'common', 'services', 'service', 'misc', 'shared']
const kebabCase = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*$/
const pascalCase = /^[A-Z][A-Za-z0-9]*\.svelte$/
const kitFile = /^\+(page|layout|error|server)(@[^.]*)?(\.server)?\.(svelte|ts)$/
/** A package and each part of one with a door of its own has one index.ts. */
const doors = [
  /^(apps\/api|packages\/[^/]+|db)\/src\/index\.ts$/,
  /^apps\/api\/src\/features\/[^/]+\/index\.ts$/,
  /^packages\/domain\/src\/[^/]+\/index\.ts$/,
  /^db\/(schema|factories|profiles|lints|data)\/index\.ts$/,
]

const imports: Rule.RuleModule = {
  meta: { type: 'problem', schema: [], docs: { description: 'who may import whom: see ARCHITECTURE.md' } },
  create(context) {
    const judge = (node: Rule.Node, source: unknown, typeOnly: boolean, names: readonly string[]): void => {
      if (typeof source !== 'string') return
      for (const message of judgeImport({ from: pathFromRoot(context), specifier: source, typeOnly, names })) {
        context.report({ node, message })
      }
    }
    return {
      ImportDeclaration(node) {
        const declaration = node as unknown as TSESTree.ImportDeclaration
        judge(node, declaration.source.value, hasTypesAlone(declaration), importedNames(declaration))
      },
      ExportNamedDeclaration(node) {
        const declaration = node as unknown as TSESTree.ExportNamedDeclaration
        judge(node, declaration.source?.value, declaration.exportKind === 'type', [])
      },
      ExportAllDeclaration(node) {
        const declaration = node as unknown as TSESTree.ExportAllDeclaration
        judge(node, declaration.source.value, declaration.exportKind === 'type', [])
      },
      ImportExpression(node) {
        judge(node, node.source.type === 'Literal' ? node.source.value : undefined, false, [])
      },
    }
  },
}

const fileNames: Rule.RuleModule = {
  meta: {
    type: 'problem',
    schema: [],
    docs: { description: 'kebab-case files, PascalCase components, folders that say something' },
  },
  create(context) {
    return {
      Program(node) {
        const file = pathFromRoot(context)
        const name = path.posix.basename(file)
        const vague = path.posix
          .dirname(file)
          .split('/')
          .find(folder => vagueFolders.includes(folder))
        if (vague) context.report({ node, message: `A folder ${vague} says nothing: name the thing that is in it.` })
        if (kitFile.test(name)) return
        const wellNamed = name.endsWith('.svelte') ? pascalCase.test(name) : kebabCase.test(name)
        if (!wellNamed)
          context.report({ node, message: `${name}: files are kebab-case, components PascalCase.svelte.` })
        if (name === 'index.ts' && !doors.some(door => door.test(file))) {
          context.report({ node, message: 'Only a package and a slice have an index.ts.' })
        }
      },
    }
  },
}

/** The rules of this project that no library has. */
export const fuqiao = { rules: { imports, 'file-names': fileNames } }

function pathFromRoot(context: Rule.RuleContext): string {
  return path.relative(context.cwd, context.filename).replaceAll('\\', '/')
}

function hasTypesAlone(declaration: TSESTree.ImportDeclaration): boolean {
  if (declaration.importKind === 'type') return true
  const { specifiers } = declaration
  return (
    specifiers.length > 0 && specifiers.every(each => each.type === 'ImportSpecifier' && each.importKind === 'type')
  )
}

function importedNames(declaration: TSESTree.ImportDeclaration): string[] {
  return declaration.specifiers.flatMap(each =>
    each.type === 'ImportSpecifier' && each.imported.type === 'Identifier' ? [each.imported.name] : [],
  )
}
