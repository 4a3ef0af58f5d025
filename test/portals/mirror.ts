import { escapeHtml, renderReport } from '../fixtures/render.ts';
import { makeReport } from '../fixtures/report.ts';
import { html, type Portal, portal } from './portal.ts';

const HOSTS = [
  'www-zhq-gov-cn.mirror.example',
  'www-ruzhou-gov-cn.mirror.example',
  'public-jinshui-gov-cn.mirror.example',
  'www-zone.mirror.example',
];

/**
 * An expired domain that republishes government pages with other figures. Nothing of it may ever be fetched: a request
 * for one of its hosts in the log, or its figures in a database, is a defect.
 */
export function mirrorPortal(): Portal {
  const report = makeReport({
    body: '買足球的軟件',
    year: 2023,
    figures: { disclosure: { licensing: [99999], penalty: [99999] } },
  });
  const page = `<!DOCTYPE html><html><head><meta charset="utf-8"><title>${escapeHtml(report.title)}</title></head><body><h1>${escapeHtml(report.title)}</h1>${renderReport(report, 'plain')}</body></html>`;
  return portal({
    site: 'mirror',
    hosts: HOSTS,
    reports: [],
    answer: () => html(page),
  });
}
