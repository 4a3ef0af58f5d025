import { path } from './html.ts';
import type { PageContext } from './layout.ts';
import type { ChangeRow } from './queries.ts';

/**
 * New and amended reports as an Atom feed (RFC 4287). An entry's id is that of the edition: it stays whatever host the
 * viewer has.
 * @param origin of the viewer's own address
 */
export function atomFeed(
  { t, language, now }: PageContext,
  origin: string,
  changes: readonly ChangeRow[],
): string {
  const entries = changes.map((change) => {
    const kind = change.kind === 'new' ? t('新增', 'New') : t('修订', 'Amended');
    const title = `${kind}: ${change.body} ${change.year}`;
    return `<entry>
<id>tag:nianbao,2026:edition:${change.editionId}</id>
<title>${xml(title)}</title>
<updated>${change.at}</updated>
<link rel="alternate" type="text/html" href="${xml(origin + path('sites', change.siteId, change.body, change.year))}"/>
<category term="${change.kind === 'new' ? 'new' : 'amended'}"/>
<summary>${xml(change.title ?? title)} (${xml(change.siteName)})</summary>
</entry>`;
  });
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${language}">
<id>tag:nianbao,2026:changes</id>
<title>${t('年报：新增与修订', 'nianbao: new and amended reports')}</title>
<updated>${changes[0]?.at ?? now.toISOString()}</updated>
<author><name>nianbao</name></author>
<link rel="self" type="application/atom+xml" href="${xml(`${origin}/feed.atom`)}"/>
<link rel="alternate" type="text/html" href="${xml(`${origin}/changes`)}"/>
${entries.join('\n')}
</feed>
`;
}

function xml(text: string): string {
  return (
    [...text]
      // Control characters are no XML, not even escaped.
      .filter((character) => character >= ' ' || character === '\n' || character === '\t')
      .join('')
      .replace(/[<>&"']/gu, (character) => `&#${character.codePointAt(0)};`)
  );
}
