import { EXIT } from '../../contract/exit.js';
import type { Row } from '../row.js';
import { NOTHING_TO_ASK } from './sentences.js';
import { findCloudFailure, OURS_SAY } from './cloud-failures.js';

/** Clouds that work, and are otherwise than this program would have them. */
export const CLOUD_ANSWER_ROWS: readonly Row[] = [
  {
    code: 'cloud.unreadable',
    severity: 'error',
    exit: EXIT.cloud,
    find: findCloudFailure('unreadable', 'cloud.register'),
    explains: [],
    texts: () => ({
      meaning: 'The cloud works, but its answer is not in the expected format. Trying again does not help.',
      summary: '{instance} gives an unexpected answer: {said}.',
      causes: [
        'a registration was entered by hand and is incomplete',
        'the cloud was changed or has another version',
        'another server answers in its place',
      ],
      ask: NOTHING_TO_ASK,
      say: OURS_SAY,
      do: 'If the message names a registration, have the administrator of {instance} correct it. Otherwise send this message and the --debug output to the developers.',
      solved: 'the registration is accepted',
      help: 'the administrator of the instance, or the provider of the cloud',
    }),
  },
  {
    code: 'cloud.enter-by-hand',
    severity: 'error',
    exit: EXIT.incomplete,
    find: findCloudFailure('enter-by-hand', 'cloud.register'),
    explains: [],
    texts: () => ({
      meaning:
        "The terminals of this instance are read-only in its API: a person enters them in the cloud's own pages, and terminal checks them.",
      summary: 'Enter the terminal by hand at {instance}: {said}.',
      causes: ['it has not been entered yet', 'it was entered with another address, port or terminal ID'],
      ask: NOTHING_TO_ASK,
      say: OURS_SAY,
      do: 'Enter it in the cloud under Settings › Integrations, exactly as shown, then run the command again.',
      solved: 'the command sees it there',
      help: 'the administrator of the instance',
    }),
  },
  {
    code: 'cloud.no-terminals',
    severity: 'error',
    exit: EXIT.cloud,
    find: findCloudFailure('no-terminals', 'cloud.register'),
    explains: [],
    texts: () => ({
      meaning: 'The API of this instance has no payment terminals, so nothing can be registered.',
      summary: '{instance} has no payment terminals in its API: {said}.',
      causes: ['the instance is of a version or a contract without payment terminals'],
      ask: NOTHING_TO_ASK,
      say: OURS_SAY,
      do: 'Make the test payment without a registration (`terminal test`), and have the administrator of {instance} enter the terminal.',
      solved: 'the instance offers payment terminals',
      help: 'the administrator of the instance, or the provider of the cloud',
    }),
  },
];
