import type { Browser } from 'playwright';

/** What a browser is given to close a page, or itself, before it is killed, milliseconds. */
export const GRACE_MS = 10_000;

/** A browser with its process: closed when it has served its pages, killed when it does not close. */
export class RunningBrowser {
  readonly browser: Browser;
  readonly #pid: number;
  pages = 0;
  #using = 0;
  #retired = false;
  #killed = false;

  constructor(browser: Browser, pid: number) {
    this.browser = browser;
    this.#pid = pid;
  }

  /** False once it has ended, or was told to. */
  get isAlive(): boolean {
    return !this.#killed && this.browser.isConnected();
  }

  begin(): void {
    this.pages += 1;
    this.#using += 1;
  }

  async release(graceMs: number): Promise<void> {
    this.#using -= 1;
    if (this.#retired && this.#using === 0) await this.end(graceMs);
  }

  /** Gives it no further page; it ends with its last one. */
  retire(): void {
    this.#retired = true;
    if (this.#using === 0) void this.end(GRACE_MS);
  }

  async end(graceMs: number): Promise<void> {
    const closed = this.browser.close().then(
      () => true,
      // It was gone already.
      () => true,
    );
    if ((await within(closed, graceMs)) === null) this.kill();
  }

  /** Its children end with it. */
  kill(): void {
    if (!this.isAlive) return;
    this.#killed = true;
    try {
      process.kill(this.#pid, 'SIGKILL');
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  }
}

/** The number of a browser's own process. */
export async function pidOf(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const main = processInfo.find(({ type }) => type === 'browser');
  await session.detach();
  if (main === undefined) throw new Error('the browser does not tell the number of its process');
  return main.id;
}

/** What work gives within a time; null where it does not end. What it does afterwards is of no interest. */
export async function within<T>(work: Promise<T>, ms: number): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, ms, null);
  });
  work.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
