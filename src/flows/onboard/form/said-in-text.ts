import { findBank, findModel } from '../../../model/catalog.js';
import type { ReportProgress } from '../../../steps/dependencies.js';
import { bankIn, deskNames, modelIn } from '../../../targets/desk-words.js';
import { checkName } from './desk-name.js';
import { withDesk } from './draft.js';
import type { Draft } from './draft.js';

/** What the clinic's text says beside the address need not be asked: it is told, and stands in the review. The same draft where it says nothing. */
export function withSaid(draft: Draft, text: string, report: ReportProgress): Draft {
  let said = draft;
  const take = (what: string, shown: string, next: Draft): void => {
    report({ kind: 'note', text: `${what}: ${shown} (from the text).` });
    said = next;
  };
  const targets = draft.desks.map(({ target }) => target);
  for (const [index, name] of deskNames(text, targets).entries()) {
    const taken = said.desks.flatMap((other, at) => (at === index ? [] : (other.name ?? [])));
    if (name !== undefined && draft.names[index] === undefined && checkName(name, taken) === undefined)
      take('Desk', name, withDesk(said, index, { name }));
  }
  const [model = '', bank = ''] = [modelIn(text), bankIn(text)];
  const [ofModel, ofBank] = [findModel(model), findBank(bank)];
  if (ofModel && draft.model === undefined) take('Model', ofModel.label, { ...said, model });
  if (ofBank && draft.bank === undefined) take('Bank', ofBank.label, { ...said, bank });
  return said;
}
