import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { demoConfig } from '../portals/config.ts';
import { startPortals } from '../portals/server.ts';
import { folderFor, inRow, nianbao, ROOT, said, start } from './support.ts';

test('help names every command, and each command its options', async () => {
  const commands = ['crawl', 'status', 'parse', 'reparse', 'export', 'verify', 'sites', 'serve', 'doctor'];
  const [help, ...own] = await inRow(['--help'], ...commands.map((command) => [command, '--help']));
  assert.equal(help?.code, 0);
  for (const [i, command] of commands.entries()) {
    assert.match(help.stdout, new RegExp(`^  ${command}`, 'mu'));
    assert.equal(own[i]?.code, 0, command);
    if (command !== 'sites')
      for (const option of ['--config', '--db', '--json', '--quiet', '--verbose'])
        assert.ok(own[i]?.stdout.includes(option), `${command} ${option}`);
  }
});

test('an old Node gets a sentence, not a crash', () => {
  const program = JSON.stringify(new URL('../../src/cli/nianbao.js', import.meta.url).href);
  const pretend = `Object.defineProperty(process.versions, 'node', { value: '20.20.2' }); await import(${program})`;
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', pretend], {
    encoding: 'utf8',
  });
  assert.equal(status, 2);
  assert.match(stderr, /^nianbao needs Node 22\.19 or newer, and this is Node 20\.20\.2\.\n.*npx nianbao/u);
});

test('usage errors end with 2 and say what was expected', async (t) => {
  const folder = folderFor(t);
  const config = join(folder, 'config');
  demoConfig(config);
  const db = join(folder, 'x.sqlite');
  const cases: readonly [readonly string[], RegExp][] = [
    [['fly'], /unknown command/u],
    [
      ['crawl', '--config', config, '--db', db, 'atlantis'],
      /no site atlantis.*jinshui, jinxiang, ruzhou, zhq, zone/u,
    ],
    [['crawl', '--config', config, '--db', db, '--year', 'soon'], /report year such as 2023/u],
    [['crawl', '--config', config, '--db', db, '--connect-to', 'nowhere'], /HOST:PORT/u],
    [['crawl', '--config', config, '--db', db, '--deadline', 'late'], /30m/u],
    [['crawl', '--config', config, '--db', db, '--all', 'zhq'], /exclude each other/u],
    [['crawl', '--config', config, '--db', db, '--notify-command', ''], /expected a command/u],
    [
      ['status', '--config', config, '--db', join(folder, 'none.sqlite')],
      /there is no database .*nianbao crawl/u,
    ],
    [['verify', '--db', join(folder, 'none.sqlite')], /there is no database/u],
    [['export', folder, '--db', join(folder, 'none.sqlite')], /there is no database/u],
    [['export', folder, '--format', 'stone', '--db', db], /csv, jsonl/u],
    [['parse'], /missing required argument/u],
    [['parse', 'x', '--type', 'poem'], /expected one of/u],
    [['crawl', '--config', join(folder, 'nothing'), '--db', db], /nothing/u],
  ];
  for (const [i, { code, stdout, stderr }] of (await inRow(...cases.map(([args]) => args))).entries()) {
    const [args, expected] = cases[i] ?? [[], /$^/u];
    assert.equal(code, 2, `${args.join(' ')}: ${stderr}`);
    assert.match(stderr, expected, args.join(' '));
    assert.equal(stdout, '', args.join(' '));
    assert.doesNotMatch(stderr, /\n\s+at /u, 'no stack trace without --verbose');
  }
  assert.deepEqual(readdirSync(folder), ['config'], 'nothing was done');
});

test('a faulty site file stops every command with its file and line', async (t) => {
  const folder = folderFor(t);
  const config = join(folder, 'config');
  demoConfig(config);
  const file = join(config, 'sites', 'zhq.yaml');
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace('crawler: siteserver', 'crawler: siteserver\ncolour: red'),
  );
  const commands = [
    ['crawl', 'zone', '--connect-to', '127.0.0.1:9'],
    ['sites', 'list'],
    ['sites', 'check'],
    ['status'],
  ];
  const common = ['--config', config, '--db', join(folder, 'db.sqlite')];
  for (const [i, { code, stderr }] of (
    await inRow(...commands.map((args) => [...args, ...common]))
  ).entries()) {
    assert.equal(code, 2, commands[i]?.join(' '));
    assert.match(stderr, /zhq\.yaml:\d+: .*colour/u);
  }
});

test('a database that is none, or of a newer version, is refused and left alone', async (t) => {
  const folder = folderFor(t);
  const config = join(folder, 'config');
  demoConfig(config);
  const notes = join(folder, 'notes.sqlite');
  writeFileSync(notes, 'these are my notes, and no database at all\n'.repeat(100));
  const newer = join(folder, 'newer.sqlite');
  const { default: Database } = await import('better-sqlite3');
  const made = new Database(newer);
  made.pragma(`application_id = ${0x6e69616e}`);
  made.pragma('user_version = 999');
  made.exec('CREATE TABLE future (id INTEGER)');
  made.close();
  const crawl = ['crawl', 'zone', '--config', config];
  const [none, ...results] = await inRow(
    [...crawl, '--db', notes],
    ...[crawl, ['verify'], ['status', '--config', config]].map((args) => [...args, '--db', newer]),
  );
  assert.equal(none?.code, 2);
  assert.match(none.stderr, /not an SQLite database/u);
  assert.match(readFileSync(notes, 'utf8'), /^these are my notes/u);
  assert.equal(results.length, 3);
  for (const { code, stderr } of results) {
    assert.equal(code, 2);
    assert.match(stderr, /newer/u);
  }
});

test('crawl, status, findings, export, verify and reparse in a row, for people and as JSON', async (t) => {
  const folder = folderFor(t);
  const config = join(folder, 'config');
  demoConfig(config);
  const db = join(folder, 'deep', 'down', 'nianbao.sqlite');
  const portals = await startPortals();
  t.after(() => portals.close());
  const common = ['--config', config, '--db', db];
  const net = ['--connect-to', `127.0.0.1:${portals.port}`, '--insecure-tls'];

  portals.state.jinxiangChallenge = true;
  const cron = await nianbao(['crawl', ...net, ...common]);
  assert.equal(cron.code, 1, cron.stderr);
  const lines = cron.stdout.trim().split('\n');
  assert.equal(lines.filter((l) => l.includes('blocked')).length, 1, cron.stdout);
  assert.match(cron.stdout, /^jinxiang \(金乡县\): blocked: .*challenge.*browser/mu);
  assert.doesNotMatch(cron.stdout, /outcome/u, 'cron mail has no table');

  const status = await said(['status', ...common]);
  assert.equal(status.code, 0);
  assert.match(status.stdout, /jinxiang \(金乡县\) blocked: /u);
  portals.state.jinxiangChallenge = false;
  const healed = await said(['crawl', 'jinxiang', '--json', ...net, ...common]);
  assert.equal(healed.code, 0, healed.stderr);
  const summary = JSON.parse(healed.stdout);
  assert.equal(summary.sites[0].outcome, 'ok');
  assert.equal(summary.sites[0].new, 12);
  assert.equal(summary.run.trigger ?? summary.run.outcome, 'ok');

  const quiet = await said(['crawl', ...net, ...common]);
  assert.deepEqual([quiet.code, quiet.stdout], [0, ''], 'cron is silent when nothing is due');

  const out = join(folder, 'out');
  const [all, one, findings, exported, verified, reread, sites, check] = await inRow(
    ['status', '--json', ...common],
    ['status', 'ruzhou', ...common],
    ['status', '--findings', ...common],
    ['export', out, '--format', 'csv,jsonl', '--json', ...common],
    ['verify', ...common],
    ['reparse', '--json', ...common],
    ['sites', 'list', ...common],
    ['sites', 'check', '--config', config],
  );
  const json = JSON.parse(all?.stdout ?? '');
  assert.equal(json.sites.length, 5);
  assert.ok(json.sites.every((s: { health: string }) => s.health === 'ok'));
  assert.match(one?.stdout ?? '', /汝州市卫生健康委员会/u);
  assert.match(findings?.stdout ?? '', /NT\.LICENSING: the text says “行政许可500家”, the table 5/u);
  assert.match(findings?.stdout ?? '', /T3\.BLANKS: 35 of 161 cells are blank/u);

  assert.equal(exported?.code, 0, exported?.stderr);
  const values = readFileSync(join(out, 'values.csv'), 'utf8').trim().split('\n');
  assert.match(values[0] ?? '', /^report_id,site_id,region_code,body,year,field,value,raw/u);
  assert.equal(
    values.length - 1,
    portals.planted.reduce((n, p) => n + Object.keys(p.values).length, 0),
  );
  const reports = readFileSync(join(out, 'reports.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((l) => JSON.parse(l));
  assert.equal(reports.length, portals.planted.length);
  const descriptor = JSON.parse(readFileSync(join(out, 'datapackage.json'), 'utf8'));
  for (const resource of descriptor.resources)
    assert.ok(readdirSync(out).includes(resource.path), resource.path);

  assert.equal(verified?.code, 0);
  assert.match(verified.stdout, /clean/u);
  const again = JSON.parse(reread?.stdout ?? '');
  assert.deepEqual(again.changed, [], 'the same parser reads the same');
  assert.ok(again.reports >= portals.planted.length);
  assert.match(sites?.stdout ?? '', /ruzhou\s+汝州市\s+410482/u);
  assert.equal(check?.code, 0);
});

test('another crawl at work is exit 3; a signal is exit 130, and the next crawl takes up the rest', async (t) => {
  const folder = folderFor(t);
  const config = join(folder, 'config');
  demoConfig(config);
  const common = ['--config', config, '--db', join(folder, 'nianbao.sqlite')];
  const portals = await startPortals();
  t.after(() => portals.close());
  const net = ['--connect-to', `127.0.0.1:${portals.port}`, '--insecure-tls'];
  const first = start(['crawl', 'zhq', 'zone', ...net, ...common]);
  while (portals.requests.length < 5) await new Promise((resolve) => setTimeout(resolve, 10));
  // From now on answers come when the test says so.
  portals.state.delayMs = 170_000;
  const second = await said(['crawl', 'zhq', 'zone', ...net, ...common]);
  assert.equal(second.code, 3, second.stderr);
  assert.match(second.stderr, /another crawl is at work: process \d+/u);
  assert.equal((await said(['reparse', ...common])).code, 3);
  first.child.kill('SIGINT');
  portals.state.delayMs = 0;
  const stopped = await first.result;
  assert.equal(stopped.code, 130, stopped.stderr);
  const rest = await nianbao(['crawl', 'zhq', 'zone', ...net, ...common]);
  assert.equal(rest.code, 0, rest.stdout + rest.stderr);
});

test('parse judges every file given and says which it could not open', async (t) => {
  const folder = folderFor(t);
  const write = (name: string, content: string | Buffer): string => {
    const file = join(folder, name);
    writeFileSync(file, content);
    return file;
  };
  mkdirSync(join(folder, 'dir'));
  const empty = write('empty.html', '');
  const lying = write('report.pdf', '<!DOCTYPE html><html><body><p>验证码</p></body></html>');
  const pdf = join(ROOT, 'test/fixtures/pdf/finance-2020.pdf');
  const result = await nianbao([
    'parse',
    '--json',
    empty,
    join(folder, 'missing.doc'),
    lying,
    pdf,
    join(folder, 'dir'),
  ]);
  assert.equal(result.code, 1);
  const lines = result.stdout
    .trim()
    .split('\n')
    .map((l) => JSON.parse(l));
  assert.deepEqual(
    lines.map((l) => [l.source.path, l.status]),
    [
      [empty, 'unreadable'],
      [lying, 'not_a_report'],
      [pdf, 'complete'],
    ],
  );
  assert.match(result.stderr, /missing\.doc: cannot be opened/u);
  assert.match(result.stderr, /dir: cannot be opened/u);
  assert.equal(lines[2].source.type, 'application/pdf');
  assert.match(lines[2].source.sha256, /^[0-9a-f]{64}$/u);
  assert.ok(Object.keys(lines[2].values).length > 190);
  assert.ok(Object.values(lines[0].values).every((v) => v === null));
  assert.deepEqual(lines[1].values, {});

  const piped = await nianbao(
    ['parse', '-', '--json', '--url', 'https://www.example.gov.cn/a.html'],
    '不是报告',
  );
  assert.equal(piped.code, 0);
  assert.equal(JSON.parse(piped.stdout).source.path, '-');
  const huge = write('huge.txt', '一'.repeat(7_000_000));
  const long = await said(['parse', '--json', huge]);
  assert.equal(long.code, 0, long.stderr);
  assert.equal(JSON.parse(long.stdout).status, 'not_a_report');
});

test('doctor says what works and how to mend the rest', async (t) => {
  const folder = folderFor(t);
  const config = join(folder, 'config');
  demoConfig(config);
  const { code, stdout } = await nianbao([
    'doctor',
    '--json',
    '--config',
    config,
    '--db',
    join(folder, 'x.sqlite'),
  ]);
  const { findings } = JSON.parse(stdout);
  assert.deepEqual(
    findings.map((f: { part: string }) => f.part),
    ['Node', 'configuration', 'SQLite', 'browser', 'PDF', 'OCR', 'disk', 'clock', 'network'],
  );
  assert.equal(code, findings.some((f: { state: string }) => f.state === 'broken') ? 1 : 0);
  const broken = await said(['doctor', '--config', join(folder, 'nothing')]);
  assert.equal(broken.code, 1);
  assert.match(broken.stdout, /✗ configuration/u);
});
