import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { demoConfig } from '../portals/config.ts';
import { startPortals } from '../portals/server.ts';
import { folderFor, nianbao, ROOT, said } from './support.ts';

test('sites add writes a file that crawl takes; what is open or refused writes none', async (t) => {
  const folder = folderFor(t);
  const config = join(folder, 'config');
  mkdirSync(join(config, 'sites'), { recursive: true });
  copyFileSync(join(ROOT, 'test/portals/config/nianbao.yaml'), join(config, 'nianbao.yaml'));
  const portals = await startPortals();
  t.after(() => portals.close());
  const common = ['--config', config, '--db', join(folder, 'db.sqlite')];
  const reach = ['--connect-to', `127.0.0.1:${portals.port}`, '--insecure-tls', ...common];
  const add = (...args: string[]) => said(['sites', 'add', ...args, ...reach]);
  const file = join(config, 'sites', 'ruzhou.yaml');

  const tried = await nianbao(['sites', 'add', 'https://www.ruzhou.gov.cn/', '--dry-run', ...reach]);
  assert.equal(tried.code, 0, tried.stderr);
  assert.match(
    tried.stdout,
    /410482 河南省平顶山市汝州市[\s\S]*family +siteserver[\s\S]*2020: 4[\s\S]*would be written/,
  );
  assert.ok(!existsSync(file));

  const added = await add('https://www.ruzhou.gov.cn/', '--json');
  assert.equal(added.code, 0, added.stderr);
  const json = JSON.parse(added.stdout);
  assert.equal(json.written, true);
  assert.equal(json.columns[0].found, 11);
  assert.match(
    readFileSync(file, 'utf8'),
    /^id: ruzhou\nname: 汝州市\nregion_code: "410482"\ncrawler: siteserver\n/m,
  );

  const again = await add('https://www.ruzhou.gov.cn/');
  assert.equal(again.code, 2);
  assert.match(again.stderr, /is one of the site ruzhou already/);
  const forced = await add('https://www.ruzhou.gov.cn/', '--force', '--since', '2020', '--quiet');
  assert.equal(forced.code, 0, forced.stderr);
  assert.match(readFileSync(file, 'utf8'), /^since: 2020$/m);

  const open = await add('http://www.zone.example/', '--host', 'www.zone.example');
  assert.equal(open.code, 1);
  assert.match(open.stdout, /to settle: .*--region[\s\S]*Nothing was written/);
  const mirror = await add('http://www-zhq-gov-cn.mirror.example/');
  assert.equal(mirror.code, 2);
  assert.match(mirror.stderr, /copies of portals/);
  assert.equal((await add('https://www.zhq.gov.cn/', '--region', '999999')).code, 2);

  const crawled = await said(['crawl', 'ruzhou', '--json', ...reach]);
  assert.equal(JSON.parse(crawled.stdout).sites[0].new, 11, crawled.stdout);
});

test('sites check --live exits 1 for a portal that no longer matches its file, with the cause', async (t) => {
  const folder = folderFor(t);
  const config = join(folder, 'config');
  demoConfig(config);
  const portals = await startPortals();
  t.after(() => portals.close());
  const reach = ['--config', config, '--connect-to', `127.0.0.1:${portals.port}`, '--insecure-tls'];
  const well = await nianbao(['sites', 'check', 'ruzhou', '--live', ...reach]);
  assert.equal(well.code, 0, well.stderr);
  assert.match(well.stdout, /✓ ruzhou[\s\S]*1 of 1 portals look as their files say/);
  portals.state.jinxiangChallenge = true;
  const ill = await said(['sites', 'check', 'jinxiang', '--live', '--json', ...reach]);
  assert.equal(ill.code, 1);
  const { ok, sites } = JSON.parse(ill.stdout);
  assert.equal(ok, false);
  assert.match(sites[0].columns[0].faults[0], /refuses us/);
});
