import { readFileSync } from 'node:fs';
import openapiTS, { astToString, COMMENT_HEADER } from 'openapi-typescript';
import { expect, test } from 'vitest';
import { CONTRACT_FILE } from './support/contract.js';

test('the source has the types that docs/cloud-api.yaml generates', async () => {
  const generated = COMMENT_HEADER + astToString(await openapiTS(CONTRACT_FILE));
  expect(
    readFileSync(new URL('../../../src/cloud/api-types.ts', import.meta.url), 'utf8'),
    'run: npm run generate:api',
  ).toBe(generated);
});
