import { spawn } from 'node:child_process';
import type { CrawlSummary } from '../pipeline/crawl.ts';
import { tell } from './output.ts';

/**
 * Hands the digest to the operator's command: on its standard input, with the outcome and the sites that need somebody
 * in its environment. False when the command fails, which is told: news must not be lost on its way.
 */
export function notify(command: string, digest: string, { outcome, sites }: CrawlSummary): Promise<boolean> {
  const concerned = sites.filter((s) => s.message !== null).map((s) => s.siteId);
  const child = spawn('/bin/sh', ['-c', command], {
    stdio: ['pipe', 'ignore', 'inherit'],
    env: { ...process.env, NIANBAO_OUTCOME: outcome, NIANBAO_SITES: concerned.join(' ') },
  });
  return new Promise((resolve) => {
    const failed = (why: string): void => {
      tell(
        `nianbao: --notify-command ${command}: ${why}. What it should have told follows on standard output`,
      );
      resolve(false);
    };
    child.on('error', (error) => failed(error.message));
    child.on('close', (code, signal) => {
      if (code === 0) resolve(true);
      else failed(signal === null ? `it ended with ${code}` : `it was ended by ${signal}`);
    });
    // A command that does not read its input is its own affair; its exit code says how it went.
    child.stdin.on('error', () => undefined);
    child.stdin.end(`${digest}\n`);
  });
}
