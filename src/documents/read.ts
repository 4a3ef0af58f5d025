import { decodeText } from './charset.ts';
import type { Document, DocumentType } from './document.ts';
import { type HtmlContent, readHtml } from './html.ts';
import { MIME, sniff } from './sniff.ts';
import { readText } from './text.ts';

export interface ReadOptions {
  /** The server's Content-Type: recorded as a claim, used only for charsets that bytes cannot tell. */
  readonly contentType?: string | undefined;
  /** Overrides recognition by content. */
  readonly type?: DocumentType | undefined;
}

const EMPTY = { blocks: [], title: null, meta: new Map<string, string>(), links: [], images: 0 } as const;

/** What nothing here reads, and what a person can do about it. */
const REFUSED: Partial<Record<DocumentType, string>> = {
  empty: 'the file is empty',
  image: 'a picture: nothing is recognised in it without OCR',
  ofd: 'an OFD file, a format that is not read: ask the publisher for a PDF, or convert it',
  zip: 'an archive: unpack it and give the report inside',
  unknown: 'no document of a known type',
  doc: 'a Word 97 document, which this version does not read: save it as DOCX or PDF',
  xls: 'an Excel 97 workbook, which this version does not read: save it as PDF',
  xlsx: 'an Excel workbook, which this version does not read: save it as PDF',
  rtf: 'an RTF document, which this version does not read: save it as DOCX or PDF',
};

/**
 * Bytes to Document, whatever the format; the type is decided by content. Never throws for what a file
 * holds: what cannot be read is said in `problem`.
 */
export async function readDocument(bytes: Uint8Array, options: ReadOptions = {}): Promise<Document> {
  const type = options.type ?? sniff(bytes);
  const base = { type, mime: MIME[type], charset: null, ...EMPTY };
  const refused = REFUSED[type];
  if (refused !== undefined) return { ...base, problem: refused };
  try {
    switch (type) {
      case 'html': {
        const decoded = decodeText(bytes, { contentType: options.contentType });
        return fromHtml(base, decoded.charset, readHtml(decoded.text));
      }
      case 'pdf': {
        const { readPdf } = await import('./pdf.ts');
        return { ...base, ...(await readPdf(bytes)) };
      }
      case 'docx': {
        const { readDocx } = await import('./docx.ts');
        return fromHtml(base, null, await readDocx(bytes));
      }
      default: {
        const decoded = decodeText(bytes, { contentType: options.contentType });
        return { ...base, charset: decoded.charset, blocks: readText(decoded.text), problem: null };
      }
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ...base, problem: `damaged or protected: ${why}` };
  }
}

/** A page's DOM, as a browser left it after its scripts. */
export function readRenderedHtml(html: string): Document {
  return fromHtml({ type: 'html', mime: MIME.html, charset: null, ...EMPTY }, 'utf-8', readHtml(html));
}

function fromHtml(base: Omit<Document, 'problem'>, charset: string | null, content: HtmlContent): Document {
  const { blocks, title, meta, links, images } = content;
  return { ...base, charset, blocks, title, meta, links, images, problem: null };
}
