/**
 * What a synchronous function of zlib gave back with `info: true`, parted from its engine. An engine is freed only when
 * the whole heap is cleared, and until then keeps the room that it wrote to: a hundred kilobytes a page, which would call for
 * such a clearing every eighty pages.
 */
export function withoutEngine(result: unknown): Buffer {
  const { buffer, engine } = result as { buffer: Buffer; engine: { _outBuffer: Buffer | null } };
  engine._outBuffer = null;
  return buffer;
}
