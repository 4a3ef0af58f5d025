import robotsParser from 'robots-parser';
import { decodeText } from '../documents/charset.ts';
import { type Exchange, headerOf, type Problem } from './exchange.ts';

// The package's types describe a default export; what it exports is the function itself.
const parseRobots = robotsParser as unknown as typeof robotsParser.default;

/** What one robots.txt asks of us. */
export interface RobotsRules {
  /** Why a URL of this scheme and host is not fetched; null where it may be. */
  refusal(url: string): Problem | null;
  /** Crawl-delay, at most a minute; 0 where there is none. */
  readonly crawlDelayMs: number;
}

/** The name that robots.txt groups address us by. */
export const PRODUCT_TOKEN = 'nianbao';
/** RFC 9309 2.5 wants at least 500 KiB to be read; what is beyond is not. */
export const ROBOTS_BYTES = 512 * 1024;
/** RFC 9309 2.3.1.2. */
export const ROBOTS_REDIRECTS = 5;
/** What a challenge answers to every path; it only looks like a fault of the server. */
export const CHALLENGE_STATUS = 521;

const MOST_CRAWL_DELAY_S = 60;
/** No rule that anybody wrote by hand is longer; matching one costs time for each of its characters. */
const MOST_LINE = 2048;

const NO_RULES: RobotsRules = { refusal: () => null, crawlDelayMs: 0 };

/** Rules under which nothing is fetched, for one reason. */
function refuseAll(problem: Problem): RobotsRules {
  return { refusal: () => problem, crawlDelayMs: 0 };
}

/**
 * Reads the answer to a request for robots.txt as RFC 9309 says: 4xx, endless or foreign redirects and web pages
 * mean no rules; 5xx or silence mean that nothing may be fetched. Where the host could not be reached at all, that failure
 * itself is the reason.
 * @param url the address asked for, on the host the rules are for.
 * @param answer the end of its redirects.
 */
export function readRobots(url: string, answer: Exchange): RobotsRules {
  const { status, problem, body } = answer;
  if (problem !== null && problem.outcome !== 'too_large') {
    if (['redirect_loop', 'refused_host', 'wrong_type'].includes(problem.outcome) && status !== null)
      return NO_RULES;
    if (!problem.connected) return refuseAll(problem);
    return refuseAll(unreachable(url, problem.detail));
  }
  // A challenge in the way of robots.txt is in the way of everything.
  if (status === 521)
    return refuseAll({
      outcome: 'blocked',
      detail: `${url} answers ${status}, a challenge for browsers`,
      connected: true,
    });
  if (status === null || status >= 500) return refuseAll(unreachable(url, `status ${status}`));
  if (status < 200 || status > 299 || body === null) return NO_RULES;
  return parse(url, body, headerOf(answer.headers, 'content-type'));
}

function parse(url: string, body: Uint8Array, contentType: string): RobotsRules {
  const { text } = decodeText(body.subarray(0, ROBOTS_BYTES), { contentType });
  if (/html/i.test(contentType) || text.trimStart().startsWith('<')) return NO_RULES;
  const lines = text.split(/\r\n|\r|\n/).filter((line) => line.length <= MOST_LINE);
  const robots = parseRobots(url, lines.join('\n'));
  const seconds = robots.getCrawlDelay(PRODUCT_TOKEN) ?? 0;
  return {
    refusal(target) {
      if (robots.isDisallowed(target, PRODUCT_TOKEN) !== true) return null;
      const line = robots.getMatchingLineNumber(target, PRODUCT_TOKEN);
      return { outcome: 'robots', detail: `${url} disallows ${target} (rule ${line})`, connected: false };
    },
    crawlDelayMs: seconds > 0 ? Math.min(seconds, MOST_CRAWL_DELAY_S) * 1000 : 0,
  };
}

function unreachable(url: string, why: string): Problem {
  const detail = `${url} gives no answer to go by (${why}): nothing is fetched from this host in this run`;
  return { outcome: 'robots', detail, connected: true };
}
