import mammoth from 'mammoth';
import { type HtmlContent, readHtml } from './html.ts';
import { repack, unpack } from './zip.ts';

/**
 * Word documents (Office Open XML), through HTML that keeps row and column spans.
 * @throws Error when the file is damaged, protected, or swells beyond reason.
 */
export async function readDocx(bytes: Uint8Array): Promise<HtmlContent> {
  const buffer = Buffer.from(repack(unpack(bytes, (name) => /\.(?:xml|rels)$/u.test(name))));
  // Pictures would only swell the HTML: their data is in the archived file.
  const convertImage = mammoth.images.imgElement(async () => ({ src: 'image' }));
  const { value } = await mammoth.convertToHtml({ buffer }, { convertImage });
  return readHtml(value);
}
