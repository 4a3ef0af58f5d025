import sharp from 'sharp';
import { readPages } from '../../../src/documents/pdf/pdfium.ts';
import { ruledTables } from '../../../src/documents/pdf/ruled-table.ts';

const DPI = 150;
/** Paper round a table, in points. */
const MARGIN = 5;

/** Each ruled table of a PDF as a picture (PNG), page by page: what an office pastes into an article. */
export async function tablePictures(pdf: Uint8Array): Promise<Buffer[]> {
  const scale = DPI / 72;
  const { pages } = await readPages(pdf, (page, draw) => {
    const { width, height, data } = draw(DPI);
    const image = sharp(data, { raw: { width, height, channels: 1 } });
    return ruledTables(page).map(({ xs, ys }) => {
      const left = Math.round(((xs[0] ?? 0) - MARGIN) * scale);
      const top = Math.round(((ys[0] ?? 0) - MARGIN) * scale);
      const right = Math.round(((xs.at(-1) ?? 0) + MARGIN) * scale);
      const bottom = Math.round(((ys.at(-1) ?? 0) + MARGIN) * scale);
      return image.clone().extract({ left, top, width: right - left, height: bottom - top });
    });
  });
  return Promise.all(pages.flat().map((picture) => picture.png().toBuffer()));
}
