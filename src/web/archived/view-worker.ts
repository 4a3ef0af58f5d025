import { parentPort } from 'node:worker_threads';
import { runTask, type ViewTask } from './view-document.ts';

parentPort?.on('message', ({ id, task }: { id: number; task: ViewTask }) => {
  void runTask(task).then(
    (result) => parentPort?.postMessage({ id, result }),
    (error: unknown) =>
      parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) }),
  );
});
