import { setFlagsFromString } from 'node:v8';

/** Room for what a parser's thread soon throws away, MiB: four times as much reads no faster, and is never given back. */
const SEMI_MB = 8;
/** The same as V8 counts it for a thread: twice, since what is in use is copied to and fro, and large objects. */
export const YOUNG_MB = 3 * SEMI_MB;

/**
 * Little memory rather than the last bit of speed, of which it costs none that could be measured. The heap is cleared before it
 * has grown by half, not by three times; and what was just made gets no more room than at the start: V8 gives it ever more, up to
 * a hundred megabytes, as long as much of it is still in use at each clearing, which is the case where rows are gathered.
 */
export function keepHeapLean(): void {
  setFlagsFromString('--heap-growing-percent=50');
  setFlagsFromString('--semi-space-growth-factor=1');
}

/**
 * The same where documents are read, and V8 expects that nothing lasts longer than a document. Where most objects of a kind
 * happened to be in use at a clearing, it would make all further ones of it where only the clearing of the whole heap finds
 * them: that took three times as many of those, each of which also drops compiled code, and a fifth of all time.
 */
export function fixYoungHeap(): void {
  keepHeapLean();
  setFlagsFromString('--no-allocation-site-pretenuring');
  setFlagsFromString(`--min-semi-space-size=${SEMI_MB}`);
}
