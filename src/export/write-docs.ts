/** `npm run docs`: the pages that are made from the catalogue. */
import { writeFileSync } from 'node:fs';
import { codebookPage } from './codebook.ts';

writeFileSync(new URL('../../storage/CODEBOOK.md', import.meta.url), codebookPage());
