import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { changingOrigin, changingSite } from '../pipeline/changing-origin.ts';
import { demoConfig } from '../portals/config.ts';
import { startPortals } from '../portals/server.ts';
import { folderFor, nianbao, said } from './support.ts';

test('a list that shrinks ends the crawl with 1, and status says broken, since when, why and what to do', async (t) => {
  const folder = folderFor(t);
  const config = join(folder, 'config');
  demoConfig(config);
  const portals = await startPortals();
  t.after(() => portals.close());
  const common = ['--config', config, '--db', join(folder, 'x.sqlite')];
  const crawl = ['crawl', 'zhq', '--connect-to', `127.0.0.1:${portals.port}`, '--insecure-tls', ...common];
  assert.equal((await said(crawl)).code, 0);

  const hidden = portals.planted.filter((p) => p.portal === 'zhq').slice(0, 9);
  for (const { urls } of hidden) for (const url of urls) portals.state.hidden.add(url);
  const second = await nianbao(crawl);
  assert.equal(second.code, 1, second.stdout);
  assert.match(
    second.stdout,
    /^zhq \(湛河区\): broken: only 3 references in .*, 12 the last time.*--accept/mu,
  );

  const status = await said(['status', ...common]);
  assert.match(status.stdout, /^zhq .* broken {2,}\d{4}-\d{2}-\d{2}$/mu);
  assert.match(
    status.stdout,
    /^zhq \(湛河区\) broken: only 3 references in .*\(since \d{4}-\d{2}-\d{2} \d{2}:\d{2}\)/mu,
  );
  const { sites } = JSON.parse((await said(['status', '--json', ...common])).stdout);
  const zhq = sites.find((s: { site_id: string }) => s.site_id === 'zhq');
  assert.equal(zhq.health, 'broken');
  assert.match(zhq.health_since, /^\d{4}-\d{2}-\d{2}T/u);
  assert.match(zhq.health_why, /only 3 references/u);

  const unnamed = await said(['crawl', '--accept', ...common]);
  assert.equal(unnamed.code, 2);
  assert.match(unnamed.stderr, /--accept wants the sites named/u);
  assert.equal((await said([...crawl, '--accept', '--quiet'])).code, 0);
  const healed = JSON.parse((await said(['status', 'zhq', '--json', ...common])).stdout);
  assert.deepEqual(
    healed.sites[0].alarms
      .map((a: { cause: string }) => a.cause)
      .filter((c: string) => c === 'shrunken_list'),
    [],
  );
});

test('whatever a portal is rebuilt to, the crawl ends with 1 and status names each cause', async (t) => {
  const folder = folderFor(t);
  const config = join(folder, 'config');
  mkdirSync(join(config, 'sites'), { recursive: true });
  writeFileSync(join(config, 'nianbao.yaml'), '');
  writeFileSync(
    join(config, 'sites', 'changing.yaml'),
    changingSite(undefined, 'politeness: {delay_ms: 0}\n'),
  );
  const origin = await changingOrigin();
  t.after(() => origin.close());
  const { portal } = origin;
  const common = ['--config', config, '--db', join(folder, 'x.sqlite')];
  const crawl = async (): Promise<number | null> =>
    (await said(['crawl', 'changing', '--connect-to', `127.0.0.1:${origin.port}`, ...common])).code;
  const openCauses = async (): Promise<string[]> => {
    const { sites } = JSON.parse((await said(['status', 'changing', '--json', ...common])).stdout);
    return sites[0].alarms.map(({ cause }: { cause: string }) => cause).sort();
  };
  assert.equal(await crawl(), 0);
  assert.deepEqual(await openCauses(), []);

  Object.assign(portal, { announced: 30, listTemplate: 'new', product: 'other' });
  assert.equal(await crawl(), 1);
  assert.deepEqual(await openCauses(), ['family_vanished', 'incomplete_list', 'template_changed']);

  Object.assign(portal, { announced: null, listTemplate: 'old', product: 'vsb', manners: 'challenge' });
  assert.equal(await crawl(), 1);
  assert.ok((await openCauses()).includes('blocked'));

  Object.assign(portal, { manners: 'open', unlisted: new Set([0, 1, 2, 3, 4, 5]) });
  assert.equal(await crawl(), 1);
  assert.deepEqual(await openCauses(), ['no_reports']);
});
