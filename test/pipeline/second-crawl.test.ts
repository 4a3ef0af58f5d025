import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { Archive } from '../../src/archive/archive.ts';
import { crawl } from '../../src/pipeline/crawl.ts';
import { FIELDS } from '../../src/reports/catalogue.ts';
import { replicas } from '../crawlers/replicas.ts';
import { liveBench } from './live.ts';

/** Ends of lists: what is no content is not kept to be compared with. */
const STUBS = new Set(['www.chengxiang.gov.cn/zfxxgk/zfxxgkndbg/2022nzfxxgkndbg/index_2.htm']);
/** Second replicas of a family are left out here: reading their reports takes time and shows nothing more. */
const SECOND = new Set(['longxian', 'tinghu', 'cqlp', 'mulan']);

test('by auto, a second crawl of the families asks for each address once, conditionally, and stores nothing', async (t) => {
  const { portals, settings, sites: written, folder } = await liveBench(t);
  // The browser's own requests for scripts and data are not ours to make conditional.
  const ids = new Set(portals.familyPlanted.map(({ portal }) => portal));
  const sites = written
    .filter(({ browser, id }) => !browser && ids.has(id) && !SECOND.has(id))
    .map((site) => ({ ...site, crawler: 'auto' }));
  const archive = Archive.open({ file: join(folder, 'nianbao.sqlite'), fields: FIELDS, mode: 'write' });
  t.after(() => archive.close());
  const run = () =>
    crawl({
      archive,
      settings,
      sites,
      corrections: [],
      only: sites.map(({ id }) => id),
      trigger: 'manual',
      years: null,
      refresh: false,
      dryRun: false,
      deadlineMs: null,
      connectTo: { host: portals.address, port: portals.port },
      allowPrivate: false,
      insecureTls: true,
      signal: new AbortController().signal,
      listener: {},
      now: () => new Date('2026-11-26T00:00:00Z'),
    });
  const first = await run();
  for (const { siteId, new: found, outcome } of first.sites) {
    assert.ok(['ok', 'unchanged', 'partial'].includes(outcome), `${siteId} ${outcome}`);
    assert.equal(found, portals.familyPlanted.filter(({ portal }) => portal === siteId).length, siteId);
  }
  const sent = portals.requests.length;
  const second = await run();
  for (const site of second.sites) assert.equal(site.new + site.changed, 0, site.siteId);

  const again = portals.requests.slice(sent).filter(({ path }) => path !== '/robots.txt');
  assert.ok(again.length <= sent);
  const plain = again.filter(({ method, status }) => method === 'GET' && status !== 0);
  const addresses = plain.map(({ host, path, scheme }) => `${scheme}://${host}${path}`);
  // A report that is shown in its column's page is asked for as the one and as the other.
  const both = new Set(portals.familyPlanted.flatMap(({ urls }) => urls));
  assert.deepEqual(
    addresses.filter((address, index) => addresses.indexOf(address) < index && !both.has(address)),
    [],
    'asked twice',
  );
  const validated = new Set(
    replicas().flatMap(({ portal }) => (portal.validators === 'none' ? [] : portal.hosts)),
  );
  const whole = plain.filter(({ host, status }) => validated.has(host) && status === 200);
  assert.deepEqual(
    whole.map(({ host, path }) => host + path).filter((address) => !STUBS.has(address)),
    [],
    'sent whole although nothing changed',
  );
});
