import type { Block } from './document.ts';
import type { GrayImage } from './ocr/gray.ts';
import { loadSharp } from './ocr/packages.ts';
import { recognise } from './ocr/recognise.ts';
import { blocksOfPages, type PrintedPage } from './pages.ts';

/** A sheet of A3 scanned with 600 dots an inch; a few bytes can claim to be much more. */
const MOST_PIXELS = 70e6;
const MOST_PAGES = 60;
/** Smaller pictures are ornaments. */
const SMALLEST = 60;

/** What is read of a picture: one page, or the pages of a TIFF. */
export interface ReadImage {
  readonly blocks: readonly Block[];
  readonly images: number;
  readonly problem: string | null;
}

/**
 * A picture of a page (PNG, JPEG, TIFF, WebP, GIF), by recognition.
 * @param onPage is called after each page.
 * @throws OcrUnavailable when the optional packages are not installed.
 * @throws Error when the file is damaged, of another kind, or too large.
 */
export async function readImage(bytes: Uint8Array, onPage?: () => void): Promise<ReadImage> {
  const sharp = await loadSharp();
  const options = { limitInputPixels: MOST_PIXELS, sequentialRead: true } as const;
  const metadata = await sharp(bytes, options).metadata();
  // A film shows its first frame.
  const count = metadata.format === 'tiff' ? (metadata.pages ?? 1) : 1;
  if (count > MOST_PAGES) throw new Error(`the picture has ${count} pages, more than ${MOST_PAGES}`);
  const pages: PrintedPage[] = [];
  for (let page = 0; page < count; page++) {
    const { data, info } = await sharp(bytes, { ...options, page })
      .autoOrient()
      .flatten({ background: '#fff' })
      .toColourspace('b-w')
      .raw()
      .toBuffer({ resolveWithObject: true });
    if (Math.min(info.width, info.height) < SMALLEST) continue;
    const image: GrayImage = {
      width: info.width,
      height: info.height,
      data: firstChannel(data, info.channels),
    };
    pages.push(await recognise(image, { number: page + 1, scale: 1, points: null }));
    onPage?.();
  }
  const blocks = blocksOfPages(pages);
  const problem = blocks.length > 0 ? null : 'a picture in which no text is recognised';
  return { blocks, images: count, problem };
}

function firstChannel(data: Uint8Array, channels: number): Uint8Array {
  if (channels === 1) return data;
  return Uint8Array.from({ length: data.length / channels }, (_, i) => data[i * channels] ?? 0);
}
