import mammoth from 'mammoth';
import { type HtmlContent, readHtml } from './html.ts';

/** Word documents (Office Open XML), through HTML that keeps row and column spans. */
export async function readDocx(bytes: Uint8Array): Promise<HtmlContent> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Pictures would only swell the HTML: their data is in the archived file.
  const convertImage = mammoth.images.imgElement(async () => ({ src: 'image' }));
  const { value } = await mammoth.convertToHtml({ buffer }, { convertImage });
  return readHtml(value);
}
