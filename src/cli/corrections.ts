import type { CorrectionState } from '../archive/corrections.ts';
import { correctionInWords } from '../pipeline/corrections.ts';
import { paint, say } from './output.ts';

/** Corrections that want looking at, a line each; with `all` also those that are applied. */
export function printCorrections(states: readonly CorrectionState[], all: boolean): void {
  for (const correction of states) {
    if (correction.state === 'applied' && !all) continue;
    const mark = correction.state === 'applied' ? paint('green', '✓') : paint('yellow', '!');
    say(`${mark} ${correction.siteId}: ${correctionInWords(correction)}`);
  }
}

export function correctionAsJson(c: CorrectionState): unknown {
  return {
    site_id: c.siteId,
    body: c.body,
    year: c.year,
    ...(c.field === null
      ? {
          url: c.url,
          was: { body: c.wasBody, year: c.wasYear },
          read: { body: c.metBody, year: c.metYear },
        }
      : { field: c.field, was: c.was, value: c.value, read: c.readValue }),
    author: c.author,
    date: c.date,
    reason: c.reason,
    source: c.source,
    state: c.state,
  };
}
