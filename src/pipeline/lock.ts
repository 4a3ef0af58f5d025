import { hostname } from 'node:os';
import type { Archive } from '../archive/archive.ts';
import { isAlive } from './alive.ts';

const HEARTBEAT_MS = 20_000;

/**
 * Does work that files reports while no crawl does.
 * @param work is given a function to call between steps: it throws when the lock was lost.
 * @throws ArchiveError `locked` when a crawl is at work.
 */
export async function holdingLock<T>(archive: Archive, work: (check: () => void) => Promise<T>): Promise<T> {
  archive.lock.acquire({ pid: process.pid, host: hostname(), isAlive });
  let lost: unknown = null;
  const heartbeat = setInterval(() => {
    try {
      archive.lock.heartbeat();
    } catch (error) {
      lost ??= error;
    }
  }, HEARTBEAT_MS);
  try {
    return await work(() => {
      if (lost !== null) throw lost;
    });
  } finally {
    clearInterval(heartbeat);
    archive.lock.release();
  }
}
