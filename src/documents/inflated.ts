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

/** Whether a body stands in memory of its own, not in a small part of a larger piece: small buffers share one, none takes half of it. */
export function hasOwnMemory({ buffer, byteLength }: Uint8Array): boolean {
  return buffer.byteLength <= byteLength * 1.25;
}

/** A body that is kept for a while, in memory of its own: of the room that it was written to it mostly takes a part. */
export function withoutSlack(body: Uint8Array): Uint8Array {
  return hasOwnMemory(body) ? body : new Uint8Array(body);
}
