import { type GrayImage, turn } from '../../../src/documents/ocr/gray.ts';
import { readPages } from '../../../src/documents/pdf/pdfium.ts';
import { writePdf } from '../pdf-writer.ts';
import { seeded } from '../random.ts';

/** What a scanner does to a page. */
export interface Scanner {
  readonly dpi: number;
  /** Degrees that the paper lies askew. */
  readonly skew?: number;
  /** Times that each pixel is mixed with its neighbours. */
  readonly blur?: number;
  /** Grey levels by which a pixel differs from what it should be, at most. */
  readonly noise?: number;
  /** Ink and paper are this much nearer to each other, 0 to 1. */
  readonly fade?: number;
  readonly seed?: number;
}

/** The pages of a PDF as a scanner gives them back: pictures. */
export async function scan(pdf: Uint8Array, scanner: Scanner): Promise<GrayImage[]> {
  const { pages } = await readPages(pdf, (_, draw) => draw(scanner.dpi));
  return pages.map((page, i) => worn(page, { ...scanner, seed: (scanner.seed ?? 1) + i }));
}

/** The same as a PDF that holds nothing but these pictures. */
export async function scannedPdf(pdf: Uint8Array, scanner: Scanner): Promise<Uint8Array> {
  const images = await scan(pdf, scanner);
  return writePdf(
    images.map(({ width, height, data }) => ({
      width: (width * 72) / scanner.dpi,
      height: (height * 72) / scanner.dpi,
      image: { width, height, pixels: data },
    })),
  );
}

function worn(page: GrayImage, { skew = 0, blur = 0, noise = 0, fade = 0, seed = 1 }: Scanner): GrayImage {
  let image = turn(page, skew);
  for (let i = 0; i < blur; i++) image = blurred(image);
  const random = seeded(seed);
  const data = image.data.map((value) => {
    const faded = 128 + (value - 128) * (1 - fade) - fade * 20;
    return Math.max(0, Math.min(255, faded + (random() * 2 - 1) * noise));
  });
  return { ...image, data };
}

/** Each pixel mixed with its four neighbours. */
function blurred({ width, height, data }: GrayImage): GrayImage {
  const out = new Uint8Array(data.length);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const own = data[at] ?? 255;
      const sides =
        (data[x > 0 ? at - 1 : at] ?? own) +
        (data[x + 1 < width ? at + 1 : at] ?? own) +
        (data[y > 0 ? at - width : at] ?? own) +
        (data[y + 1 < height ? at + width : at] ?? own);
      out[at] = own * 0.4 + sides * 0.15;
    }
  return { width, height, data: out };
}
