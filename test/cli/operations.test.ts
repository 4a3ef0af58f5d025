import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { nianbao } from './support.ts';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** The commands that the documents tell an operator to put into a schedule. */
function scheduledCommands(): string[] {
  const cron = ['README.md', 'config/OPERATIONS.md'].map((file) =>
    /^\s*\d+ \d+ \* \* \*\s+cd \S+ && npx nianbao (.+)$/mu.exec(read(file)),
  );
  const unit = /^ExecStart=\/usr\/bin\/npx nianbao (.+)$/mu.exec(read('config/systemd/nianbao.service'));
  return [...cron, unit].map((found) => {
    assert.ok(found?.[1], 'each has a line that starts nianbao');
    return found[1];
  });
}

test('the scheduled commands run, and say nothing while there is nothing to say', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'nianbao-operations-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'sites'));
  writeFileSync(join(folder, 'nianbao.yaml'), '');
  for (const command of scheduledCommands()) {
    const args = [...command.split(/\s+/u), '--config', folder, '--db', join(folder, 'n.sqlite')];
    const { code, stdout, stderr } = await nianbao(args);
    assert.deepEqual({ code, stdout, stderr }, { code: 0, stdout: '', stderr: '' }, command);
  }
});

const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;

test('the units are what systemd takes', {
  skip: hasSystemd ? false : 'systemd-analyze is not installed on this machine',
}, (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'nianbao-units-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  // The verifier looks for the program, which stands elsewhere on some machines.
  for (const name of ['nianbao.service', 'nianbao.timer'])
    writeFileSync(
      join(folder, name),
      read(`config/systemd/${name}`).replace('/usr/bin/npx', process.execPath).replace('User=nianbao', ''),
    );
  const { status, stderr } = spawnSync(
    'systemd-analyze',
    ['verify', join(folder, 'nianbao.service'), join(folder, 'nianbao.timer')],
    { encoding: 'utf8' },
  );
  assert.equal(status, 0, stderr);
  assert.equal(stderr, '');
});
