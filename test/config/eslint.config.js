import { fileURLToPath } from 'node:url';
import tseslint from 'typescript-eslint';

/** `test(…)`, `test.concurrent(…)`, `test.each(…)(…)`; a name that is made of data is not looked at. */
const TEST_CALLS = [
  'CallExpression[callee.name="test"]',
  'CallExpression[callee.object.name="test"][callee.property.name!=/^(each|for|skipIf|runIf)$/]',
  'CallExpression[callee.type="CallExpression"][callee.callee.object.name="test"]',
  'CallExpression[callee.type="CallExpression"][callee.callee.object.object.name="test"]',
];
const UNDER_THREE_WORDS = String.raw`/^\S*(\s+\S+)?$/`;

const RE_EXPORT = {
  selector: ':matches(ExportNamedDeclaration[source], ExportAllDeclaration)',
  message: 'A thing is imported from the file that it is written in.',
};

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', 'src/cloud/api-types.ts'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: ['tsconfig.json', 'test/tsconfig.json'],
        tsconfigRootDir: fileURLToPath(new URL('../..', import.meta.url)),
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'no-console': 'error',
      'no-restricted-syntax': ['error', RE_EXPORT],
      'max-depth': ['error', 3],
      eqeqeq: 'error',
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { paths: [{ name: 'vitest', importNames: ['it'], message: 'One style: a test is a `test`.' }] },
      ],
      'no-restricted-syntax': [
        'error',
        RE_EXPORT,
        ...TEST_CALLS.map((call) => ({
          selector: `${call} > Literal:first-child[value=${UNDER_THREE_WORDS}]`,
          message: 'The name of a test is a sentence with a subject: three words at least.',
        })),
      ],
    },
  },
  { files: ['**/*.{js,cjs}'], ...tseslint.configs.disableTypeChecked },
  // Started without the loader of modules, which takes its time: docs/performance.md.
  { files: ['bin/*.js', 'test/**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
);
