import type { Archive } from '../archive/archive.ts';
import type { CorrectionState } from '../archive/corrections.ts';
import type { Correction } from '../corrections/correction.ts';
import type { Site } from '../sites/site.ts';
import { bodyIdentity } from './body-identity.ts';
import type { ParserPool } from './parser-pool.ts';
import { fileAgain, parseAgain, partsOf } from './reread.ts';

/**
 * Takes over the corrections of the configuration. Figures follow at once; where the identity of a report is corrected
 * otherwise than before, its document is read and filed again. Needs the crawl lock, and the sites in the archive.
 */
export async function takeOverCorrections(
  archive: Archive,
  parser: ParserPool,
  sites: readonly Site[],
  corrections: readonly Correction[],
): Promise<void> {
  for (const { siteId, url } of archive.corrections.put(corrections.map(asFiled))) {
    const regionCode = sites.find((site) => site.id === siteId)?.regionCode;
    if (regionCode === undefined) continue;
    for (const captureId of archive.captures.contentsAt(siteId, url)) {
      const parts = partsOf(archive, archive.reports.rereadable(captureId));
      fileAgain(archive, parts, await parseAgain(archive, parser, parts), regionCode, new Set());
    }
  }
}

/** With the names of bodies as reports are filed under them. */
function asFiled(correction: Correction): Correction {
  if (correction.kind === 'value') return { ...correction, body: bodyIdentity(correction.body) };
  const { was, is } = correction;
  return {
    ...correction,
    was: { ...was, body: was.body === null ? null : bodyIdentity(was.body) },
    is: { ...is, body: bodyIdentity(is.body) },
  };
}

/** Corrections that a person must look at again: what they correct is not there any more, or was never there. */
export function correctionsToReview(archive: Archive, siteId?: string): CorrectionState[] {
  return archive.corrections.states(siteId).filter(({ state }) => state === 'stale' || state === 'unmatched');
}

/** What is wrong with a correction, and what to do. */
export function correctionInWords(correction: CorrectionState): string {
  const { body, year, field, was, value, url, wasBody, wasYear, metBody, metYear, readValue } = correction;
  const { state, source, author, date } = correction;
  const what = field === null ? `the identity of ${url}` : `${field} of ${body} ${year}`;
  const signed = `${what} (${source}, ${author}, ${date})`;
  const shown = (figure: number | null) => figure ?? 'blank';
  const named = (name: string | null, of: number | null) => `${name ?? 'no body'} ${of ?? 'without a year'}`;
  switch (state) {
    case 'unmatched':
      return field === null
        ? `correction of ${signed}: no document of this address was read; correct the address, or remove it`
        : `correction of ${signed}: there is no such report; correct body and year, or remove it`;
    case 'stale':
      return field === null
        ? `correction of ${signed} is not applied: the document was expected to be of ${named(wasBody, wasYear)} and is read as ${named(metBody, metYear)}; look at it again`
        : `correction of ${signed} is not applied: ${shown(was)} was expected and ${shown(readValue)} is read, corrected it would be ${shown(value)}; look at the document again`;
    case 'agrees':
      return `correction of ${signed} is not needed any more: the document is read so by itself; remove it`;
    case 'applied':
      return field === null
        ? `${what} is ${body} ${year}, not ${named(wasBody, wasYear)} (${source}, ${author}, ${date})`
        : `${what} is ${shown(value)}, not ${shown(was)} (${source}, ${author}, ${date})`;
  }
}
