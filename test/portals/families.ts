import type { Portal } from './portal.ts';

/** The replicas of the families beyond the five of the demo, by file name. */
export function familyPortals(): readonly Portal[] {
  return [];
}
