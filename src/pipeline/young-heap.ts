import { setFlagsFromString } from 'node:v8';

/** Room for what a parser's thread soon throws away, MiB: four times as much reads no faster, and is never given back. */
const SEMI_MB = 8;
/** The same as V8 counts it for a thread: twice, since what is in use is copied to and fro, and large objects. */
export const YOUNG_MB = 3 * SEMI_MB;

/**
 * Makes V8 expect that nothing lasts longer than a document. Where most objects of a kind happened to be in use at a
 * clearing, it would make all further ones of it where only the clearing of the whole heap finds them: that took three
 * times as many of those, each of which also drops compiled code, and a fifth of all time. And it would give this thread ever
 * more room for what it soon throws away, up to 128 MiB, which is no faster and never given back.
 */
export function fixYoungHeap(): void {
  setFlagsFromString('--no-allocation-site-pretenuring');
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString(`--min-semi-space-size=${SEMI_MB}`);
}
