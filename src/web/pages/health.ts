import type { Alarm } from '../../archive/alarms.ts';
import type { RunSummary, SiteHealth } from '../../archive/status.ts';
import { alarmWords, outcomeWords } from '../advice.ts';
import { type App, show, tableAt } from '../answer.ts';
import { figureText, type Html, html, minute, path, rendered } from '../html.ts';
import { downloads, type PageContext } from '../layout.ts';
import type { Viewer } from '../viewer.ts';

const RUNS = 30;
const DAY_MS = 24 * 3600 * 1000;
/** Alarms of one cause that are written out; the table as data has all. */
const ALARMS_SHOWN = 100;
/** Portals that are shown, those that need a look first; the table as data has all. */
const PORTALS_SHOWN = 200;

/** Sites, alarms with their cause and what to do, runs. */
export function healthRoutes(app: App, { archive, database, indexer }: Viewer): void {
  const sites = (): readonly SiteHealth[] => database.keep('health', () => archive.status.siteHealth());
  const runs = (): readonly RunSummary[] => database.keep('runs', () => archive.status.recentRuns(RUNS));

  tableAt(app, '/health/sites', () => ({
    name: 'sites',
    columns: [
      'site_id',
      'name',
      'status',
      'reports',
      'bodies',
      'last_run_at',
      'last_outcome',
      'last_message',
      'last_good_at',
      'alarms',
    ],
    rows: sites().map((s) => [
      s.siteId,
      s.name,
      s.status,
      s.reports,
      s.bodies,
      s.lastRunAt,
      s.lastOutcome,
      s.lastMessage,
      s.lastGoodAt,
      s.alarms.length,
    ]),
  }));
  tableAt(app, '/health/alarms', () => ({
    name: 'alarms',
    columns: ['site_id', 'cause', 'message', 'since', 'last_seen'],
    rows: archive.alarms.open().map((a) => [a.siteId, a.cause, a.message, a.since, a.lastSeen]),
  }));
  tableAt(app, '/health/runs', () => ({
    name: 'runs',
    columns: [
      'id',
      'trigger',
      'started_at',
      'finished_at',
      'outcome',
      'sites',
      'found',
      'new',
      'changed',
      'unchanged',
      'blocked',
      'failed',
    ],
    rows: runs().map((r) => [
      r.runId,
      r.trigger,
      r.startedAt,
      r.finishedAt,
      r.outcome,
      r.sites,
      r.found,
      r.new,
      r.changed,
      r.unchanged,
      r.blocked,
      r.failed,
    ]),
  }));

  app.get('/health', (c) => {
    const context = c.get('page');
    const { t } = context;
    const all = sites();
    const alarms = all.flatMap((site) => site.alarms);
    const troubled = all.filter(
      (site) => outcomeWords(t, site.lastOutcome).shade !== 'good' && site.status === 'active',
    );
    return show(c, {
      title: t('运行', 'Health'),
      section: 'health',
      body: html`<h1>${t('运行情况', 'Health')}</h1>
<ul class="facts"><li><b>${figureText(all.length)}</b> <span>${t('个网站', 'portals')}</span></li><li><b>${figureText(troubled.length)}</b> <span>${t('个需要留意', 'need a look')}</span></li><li><b>${figureText(alarms.length)}</b> <span>${t('条告警', 'open alarms')}</span></li><li><b>${indexWords(context, indexer.state)}</b> <span>${t('检索索引', 'search index')}</span></li></ul>
<h2>${t('告警', 'Alarms')}</h2>
${alarms.length === 0 ? html`<p>${t('没有需要处理的事。', 'Nothing needs a person.')}</p>` : html`${alarmList(context, alarms.slice(0, ALARMS_SHOWN))}${downloads(t, '/health/alarms')}`}
<h2>${t('网站', 'Portals')}</h2>
${database.keep(`portals ${context.language}`, () => rendered(siteTable(context, all)))}${downloads(t, '/health/sites')}
<h2>${t('最近的抓取', 'Last crawls')}</h2>
${runTable(context, runs())}${downloads(t, '/health/runs')}`,
    });
  });
}

/** Alarms by portal and cause, each with its age and the next step. */
export function alarmList({ t, now }: PageContext, alarms: readonly Alarm[]): Html {
  const groups = Map.groupBy(alarms, ({ siteId, cause }) => `${siteId} ${causeKind(cause)}`);
  return html`${[...groups.values()].map((group) => {
    const [first] = group;
    if (first === undefined) return '';
    const { siteId, cause } = first;
    const { name, next } = alarmWords(t, causeKind(cause), siteId);
    const since = group.map((alarm) => alarm.since).sort()[0] ?? first.since;
    const days = Math.max(0, Math.floor((now.getTime() - Date.parse(since)) / DAY_MS));
    const about = group.flatMap((alarm) => alarm.cause.split(':').slice(1).join(':') || []);
    return html`<div class="finding warning"><p><a href="${path('sites', siteId)}">${siteId}</a> <b>${name}</b>${about.length === 0 ? '' : html`${t('：', ': ')}${about.join(t('、', ', '))}`} <span class="soft small">${t(`自 ${minute(since)} 起，${days} 天`, `since ${minute(since)}, ${days} days`)}</span></p>${about.length > 0 ? '' : group.map(({ message }) => html`<p lang="en">${message}</p>`)}${next === null ? '' : html`<p><b>${t('下一步：', 'What to do: ')}</b>${next}</p>`}</div>`;
  })}`;
}

/** `missing_year` of `missing_year:2023`. */
function causeKind(cause: string): string {
  return cause.split(':')[0] ?? cause;
}

function indexWords({ t }: PageContext, state: Viewer['indexer']['state']): string {
  if (state.kind === 'idle') return t('已更新', 'up to date');
  if (state.kind === 'progress') return `${Math.floor((state.done / Math.max(1, state.total)) * 100)}%`;
  return state.kind === 'failed'
    ? t(`失败：${state.message}`, `failed: ${state.message}`)
    : t('启动中', 'starting');
}

function siteTable({ t }: PageContext, all: readonly SiteHealth[]): Html {
  const troubled = (site: SiteHealth): number =>
    site.alarms.length > 0 || outcomeWords(t, site.lastOutcome).shade === 'bad' ? 0 : 1;
  const sites = [...all].sort((a, b) => troubled(a) - troubled(b)).slice(0, PORTALS_SHOWN);
  const more =
    sites.length === all.length
      ? ''
      : html`<p class="small soft">${t(`只显示 ${sites.length} 个，需要留意的在前；下载包含全部 ${all.length} 个。`, `${sites.length} are shown, those that need a look first; the download has all ${all.length}.`)}</p>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${t('网站表', 'Portals')}"><table class="lines"><thead><tr><th scope="col">${t('网站', 'Portal')}</th><th scope="col">${t('最近结果', 'Last outcome')}</th><th scope="col" class="num">${t('报告', 'Reports')}</th><th scope="col" class="num">${t('机关', 'Bodies')}</th><th scope="col">${t('最近抓取', 'Last crawl')}</th><th scope="col">${t('最近正常', 'Last good')}</th><th scope="col" class="num">${t('告警', 'Alarms')}</th></tr></thead><tbody>${sites.map(
    (s) => {
      const { text, shade } =
        s.status === 'retired' ? { text: t('已停用', 'retired'), shade: '' } : outcomeWords(t, s.lastOutcome);
      return html`<tr><th scope="row"><a href="${path('sites', s.siteId)}">${s.name}</a> <span class="soft small">${s.siteId}</span></th><td><span class="tag ${shade}">${text}</span></td><td class="num">${figureText(s.reports)}</td><td class="num">${figureText(s.bodies)}</td><td class="date">${s.lastRunAt === null ? '–' : minute(s.lastRunAt)}</td><td class="date">${s.lastGoodAt === null ? '–' : minute(s.lastGoodAt)}</td><td class="num">${String(s.alarms.length)}</td></tr>`;
    },
  )}</tbody></table></div>${more}`;
}

function runTable({ t }: PageContext, runs: readonly RunSummary[]): Html {
  if (runs.length === 0) return html`<p>${t('还没有。', 'None yet.')}</p>`;
  const outcome = (run: RunSummary): string =>
    run.outcome === null
      ? t('进行中', 'at work')
      : {
          ok: t('正常', 'ok'),
          attention: t('需要留意', 'needs a look'),
          stopped: t('中止', 'stopped'),
          interrupted: t('中断', 'interrupted'),
        }[run.outcome];
  const counts = ['sites', 'found', 'new', 'changed', 'blocked', 'failed'] as const;
  const heads: Readonly<Record<(typeof counts)[number], string>> = {
    sites: t('网站', 'Portals'),
    found: t('链接', 'Found'),
    new: t('新增', 'New'),
    changed: t('修订', 'Changed'),
    blocked: t('被拒', 'Blocked'),
    failed: t('失败', 'Failed'),
  };
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${t('抓取表', 'Crawls')}"><table class="lines"><thead><tr><th scope="col">${t('开始（UTC）', 'Started (UTC)')}</th><th scope="col">${t('触发', 'Trigger')}</th><th scope="col">${t('结果', 'Outcome')}</th>${counts.map((key) => html`<th scope="col" class="num">${heads[key]}</th>`)}</tr></thead><tbody>${runs.map(
    (run) =>
      html`<tr><th scope="row" class="date">${minute(run.startedAt)}</th><td>${run.trigger === 'cron' ? 'cron' : t('手动', 'manual')}</td><td>${outcome(run)}</td>${counts.map((key) => html`<td class="num">${figureText(run[key])}</td>`)}</tr>`,
  )}</tbody></table></div>`;
}
