import vue from 'eslint-plugin-vue'
import { createNodeResolver, importX } from 'eslint-plugin-import-x'
import tseslint from 'typescript-eslint'
import vueParser from 'vue-eslint-parser'

/** `no-restricted-imports` for one folder: each line is a wall of ARCHITECTURE.md, with the sentence a person reads. */
function walls(files, patterns, ignores = []) {
  return {
    files,
    ignores,
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: patterns.map(([group, message]) => ({ group, message, allowTypeImports: false })) },
      ],
    },
  }
}

const electronOnlyInShell = [['electron', 'electron/*'], 'Only src/main/shell imports electron.']
const noNode = [['node:*'], 'src/shared and src/renderer run in a sandboxed page too.']
const noMain = [['**/main/**'], 'Screens and shared rules never import the main process.']
const noRenderer = [['**/renderer/**'], 'The main process never imports screens.']
const noKysely = [['kysely', 'kysely/*', 'better-sqlite3'], 'SQL belongs to repositories.']
const noUi = [
  ['vue', 'vue-router', 'pinia', 'element-plus', 'element-plus/*'],
  'Shared rules know no screen.',
]

export default tseslint.config(
  {
    ignores: [
      'node_modules/**',
      'out/**',
      'dist/**',
      'job/**',
      'coverage/**',
      'tests/fixtures/**',
      'test-results/**',
    ],
  },
  ...tseslint.configs.recommendedTypeChecked.map((config) => ({ ...config, files: ['**/*.ts', '**/*.vue'] })),
  ...vue.configs['flat/recommended'].map((config) => ({ ...config, files: config.files ?? ['**/*.vue'] })),
  {
    files: ['**/*.ts', '**/*.vue'],
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.main.json', './tsconfig.renderer.json'],
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.vue'],
      },
    },
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.vue', '.js', '.mjs'] })],
      // Cycles are sought among .ts files; components are leaves or import them.
      'import-x/extensions': ['.ts'],
      'import-x/ignore': [String.raw`\.vue$`, 'node_modules'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
    },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/only-throw-error': ['error', { allowThrowingUnknown: true, allowRethrowing: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/require-await': 'off', // handlers promise by contract, awaited or not
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      eqeqeq: 'error',
      'no-console': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'no-restricted-properties': [
        'error',
        { object: 'shell', property: 'openExternal', message: 'Nothing leaves the app.' },
        { object: 'shell', property: 'openPath', message: 'Nothing is started from the app.' },
      ],
    },
  },
  {
    files: ['**/*.vue'],
    languageOptions: { parser: vueParser, parserOptions: { parser: tseslint.parser } },
    rules: {
      'vue/no-v-html': 'error',
      // Vue hoists static style attributes into innerHTML, where the CSP drops them.
      'vue/no-static-inline-styles': 'error',
      'vue/multi-word-component-names': 'off',
      'vue/max-attributes-per-line': 'off',
      'vue/html-self-closing': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/first-attribute-linebreak': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/attributes-order': 'off',
      'vue/require-default-prop': 'off',
      'vue/no-template-shadow': 'error',
    },
  },
  walls(
    ['src/shared/**/*.ts'],
    [electronOnlyInShell, noNode, noMain, noRenderer, noKysely, noUi],
    ['**/*.test.ts'],
  ),
  walls(
    ['src/main/archive/**/*.ts'],
    [
      electronOnlyInShell,
      noRenderer,
      [['**/main/ipc/**', '../ipc/*'], 'The archive does not know requests.'],
    ],
    ['**/*.test.ts'],
  ),
  walls(['src/main/ipc/**/*.ts'], [electronOnlyInShell, noRenderer, noKysely], ['**/*.test.ts']),
  walls(
    ['src/main/shell/**/*.ts'],
    [
      noRenderer,
      noKysely,
      [['**/*-repository.ts', '**/*-service.ts'], 'The shell forwards; it holds no business rule.'],
    ],
  ),
  walls(
    ['src/main/*/**/*.ts'],
    [electronOnlyInShell, noRenderer],
    ['src/main/shell/**', 'src/main/archive/**', 'src/main/ipc/**', '**/*.test.ts'],
  ),
  walls(
    ['src/renderer/ui/**/*.ts', 'src/renderer/ui/**/*.vue'],
    [
      electronOnlyInShell,
      noNode,
      noMain,
      noKysely,
      [
        ['**/app/archive-client.ts', '**/shared/ipc/**'],
        'src/renderer/ui holds generic pieces, no requests.',
      ],
    ],
    ['**/*.test.ts'],
  ),
  walls(
    ['src/renderer/**/*.ts', 'src/renderer/**/*.vue'],
    [electronOnlyInShell, noNode, noMain, noKysely],
    ['src/renderer/ui/**', '**/*.test.ts'],
  ),
  walls(
    ['migrations/**/*.ts'],
    [[['../*', './*'], 'Migrations are frozen in time; they import kysely only.']],
    ['**/*.test.ts'],
  ),
  {
    // The command line and the test tools speak to a terminal; their edges are typed loosely by their libraries.
    files: ['tests/**/*.ts', '**/*.test.ts', 'build/**/*.ts'],
    rules: { 'no-console': 'off', '@typescript-eslint/no-non-null-assertion': 'off' },
  },
)
