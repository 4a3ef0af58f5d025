import { Random } from './random.ts';

export interface Amount {
  readonly seed: number;
  /** Databases that are worked at at a time. */
  readonly lanes: number;
  /** Whether the time is up: no further database is begun. */
  readonly until?: () => boolean;
}

export const never = (): boolean => false;

/** Work at several databases at a time. The first fault ends all of it, once what is under way has come to its end. */
export async function inLanes(
  seed: number,
  count: number,
  lane: (random: Random, goOn: () => boolean) => Promise<void>,
): Promise<void> {
  let failed = false;
  const results = await Promise.allSettled(
    Array.from({ length: count }, async (_, i) => {
      try {
        await lane(new Random(seed * 1000 + i), () => !failed);
      } catch (error) {
        failed = true;
        throw error;
      }
    }),
  );
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}
