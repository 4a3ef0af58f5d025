import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { closeGate, nativeGate, runNative } from '../../src/documents/ocr/native.ts';

test('native code ends before its thread does, and none begins afterwards', async () => {
  const shared = nativeGate();
  const gate = new Int32Array(shared.gate);
  const events: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const native = runNative(() => promise, gate).then(() => events.push('native code ended'));
  const closed = closeGate(shared).then(() => events.push('thread may end'));
  await assert.rejects(
    runNative(async () => events.push('begun'), gate),
    /being ended/u,
  );
  assert.deepEqual(events, []);
  resolve();
  await Promise.all([native, closed]);
  assert.deepEqual(events, ['native code ended', 'thread may end']);
});

test('threads that are ended, and a program that exits, in the midst of recognition: the process lives', () => {
  // A thread does nothing but recognise, from `ready` on.
  const thread = `
    import { parentPort } from 'node:worker_threads';
    import { Recogniser } from './src/documents/ocr/recogniser.ts';
    const page = { width: 640, height: 48, data: new Uint8Array(640 * 48).map((_, i) => (i % 7 < 3 ? 0 : 255)) };
    const crops = Array.from({ length: 400 }, () => ({ x0: 0, y0: 0, x1: 630, y1: 40 }));
    const recogniser = await Recogniser.load();
    await recogniser.recognise(page, crops.slice(0, 1));
    parentPort.postMessage('ready');
    await recogniser.recognise(page, crops);`;
  const script = `
    import { Worker } from 'node:worker_threads';
    import { closeGate, closeGateNow, nativeGate } from './src/documents/ocr/native.ts';
    const start = async () => {
      const gate = nativeGate();
      const url = new URL('data:text/javascript,' + encodeURIComponent(process.argv[1]));
      const worker = new Worker(url, { workerData: gate });
      await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
      return { gate, worker };
    };
    for (const ms of [30, 75]) {
      const { gate, worker } = await start();
      await new Promise((resolve) => setTimeout(resolve, ms));
      await closeGate(gate);
      await worker.terminate();
    }
    const { gate } = await start();
    process.on('exit', () => closeGateNow(gate));
    setTimeout(() => process.exit(7), 50);`;
  const here = new URL('../..', import.meta.url).href;
  const absolute = (code: string): string => code.replaceAll("'./src/", `'${here}src/`);
  const child = spawnSync(process.execPath, ['--input-type=module', '-e', script, absolute(thread)], {
    cwd: fileURLToPath(here),
    encoding: 'utf8',
  });
  assert.deepEqual([child.status, child.signal], [7, null], child.stderr);
});
