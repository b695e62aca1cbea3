import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

/** Words and turns of docs/style.md and docs/glossary.md that are not used: each with the word to use. */
const FORBIDDEN: readonly (readonly [RegExp, string])[] = [
  [/\bat once\b/, 'immediately, at the same time'],
  [/\b(?:go|goes|going|went) on(?! [A-Z0-9])(?! site)\b/, 'continue, resume'],
  [/\bbeats?\b/, 'override'],
  [/\b(?:whoever|somebody)\b/i, 'the one who acts'],
  [/\bmostly\b/, 'most likely, usually'],
  [/\banew\b/, 'again'],
  [/\bundo(?:es|ne|ing)?\b/, 'reverse'],
  [/\btak(?:e|es|en|ing) back\b/, 'reverse'],
  [/\binside (?:address|port|IP)/, 'internal'],
  [/\boutside (?:address|port|IP)/, 'external, public'],
  [/\bin the name of\b/, 'merchant'],
  [/\bleads? to (?:a|an|the|port|\d)/, 'forwards to, resolves to'],
  [/\bcard holder/, 'cardholder'],
  [/\bkey ?store\b/, 'credential store'],
  [/\bsettled by (?:hand)\b/, 'resolved manually'],
  [/\b(?:not )?proven (?:returned|settled)\b/, 'reversal not confirmed, open'],
  [/\bis waited for\b/, 'waiting for'],
  [/\bby force\b|\bin good order\b|\bas far as was\b|\bnone of ours\b|\bname servers?\b/, 'plain words'],
  [/\bwhere nobody lives\b/, 'unused addresses'],
  [/\bdefect of (?:this|ours|its)\b/, 'a bug in terminal'],
  [/\bIt is not sent again\b|\bcannot be had\b|\bsays that nothing\b/, 'an actor'],
  [/\b(?:don't|can't|won't|isn't|doesn't|didn't)\b/, 'no contractions'],
  [/\bsorry\b/i, 'no apologies'],
  [/\bmoney (?:goes|comes|is sent) back\b/, 'a reversal frees a reservation'],
];

/** What speaks another language than the agent's: the wire, the words that people write, the display, other machines. */
const NOT_SHOWN =
  /^src\/(?:cloud\/api-types|sandbox\/(?:terminal|cloud|services)\/|targets\/|connection\/detect\/|diagnosis\/terms|diagnosis\/rows\/.*never|flows\/look\/sweep\/input\/columns|flows\/completion\/scripts)/;

function filesIn(folder: string, ending: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name));
}

/** The texts of a source file, in the order in which they stand there. */
function textsOf(file: string): readonly string[] {
  const texts: string[] = [];
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isLiteralTypeNode(node)) return;
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) texts.push(node.text);
    if (ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) texts.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return texts.filter((text) => text.includes(' '));
}

function found(texts: readonly string[]): readonly string[] {
  return texts.flatMap((text) =>
    FORBIDDEN.flatMap(([pattern, use]) => {
      const match = pattern.exec(text);
      return match ? [`“${match[0]}” in “${text.slice(0, 120)}”; use: ${use}`] : [];
    }),
  );
}

test('no text of the program has a word that the glossary replaces', () => {
  const files = filesIn('src', '.ts').filter((file) => !NOT_SHOWN.test(file));
  expect(files.length).toBeGreaterThan(300);
  expect(files.flatMap((file) => found(textsOf(file)).map((one) => `${file}: ${one}`))).toEqual([]);
});

test('neither have the help, the manual, the README and the documents', () => {
  const documents = ['README.md', 'docs/terminal.1', 'oclif.manifest.json', ...filesIn('docs', '.md')].filter(
    // They quote the words that are not used, or tell of the past.
    (file) => !/docs\/(?:style|changelog|decisions|architecture|performance|glossary)/.test(file),
  );
  expect(documents.length).toBeGreaterThan(80);
  const lines = documents.flatMap((file) =>
    found(readFileSync(file, 'utf8').split('\n')).map((one) => `${file}: ${one}`),
  );
  expect(lines).toEqual([]);
});

/** The lines of the comments of a file. */
function commentsOf(file: string): readonly string[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => /^\s*(?:\/\/|\/\*\*?|\*(?!\/))\s?(.*)$/.exec(line)?.[1] ?? []);
}

test('neither have the comments of the program and of its tests', () => {
  const files = ['src', 'test'].flatMap((folder) => ['.ts', '.js', '.cjs'].flatMap((end) => filesIn(folder, end)));
  expect(files.length).toBeGreaterThan(800);
  expect(files.flatMap((file) => found(commentsOf(file)).map((one) => `${file}: ${one}`))).toEqual([]);
});

test('the words are known where they stand', () => {
  expect(found(['The port leads to a camera.', 'go on', 'Nothing is wrong, as far as was looked.'])).toHaveLength(3);
  expect(found(['The rule forwards to a camera. Continue.'])).toEqual([]);
});
