import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { init, type WrappedPdfiumModule } from '@embedpdf/pdfium';

export type { WrappedPdfiumModule } from '@embedpdf/pdfium';

/** The parts of the module's memory that its type declarations leave out. Views change when memory grows. */
export interface Heap {
  readonly HEAPU8: Uint8Array;
  readonly HEAP32: Int32Array;
  readonly HEAPF32: Float32Array;
  readonly wasmExports: { malloc(size: number): number; free(pointer: number): void };
}

export const heapOf = (p: WrappedPdfiumModule): Heap => p.pdfium as unknown as Heap;

let engine: Promise<WrappedPdfiumModule> | null = null;

/** PDFium is 7 MB of WebAssembly: loaded once a thread, when the first PDF comes. */
export function pdfium(): Promise<WrappedPdfiumModule> {
  engine ??= (async () => {
    const wasm = await readFile(createRequire(import.meta.url).resolve('@embedpdf/pdfium/pdfium.wasm'));
    const loaded = await init({ wasmBinary: new Uint8Array(wasm).buffer });
    loaded.PDFiumExt_Init();
    return loaded;
  })();
  return engine;
}
