import { readFileSync } from 'node:fs';
import { utils, write } from '@e965/xlsx';
import { unzipSync, zipSync } from 'fflate';
import sharp from 'sharp';
import { renderDocx } from '../../fixtures/docx.ts';
import { renderReport } from '../../fixtures/render.ts';
import { makeReport } from '../../fixtures/report.ts';
import { writePdf } from '../pdf-writer.ts';
import { seeded } from '../random.ts';

/** A sound document to start from. */
export interface Specimen {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** How often it is taken, compared with the others: what takes seconds is taken seldom. */
  readonly weight: number;
  /** Makes the file of what was damaged, where that is only a part of it. */
  readonly pack?: (bytes: Uint8Array) => Uint8Array;
}

const file = (path: string): Uint8Array => readFileSync(new URL(`../../fixtures/${path}`, import.meta.url));

/** One of each type that is read. */
export async function specimens(): Promise<Specimen[]> {
  const report = makeReport({ body: '东山县水利局', year: 2022, figures: { requests: { new: [5, 1] } } });
  const markup = renderReport(report, 'print');
  const html = `<html><head><meta charset="utf-8"><title>年报</title></head><body>${markup}</body></html>`;
  const text = markup
    .replace(/<\/t[dh]>/gu, '\t')
    .replace(/<\/(?:p|tr)>/gu, '\n')
    .replace(/<[^>]*>/gu, '');
  const docx = renderDocx(report);
  const members = unzipSync(docx);
  const sheet = utils.aoa_to_sheet([
    ['规章', 1, 2, 3],
    ['行政许可', 4],
  ]);
  const book = { SheetNames: ['表'], Sheets: { 表: sheet } };
  const rtf = `{\\rtf1\\ansi\\ansicpg936 {\\fonttbl{\\f0 SimSun;}}${'\\trowd\\cellx1000\\cellx2000 1\\cell 2\\cell\\row '.repeat(20)}\\par}`;
  const mhtml = `MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(html).toString('base64')}\r\n--b--\r\n`;
  const grey = {
    width: 240,
    height: 320,
    pixels: new Uint8Array(240 * 320).map((_, i) => (i % 37 < 3 ? 0 : 240)),
  };
  const png = await sharp(grey.pixels, { raw: { width: 240, height: 320, channels: 1 } })
    .png()
    .toBuffer();
  return [
    { name: 'html', bytes: Buffer.from(html), weight: 16 },
    { name: 'text', bytes: Buffer.from(text), weight: 8 },
    { name: 'json', bytes: Buffer.from(JSON.stringify({ content: html })), weight: 4 },
    { name: 'pdf', bytes: file('pdf/health-2022.pdf'), weight: 3 },
    { name: 'unruled pdf', bytes: file('pdf/health-2022-unruled.pdf'), weight: 2 },
    { name: 'scanned pdf', bytes: writePdf([{ width: 160, height: 210, image: grey }]), weight: 1 },
    { name: 'png', bytes: png, weight: 1 },
    { name: 'docx', bytes: docx, weight: 6 },
    {
      name: 'docx inside',
      bytes: members['word/document.xml'] ?? new Uint8Array(),
      weight: 8,
      pack: (xml) => zipSync({ ...members, 'word/document.xml': xml }),
    },
    { name: 'doc', bytes: file('office/water-2022.doc'), weight: 10 },
    { name: 'xls', bytes: file('office/water-2022.xls'), weight: 10 },
    { name: 'xlsx', bytes: write(book, { type: 'buffer', bookType: 'xlsx' }) as Uint8Array, weight: 6 },
    { name: 'rtf', bytes: Buffer.from(rtf, 'latin1'), weight: 8 },
    { name: 'mhtml', bytes: Buffer.from(mhtml), weight: 4 },
  ];
}

/** Values that readers stumble over: lengths, counts, signs. */
const ODD = [0, 1, 0x7f, 0x80, 0xff];

/** Damages a document in one to four ways, some of them with pieces of another. The same seed, the same damage. */
export function mutate(bytes: Uint8Array, other: Uint8Array, seed: number): Uint8Array {
  const random = seeded(seed);
  const below = (n: number): number => Math.floor(random() * n);
  let out = Buffer.from(bytes);
  for (let round = 1 + below(4); round > 0; round--) {
    const at = below(out.length + 1);
    const size = below(random() < 0.5 ? 16 : Math.min(4096, out.length + 1));
    const piece = out.subarray(at, at + size);
    switch (below(8)) {
      case 0:
        for (let i = 0; i < 1 + below(32) && out.length > 0; i++) out[below(out.length)] = below(256);
        break;
      case 1:
        for (let i = 0; i < 1 + below(8) && out.length > 0; i++)
          out[below(out.length)] = ODD[below(ODD.length)] ?? 0;
        break;
      case 2:
        out = Buffer.concat([out.subarray(0, at), out.subarray(at + size)]);
        break;
      case 3:
        out = Buffer.concat([
          out.subarray(0, at),
          ...Array<Buffer>(1 + below(200)).fill(piece),
          out.subarray(at),
        ]);
        break;
      case 4:
        out = out.subarray(0, at);
        break;
      case 5: {
        const from = below(other.length);
        out = Buffer.concat([out.subarray(0, at), other.subarray(from, from + size), out.subarray(at)]);
        break;
      }
      case 6:
        out.fill(0, at, Math.min(out.length, at + size));
        break;
      default:
        // A number in plain sight made large: a count, a length, a span, a reference.
        out = Buffer.from(
          out
            .toString('latin1')
            .replace(/\d{1,6}/gu, (n) => (random() < 0.02 ? '9'.repeat(1 + below(10)) : n)),
          'latin1',
        );
    }
  }
  return out;
}
