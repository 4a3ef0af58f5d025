/** Reads all of a crawled archive again, in a process of its own. */
import { Archive } from '../../src/archive/archive.ts';
import { reparse } from '../../src/pipeline/reparse.ts';
import { FIELDS } from '../../src/reports/catalogue.ts';
import { DEFAULT_SETTINGS } from '../../src/settings/schema.ts';
import { begin, tellParent } from './worker.ts';

const { db }: { readonly db: string } = JSON.parse(process.argv.at(-1) ?? '{}');
const archive = Archive.open({ file: db, fields: FIELDS, mode: 'write' });
const effort = begin();
const { reports, documents } = await reparse({
  archive,
  settings: DEFAULT_SETTINGS,
  sites: [],
  corrections: [],
  only: null,
  signal: new AbortController().signal,
});
const took = effort();
archive.close();
tellParent(() => took, { reports, documents });
