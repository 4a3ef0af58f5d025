import type { Block, Document } from './document.ts';

/**
 * Several documents as one, in their order: an article over two pages, a report whose tables are a file of their own.
 * What all of them print alike above and below their own text is the portal's, not the article's: of it only what stands
 * above the first one's stays. Between, nothing is left out: tables whose cells are paragraphs print 0 on every page. Grids are numbered through, and containers of one document are never those of another.
 * @throws RangeError when there are none.
 */
export function joinDocuments(documents: readonly Document[]): Document {
  const [first, ...rest] = documents;
  if (first === undefined) throw new RangeError('no documents to join');
  if (rest.length === 0) return first;
  const common = commonTexts(documents);
  const blocks: Block[] = [];
  let grids = 0;
  let containers = 0;
  for (const document of documents) {
    const [gridsBefore, containersBefore] = [grids, containers];
    const isRepeated = (block: Block): boolean =>
      block.kind === 'paragraph' && common.has(squeeze(block.text));
    const from = document.blocks.findIndex((b) => !isRepeated(b));
    const to = document.blocks.findLastIndex((b) => !isRepeated(b));
    for (const [i, block] of document.blocks.entries()) {
      containers = Math.max(containers, ...block.scope.map((s) => containersBefore + s + 1));
      if (i > to || (i < from && document !== first)) continue;
      const scope = block.scope.map((s) => containersBefore + s);
      if (block.kind === 'paragraph') blocks.push({ ...block, scope });
      else {
        grids = Math.max(grids, gridsBefore + block.index);
        blocks.push({ ...block, scope, index: gridsBefore + block.index });
      }
    }
  }
  const problems = documents.map((d) => d.problem);
  // A part that cannot be read leaves its tables missing, which is said; only where no part can, nothing is read.
  const readable = problems.includes(null);
  const unread = documents.flatMap((d) => d.unread ?? (readable ? d.problem : null) ?? []);
  const distrust = documents.flatMap((d) => d.distrust ?? []);
  return {
    ...first,
    blocks,
    links: documents.flatMap((d) => d.links),
    images: documents.reduce((n, d) => n + d.images, 0),
    problem: readable ? null : first.problem,
    ...(unread.length === 0 ? {} : { unread: unread.join('; ') }),
    ...(distrust.length === 0 ? {} : { distrust: distrust.join('; ') }),
  };
}

function commonTexts(documents: readonly Document[]): ReadonlySet<string> {
  const texts = documents.map(
    (d) =>
      new Set(
        d.blocks.flatMap((b) =>
          b.kind === 'paragraph' && /\p{L}{2}/u.test(b.text) ? [squeeze(b.text)] : [],
        ),
      ),
  );
  const [first = new Set<string>(), ...rest] = texts;
  return new Set([...first].filter((text) => rest.every((other) => other.has(text))));
}

function squeeze(text: string): string {
  return text.replace(/\s+/gu, '');
}
