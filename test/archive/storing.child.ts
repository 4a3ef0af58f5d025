/** Stores reports without end into the database named on the command line, a line on stdout before that and for each: to be killed. */
import { Archive } from '../../src/archive/archive.ts';
import { crawlReport, FIELDS, RUZHOU } from './support.ts';

const [file = ''] = process.argv.slice(2);
process.stdout.write('opening\n');
const archive = Archive.open({ file, fields: FIELDS, mode: 'write' });
archive.sites.put([RUZHOU]);
archive.lock.acquire({ pid: process.pid, host: 'here', isAlive: () => false });
archive.runs.start({ trigger: 'cron', startedAt: new Date().toISOString(), options: {}, versions: {} });
for (let turn = 0; ; turn += 1) {
  const identity = { body: `body ${turn % 20}`, year: 2023, regionCode: '410482' };
  const text = `<html>${turn}</html>${'年报'.repeat(20_000)}${turn}`;
  const url = `https://www.ruzhou.gov.cn/${process.pid}/${turn % 30}`;
  const { captureId, reportId } = crawlReport(archive, url, turn, { text, identity });
  process.stdout.write(`${captureId} ${reportId}\n`);
}
