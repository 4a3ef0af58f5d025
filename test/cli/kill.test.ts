import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { Archive } from '../../src/archive/archive.ts';
import { FIELDS } from '../../src/reports/catalogue.ts';
import { contentOf } from '../pipeline/support.ts';
import { demoConfig } from '../portals/config.ts';
import { type Portals, startPortals } from '../portals/server.ts';
import { folderFor, nianbao, start } from './support.ts';

/** Requests after which the crawl is killed: in discovery, in the first articles, among attachments, near the end. */
const MOMENTS = [2, 17, 45, 90, 140];

async function reached(portals: Portals, requests: number): Promise<void> {
  while (portals.requests.length < requests) await new Promise((resolve) => setImmediate(resolve));
}

test('kill -9 in the middle of a crawl: verify is clean, and the next crawl ends like an undisturbed one', async (t) => {
  const folder = folderFor(t);
  const config = join(folder, 'config');
  demoConfig(config);
  const portals = await startPortals();
  t.after(() => portals.close());
  const crawl = (db: string): string[] => [
    ...['crawl', '--all', '--config', config, '--db', db],
    ...['--connect-to', `127.0.0.1:${portals.port}`, '--insecure-tls'],
  ];
  const content = (db: string): string => {
    const archive = Archive.open({ file: db, fields: FIELDS, mode: 'read' });
    try {
      return contentOf(archive);
    } finally {
      archive.close();
    }
  };
  const undisturbed = join(folder, 'undisturbed.sqlite');
  assert.equal((await nianbao(crawl(undisturbed))).code, 0);

  const killed = join(folder, 'killed.sqlite');
  for (const moment of MOMENTS) {
    const before = portals.requests.length;
    const { child, result } = start(crawl(killed));
    await Promise.race([reached(portals, before + moment), result]);
    child.kill('SIGKILL');
    await result;
    const verified = await nianbao(['verify', '--db', killed]);
    assert.equal(verified.code, 0, `after ${moment} requests: ${verified.stdout}`);
  }
  const last = await nianbao(crawl(killed));
  assert.equal(last.code, 0, last.stdout + last.stderr);
  assert.equal(content(killed), content(undisturbed));
});
