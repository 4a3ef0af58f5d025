import type { RobotsRules } from './robots.ts';

/** The rules of every scheme and host met, refusals and absences included, for one run. */
export class RobotsCache {
  readonly #rules = new Map<string, Promise<RobotsRules>>();

  /** @param load fetches the robots.txt at the URL given; called once, also by callers at the same time. */
  rules(url: string, load: (robotsUrl: string) => Promise<RobotsRules>): Promise<RobotsRules> {
    const { origin } = new URL(url);
    const known = this.#rules.get(origin);
    if (known !== undefined) return known;
    const loading = load(`${origin}/robots.txt`);
    this.#rules.set(origin, loading);
    // Given up by us: the host has not answered, so the next caller asks again.
    loading.catch(() => this.#rules.delete(origin));
    return loading;
  }

  /** A later run begins: the rules of a host are asked for again. */
  forget(host: string): void {
    for (const origin of this.#rules.keys())
      if (new URL(origin).hostname === host) this.#rules.delete(origin);
  }
}
