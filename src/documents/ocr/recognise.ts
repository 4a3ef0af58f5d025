import type { PrintedPage } from '../pages.ts';
import { type GrayImage, shrink } from './gray.ts';
import { Recogniser } from './recogniser.ts';
import { readScan, type ScanOptions } from './scan.ts';

/** At this resolution the print of official tables is recognised; more only takes longer. */
export const SCAN_DPI = 200;

/** A page of twice the resolution; larger ones are made smaller first. */
const MOST_PIXELS = 16e6;

let engine: Promise<Recogniser> | null = null;

/**
 * Recognises one page.
 * @throws OcrUnavailable when the optional packages are not installed.
 * @throws Error when the picture shows no page.
 */
export async function recognise(image: GrayImage, options: ScanOptions): Promise<PrintedPage> {
  engine ??= Recogniser.load();
  const factor = Math.sqrt(MOST_PIXELS / (image.width * image.height));
  if (factor >= 1) return readScan(image, await engine, options);
  const { number, scale, points } = options;
  const smaller = {
    number,
    scale: scale / factor,
    points: points === null ? null : points / factor,
  };
  return readScan(shrink(image, factor), await engine, smaller);
}
