import { usageError } from '../../contract/app-error.js';
import type { Prompter } from '../../steps/dependencies.js';

/** Where nobody can answer: `--yes` agrees to what may be agreed to, everything else names its flag and ends. */
export function nonInteractivePrompter(yes: boolean): Prompter {
  const missing = (message: string, flag: string | undefined): Error =>
    usageError('usage.missing', `“${message}” cannot be asked here.`, flag === undefined ? [] : [`Give ${flag}.`]);
  return {
    interactive: false,
    confirm: (question) => {
      if ((yes && question.needsPerson === undefined) || question.treatNoAnswerAsNo === true)
        return Promise.resolve(yes);
      return Promise.reject(missing(question.message, question.flag ?? '--yes'));
    },
    text: (question) => Promise.reject(missing(question.message, question.flag)),
    choose: (question) => Promise.reject(missing(question.message, question.flag)),
  };
}
