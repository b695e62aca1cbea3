/** Reads the reply in a file, as the program would. */
import { readFileSync } from 'node:fs';
import { replyReader } from '../../src/connection/http/reply.js';
import { readBatch } from '../../src/posxml/batch.js';

const [file = ''] = process.argv.slice(2);
const reader = replyReader();
reader.push(readFileSync(file));
const { decoded } = reader.finish(true);
if (decoded.ok && decoded.message.name === 'TransactionCurrStatusResponse')
  readBatch(decoded.message.body.FileData ?? '');
