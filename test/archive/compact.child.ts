/** Compacts a database, and says each step: `compact.test.ts` kills it there. */
import { Archive } from '../../src/archive/archive.ts';
import { FIELDS } from './support.ts';

const [, , file = ''] = process.argv;
const archive = Archive.open({ file, fields: FIELDS, mode: 'write' });
await archive.compact({ onProgress: (done) => process.stdout.write(`${done}\n`) });
archive.close();
