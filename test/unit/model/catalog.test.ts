import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { BANKS, findBank, findModel, MODELS } from '../../../src/model/catalog.js';

interface ApiPage {
  readonly components: { readonly schemas: Readonly<Record<'Model' | 'Bank', { readonly enum: readonly string[] }>> };
}

const PAGE = new URL('../../../docs/cloud-api.yaml', import.meta.url);
const { schemas } = (parse(readFileSync(PAGE, 'utf8')) as ApiPage).components;

describe('the catalog and docs/cloud-api.yaml name the same', () => {
  test('the models are those of the record', () => {
    expect(Object.values(MODELS).map(({ cloudValue }) => cloudValue)).toEqual(schemas.Model.enum);
  });

  test('the banks are those of the record', () => {
    expect(Object.values(BANKS).map(({ cloudValue }) => cloudValue)).toEqual(schemas.Bank.enum);
  });
});

test('a row is found by its id, and nothing by a word that every object knows', () => {
  expect(findModel('ipp310')).toMatchObject({ label: 'Ingenico iPP310', hasPrinter: false });
  expect(findBank('seb')).toMatchObject({ label: 'SEB' });
  expect([findModel('toString'), findBank('constructor'), findModel('swedbank')]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
