import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { demoConfig } from '../portals/config.ts';
import { startPortals } from '../portals/server.ts';
import { folderFor, nianbao } from './support.ts';

test('a list that shrinks ends the crawl with 1, and status says broken, since when, why and what to do', async (t) => {
  const folder = folderFor(t);
  const config = join(folder, 'config');
  demoConfig(config);
  const portals = await startPortals();
  t.after(() => portals.close());
  const common = ['--config', config, '--db', join(folder, 'x.sqlite')];
  const crawl = ['crawl', 'zhq', '--connect-to', `127.0.0.1:${portals.port}`, '--insecure-tls', ...common];
  assert.equal((await nianbao(crawl)).code, 0);

  const hidden = portals.planted.filter((p) => p.portal === 'zhq').slice(0, 9);
  for (const { urls } of hidden) for (const url of urls) portals.state.hidden.add(url);
  const second = await nianbao(crawl);
  assert.equal(second.code, 1, second.stdout);
  assert.match(
    second.stdout,
    /^zhq \(湛河区\): broken: only 3 references in .*, 12 the last time.*--accept/mu,
  );

  const status = await nianbao(['status', ...common]);
  assert.match(status.stdout, /^zhq .* broken {2,}\d{4}-\d{2}-\d{2}$/mu);
  assert.match(
    status.stdout,
    /^zhq \(湛河区\) broken: only 3 references in .*\(since \d{4}-\d{2}-\d{2} \d{2}:\d{2}\)/mu,
  );
  const { sites } = JSON.parse((await nianbao(['status', '--json', ...common])).stdout);
  const zhq = sites.find((s: { site_id: string }) => s.site_id === 'zhq');
  assert.equal(zhq.health, 'broken');
  assert.match(zhq.health_since, /^\d{4}-\d{2}-\d{2}T/u);
  assert.match(zhq.health_why, /only 3 references/u);

  const unnamed = await nianbao(['crawl', '--accept', ...common]);
  assert.equal(unnamed.code, 2);
  assert.match(unnamed.stderr, /--accept wants the sites named/u);
  assert.equal((await nianbao([...crawl, '--accept', '--quiet'])).code, 0);
  const healed = JSON.parse((await nianbao(['status', 'zhq', '--json', ...common])).stdout);
  assert.deepEqual(
    healed.sites[0].alarms
      .map((a: { cause: string }) => a.cause)
      .filter((c: string) => c === 'shrunken_list'),
    [],
  );
});
