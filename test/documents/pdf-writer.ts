import { createHash } from 'node:crypto';

export interface PageText {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly size?: number;
  /** Degrees, against the clock. */
  readonly angle?: 0 | 90 | 180 | 270;
  /** 3 draws nothing. */
  readonly mode?: number;
  /** Grey, 0 to 1. */
  readonly gray?: number;
}

/** What stands on a test page. Points, from the lower left corner, as PDF counts. */
export interface PageContent {
  readonly width?: number;
  readonly height?: number;
  readonly rotate?: 0 | 90 | 180 | 270;
  readonly texts?: readonly PageText[];
  /** Strokes: x0, y0, x1, y1. */
  readonly lines?: readonly (readonly [number, number, number, number])[];
  /** A grey picture over the whole page, as a scan has: one byte a pixel. */
  readonly image?: { readonly width: number; readonly height: number; readonly pixels: Uint8Array };
  /** Draw the picture over everything else. */
  readonly imageOnTop?: boolean;
  /** Filled areas: x0, y0, x1, y1 and grey. */
  readonly areas?: readonly (readonly [number, number, number, number, number])[];
}

/**
 * A small PDF written by hand. Chinese text needs no embedded font: the reader knows the character collection
 * Adobe-GB1 by name.
 * @param password when given, opening the file needs it (standard security handler, revision 2).
 */
export function writePdf(pages: readonly PageContent[], password?: string): Buffer {
  const objects: Buffer[] = [];
  const add = (body: string | Buffer): number => objects.push(Buffer.from(body as string, 'latin1'));
  const key = password === undefined ? null : encryptionKey(password);
  const stream = (number: number, dictionary: string, data: Buffer): Buffer => {
    const body = key === null ? data : rc4(objectKey(key.key, number), data);
    return Buffer.concat([
      Buffer.from(`<< ${dictionary} /Length ${body.length} >>\nstream\n`, 'latin1'),
      body,
      Buffer.from('\nendstream', 'latin1'),
    ]);
  };
  add('<< /Type /Catalog /Pages 2 0 R >>');
  add('');
  add(
    '<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>',
  );
  add(
    '<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 /FontDescriptor 5 0 R >>',
  );
  add(
    '<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>',
  );
  const kids: number[] = [];
  for (const page of pages) {
    const { width = 595, height = 842, rotate = 0, image } = page;
    let xobject = '';
    if (image !== undefined) {
      const number = objects.length + 1;
      const dictionary = `/Type /XObject /Subtype /Image /Width ${image.width} /Height ${image.height} /ColorSpace /DeviceGray /BitsPerComponent 8`;
      add(stream(number, dictionary, Buffer.from(image.pixels)));
      xobject = ` /XObject << /Im ${number} 0 R >>`;
    }
    const number = objects.length + 1;
    add(stream(number, '', Buffer.from(operators(page, width, height), 'latin1')));
    kids.push(
      add(
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${width} ${height}] /Rotate ${rotate} /Contents ${number} 0 R /Resources << /Font << /F 3 0 R >>${xobject} >> >>`,
      ),
    );
  }
  objects[1] = Buffer.from(
    `<< /Type /Pages /Count ${kids.length} /Kids [${kids.map((k) => `${k} 0 R`).join(' ')}] >>`,
  );
  return assemble(objects, key);
}

/** Cosine and sine. */
const TURN = { 0: [1, 0], 90: [0, 1], 180: [-1, 0], 270: [0, -1] } as const;

function operators(page: PageContent, width: number, height: number): string {
  const parts: string[] = [];
  const picture = page.image === undefined ? [] : [`q ${width} 0 0 ${height} 0 0 cm /Im Do Q`];
  if (page.imageOnTop !== true) parts.push(...picture);
  for (const [x0, y0, x1, y1, gray] of page.areas ?? [])
    parts.push(`q ${gray} g ${x0} ${y0} ${x1 - x0} ${y1 - y0} re f Q`);
  for (const [x0, y0, x1, y1] of page.lines ?? []) parts.push(`${x0} ${y0} m ${x1} ${y1} l S`);
  for (const { x, y, text, size = 10, angle = 0, mode = 0, gray = 0 } of page.texts ?? []) {
    const hex = [...text].map((c) => (c.codePointAt(0) ?? 0).toString(16).padStart(4, '0')).join('');
    const [cos, sin] = TURN[angle];
    parts.push(
      `BT ${mode} Tr ${gray} g /F ${size} Tf ${cos} ${sin} ${-sin} ${cos} ${x} ${y} Tm <${hex}> Tj ET`,
    );
  }
  if (page.imageOnTop === true) parts.push(...picture);
  return parts.join('\n');
}

function assemble(objects: readonly Buffer[], key: { o: Buffer; u: Buffer } | null): Buffer {
  const chunks: Buffer[] = [Buffer.from('%PDF-1.4\n', 'latin1')];
  let size = chunks[0]?.length ?? 0;
  const offsets: number[] = [];
  for (const [i, body] of objects.entries()) {
    const chunk = Buffer.concat([
      Buffer.from(`${i + 1} 0 obj\n`, 'latin1'),
      body,
      Buffer.from('\nendobj\n', 'latin1'),
    ]);
    offsets.push(size);
    size += chunk.length;
    chunks.push(chunk);
  }
  const table = offsets.map((o) => `${String(o).padStart(10, '0')} 00000 n \n`).join('');
  const encrypt =
    key === null
      ? ''
      : ` /ID [<${ID.toString('hex')}> <${ID.toString('hex')}>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <${key.o.toString('hex')}> /U <${key.u.toString('hex')}> >>`;
  const size1 = objects.length + 1;
  chunks.push(
    Buffer.from(
      `xref\n0 ${size1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size1} /Root 1 0 R${encrypt} >>\nstartxref\n${size}\n%%EOF\n`,
      'latin1',
    ),
  );
  return Buffer.concat(chunks);
}

const PADDING = Buffer.from('28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a', 'hex');
const ID = Buffer.alloc(16, 7);

/** Algorithms 2 to 4 of the PDF reference, section 3.5.2. */
function encryptionKey(password: string): { key: Buffer; o: Buffer; u: Buffer } {
  const padded = Buffer.concat([Buffer.from(password, 'latin1'), PADDING]).subarray(0, 32);
  const o = rc4(md5(padded).subarray(0, 5), padded);
  const key = md5(Buffer.concat([padded, o, Buffer.from('fcffffff', 'hex'), ID])).subarray(0, 5);
  return { key, o, u: rc4(key, PADDING) };
}

function objectKey(key: Buffer, number: number): Buffer {
  const suffix = Buffer.from([number & 255, (number >> 8) & 255, 0, 0, 0]);
  return md5(Buffer.concat([key, suffix])).subarray(0, 10);
}

function md5(data: Buffer): Buffer {
  return createHash('md5').update(data).digest();
}

function rc4(key: Buffer, data: Buffer): Buffer {
  const state = Array.from({ length: 256 }, (_, i) => i);
  const at = (i: number): number => state[i & 255] ?? 0;
  const swap = (i: number, j: number): void => {
    const kept = at(i);
    state[i & 255] = at(j);
    state[j & 255] = kept;
  };
  for (let i = 0, j = 0; i < 256; i++) {
    j = (j + at(i) + (key[i % key.length] ?? 0)) & 255;
    swap(i, j);
  }
  const out = Buffer.alloc(data.length);
  for (let n = 0, i = 0, j = 0; n < data.length; n++) {
    i = (i + 1) & 255;
    j = (j + at(i)) & 255;
    swap(i, j);
    out[n] = (data[n] ?? 0) ^ at(at(i) + at(j));
  }
  return out;
}
