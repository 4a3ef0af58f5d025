import type { PageSize } from './pdf-image.ts';

/** A kind of picture that browsers show. */
interface PictureKind {
  readonly magic: readonly number[];
  readonly mime: string;
  readonly extension: string;
  readonly size: (view: DataView) => PageSize | null;
}

const KINDS: readonly PictureKind[] = [
  {
    magic: [0x89, 0x50, 0x4e, 0x47],
    mime: 'image/png',
    extension: '.png',
    size: (view) => ({ width: view.getUint32(16), height: view.getUint32(20) }),
  },
  { magic: [0xff, 0xd8, 0xff], mime: 'image/jpeg', extension: '.jpg', size: jpegSize },
  {
    magic: [0x47, 0x49, 0x46, 0x38],
    mime: 'image/gif',
    extension: '.gif',
    size: (view) => ({ width: view.getUint16(6, true), height: view.getUint16(8, true) }),
  },
  {
    magic: [0x42, 0x4d],
    mime: 'image/bmp',
    extension: '.bmp',
    size: (view) => ({ width: view.getInt32(18, true), height: Math.abs(view.getInt32(22, true)) }),
  },
];

export interface Picture {
  readonly mime: string;
  readonly extension: string;
  /** Pixels; null where the file does not say. */
  readonly size: PageSize | null;
}

/** What a browser needs to know of a picture; null where it cannot show it (TIFF, WebP of old browsers, no picture). */
export function pictureOf(bytes: Uint8Array): Picture | null {
  const kind = KINDS.find(({ magic }) => magic.every((byte, i) => bytes[i] === byte));
  if (kind === undefined) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let size: PageSize | null = null;
  try {
    size = kind.size(view);
  } catch (error) {
    // A file cut off within its header: shown as far as the browser can.
    if (!(error instanceof RangeError)) throw error;
  }
  return { mime: kind.mime, extension: kind.extension, size };
}

/** From the frame header (ITU T.81, B.2.2), wherever it stands. */
function jpegSize(view: DataView): PageSize | null {
  let at = 2;
  while (at + 9 < view.byteLength) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    // Fill bytes may stand before a marker.
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  return null;
}
