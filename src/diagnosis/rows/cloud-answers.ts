import { EXIT } from '../../contract/exit.js';
import type { Row } from '../row.js';
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
      meaning:
        'The cloud works, and a record or an answer of it is not as this program knows them. To try again does not help.',
      summary: '{instance} answers otherwise than this program knows: {said}.',
      causes: [
        'a record was made by hand, and lacks what is needed',
        'the cloud was changed, or is another version',
        'something else answers in its place',
      ],
      ask: 'Nothing to ask the clinic.',
      say: OURS_SAY,
      do: 'If a record is named: have the administrator of {instance} correct it, then run the command again. If not: send this message, with what --debug shows, to us and to the vendor of the cloud.',
      solved: 'the registration is accepted',
      help: 'the administrator of the instance, or the vendor of the cloud',
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
        'The terminals of this instance can only be read through its API: a person enters them in the cloud’s own pages, and this program looks whether they are there.',
      summary: 'The terminal is to be entered by hand at {instance}: {said}.',
      causes: ['it has not been entered yet', 'it was entered with another address, port or terminal id'],
      ask: 'Nothing to ask the clinic.',
      say: OURS_SAY,
      do: 'Enter it in the cloud under Settings › Integrations, exactly as shown here, and run the command again: it looks, and writes nothing.',
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
      meaning: 'The API of this instance has no payment terminals, to write or to read, so nothing can be registered.',
      summary: '{instance} has no payment terminals in its API: {said}.',
      causes: ['the instance is of a version or a contract without payment terminals'],
      ask: 'Nothing to ask the clinic.',
      say: OURS_SAY,
      do: 'Make the test payment without a registration (terminal test), and have the administrator of {instance} enter the terminal.',
      solved: 'the instance offers payment terminals',
      help: 'the administrator of the instance, or the vendor of the cloud',
    }),
  },
];
