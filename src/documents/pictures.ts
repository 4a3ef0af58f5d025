import type { Block } from './document.ts';
import { OcrUnavailable } from './ocr/packages.ts';

/** A picture within a page's text, whose bytes the page itself holds. */
export interface Picture {
  /** Number of blocks in front of it. */
  readonly after: number;
  /** The containers round it. */
  readonly scope: readonly number[];
  /** A data: address with base64. */
  readonly source: string;
}

/** Shorter ones are icons and lines. */
const SHORTEST = 2000;
/** A photograph of a page is smaller. */
const LONGEST = 20e6;
/** More pictures than this are no tables; each takes seconds. */
const MOST_PICTURES = 20;

/** A page with less text than this is a scanned report's, of which every picture is a page. */
const FEW_CHARACTERS = 1000;

const DATA = /^\s*data:image\/(?:png|jpe?g|gif|webp|bmp|tiff)\s*;\s*base64\s*,/iu;

/** Whether an `img` element's address may hold the picture of a table. */
export function isPicture(source: string | null): source is string {
  return source !== null && source.length >= SHORTEST && DATA.test(source.slice(0, 80));
}

/** How PNG and JPEG files begin, a picture in RTF, and the name of one in a workbook. */
const BEGINNINGS = ['\x89PNG\r\n\x1a\n', '\xff\xd8\xff\xe0', '\xff\xd8\xff\xe1', '\\pict', 'xl/media/'];

/** Pictures within an office file, by what they begin with: as many as there are, or a few more where they are named twice. */
export function countPictures(bytes: Uint8Array): number {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let count = 0;
  for (const beginning of BEGINNINGS)
    for (
      let at = file.indexOf(beginning, 0, 'latin1');
      at !== -1;
      at = file.indexOf(beginning, at + 1, 'latin1')
    )
      count += 1;
  return count;
}

export interface WithPictures {
  readonly blocks: readonly Block[];
  /** What could not be read of them, in words; null when all was. */
  readonly unread: string | null;
}

/**
 * A page's blocks with what stands in its pictures, each in its place. Grids are numbered through.
 * @param onPage is called after each picture.
 */
export async function withPictures(
  blocks: readonly Block[],
  pictures: readonly Picture[],
  onPage?: () => void,
): Promise<WithPictures> {
  const failures: string[] = [];
  const scanned =
    blocks.reduce((sum, b) => sum + (b.kind === 'paragraph' ? b.text.length : 0), 0) < FEW_CHARACTERS;
  const read = new Map<number, Block[]>();
  for (const { after, scope, source } of pictures.slice(0, MOST_PICTURES)) {
    try {
      const found = await blocksOfPicture(source, onPage);
      // A photograph beside a text is no part of it.
      if (!scanned && !found.some((b) => b.kind === 'grid')) continue;
      read.set(after, [...(read.get(after) ?? []), ...found.map((b) => inPage(b, scope))]);
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error));
      // What is not installed for one is not for the next.
      if (error instanceof OcrUnavailable) break;
    }
  }
  if (pictures.length > MOST_PICTURES) failures.push(`only the first ${MOST_PICTURES} were looked at`);
  const all = [...blocks, null].flatMap((block, i) => [
    ...(read.get(i) ?? []),
    ...(block === null ? [] : [block]),
  ]);
  let grids = 0;
  const numbered = all.map((block): Block => {
    if (block.kind === 'paragraph') return block;
    grids += 1;
    return { ...block, index: grids };
  });
  const [first] = failures;
  const count = pictures.length === 1 ? 'a picture' : `${pictures.length} pictures`;
  return {
    blocks: numbered,
    unread: first === undefined ? null : `the page has ${count} in its text: ${first}`,
  };
}

async function blocksOfPicture(source: string, onPage?: () => void): Promise<readonly Block[]> {
  if (source.length > LONGEST) throw new Error('a picture is too large');
  const { readImage } = await import('./image.ts');
  const bytes = Buffer.from(source.slice(source.indexOf(',') + 1), 'base64');
  return (await readImage(bytes, onPage)).blocks;
}

/** A picture's places are not the page's. */
function inPage(block: Block, scope: readonly number[]): Block {
  if (block.kind === 'paragraph') {
    const { box: _, ...rest } = block;
    return { ...rest, scope, page: null };
  }
  return { ...block, scope, page: null, cells: block.cells.map((c) => ({ ...c, page: null, box: null })) };
}
