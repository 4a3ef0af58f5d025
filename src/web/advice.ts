import type { SiteOutcome } from '../archive/runs.ts';
import type { Words } from './language.ts';

interface Wording {
  readonly zh: string;
  readonly en: string;
}

/** What an alarm is called, and what a person does about it. `{site}` is put in. */
interface Advice {
  readonly name: Wording;
  readonly next: Wording;
}

const ADVICE: Readonly<Record<string, Advice>> = {
  blocked: {
    name: { zh: '网站用验证页面拒绝访问', en: 'The portal answers with a challenge' },
    next: {
      zh: '不绕过验证：请在浏览器里打开并保存页面，用 nianbao warc import 导入；同时请网站管理方放行。',
      en: 'It is not fought: open the page in a browser, save it, bring it in with nianbao warc import, and ask the operator to let nianbao in.',
    },
  },
  robots: {
    name: { zh: 'robots.txt 不允许', en: 'robots.txt keeps us out' },
    next: {
      zh: '遵守该规则；请与网站管理方联系，或从其他途径取得报告后导入。',
      en: 'The rule is obeyed: ask the operator, or import reports that you have from elsewhere.',
    },
  },
  failed_pages: {
    name: { zh: '有页面没有取到', en: 'Pages did not arrive' },
    next: { zh: '稍后再试：nianbao crawl {site}', en: 'Try again later: nianbao crawl {site}' },
  },
  unidentified: {
    name: { zh: '报告不知道属于哪个机关或年份', en: 'A report cannot be filed' },
    next: {
      zh: '在 config/sites/{site}.yaml 的栏目上写明 body，再运行 nianbao reparse {site}',
      en: 'Set body on the column in config/sites/{site}.yaml, then nianbao reparse {site}',
    },
  },
  no_reports: {
    name: { zh: '没有找到任何报告', en: 'No report was found' },
    next: {
      zh: '网站多半改版了：打开栏目地址，更正 config/sites/{site}.yaml，再用 nianbao crawl {site} --dry-run 试',
      en: 'The portal has probably changed: open its column, correct config/sites/{site}.yaml, and try nianbao crawl {site} --dry-run',
    },
  },
  shrunken_list: {
    name: { zh: '列表变短了', en: 'The list has shrunk' },
    next: {
      zh: '看看栏目的翻页是否变了；旧报告仍在存档里。',
      en: 'See whether the paging of the column has changed; earlier reports stay in the archive.',
    },
  },
  incomplete_list: {
    name: { zh: '列表不完整', en: 'The list is incomplete' },
    next: {
      zh: '网站宣布的条数没有取全：看看栏目的翻页是否变了。',
      en: 'The announced number was not reached: see whether the paging has changed.',
    },
  },
  empty_column: {
    name: { zh: '有栏目没有报告', en: 'A column holds no report' },
    next: {
      zh: '打开该栏目；不对的，在 config/sites/{site}.yaml 中更正或删去。',
      en: 'Open the column; correct or remove it in config/sites/{site}.yaml.',
    },
  },
  family_vanished: {
    name: { zh: '网站换了系统', en: 'The portal runs another product' },
    next: {
      zh: '更正 config/sites/{site}.yaml 的 crawler；确认无误的，nianbao crawl {site} --accept',
      en: 'Correct crawler in config/sites/{site}.yaml; where all is right, nianbao crawl {site} --accept',
    },
  },
  template_changed: {
    name: { zh: '网站改版了', en: 'The portal has been rebuilt' },
    next: {
      zh: '抽查几份报告是否仍然读得对；取到的不少于从前，告警会自己关闭。',
      en: 'See whether some reports are still read well; it closes by itself when no less is found than before.',
    },
  },
  cut_short: {
    name: { zh: '抓取提前结束', en: 'The crawl ended early' },
    next: {
      zh: '下次抓取会接着做；也可以现在运行 nianbao crawl {site}',
      en: 'The next crawl goes on; or run nianbao crawl {site} now',
    },
  },
  missing_year: {
    name: { zh: '整站没有这一年的报告', en: 'No report of this year on the whole site' },
    next: {
      zh: '看看网站上是否另有栏目；确实没有发布的，可在 since 中说明起始年份。',
      en: 'Look for another column on the portal; where nothing was published before some year, say so with since.',
    },
  },
  withdrawn: {
    name: { zh: '报告被网站撤下', en: 'The portal has withdrawn a report' },
    next: { zh: '存档仍保留全文；无需处理。', en: 'The archive keeps it; nothing need be done.' },
  },
  correction: {
    name: { zh: '更正已不适用', en: 'A correction does not apply any more' },
    next: {
      zh: '重新查看原文，修改或删除 config/corrections 中的这一条。',
      en: 'Look at the document again; change or remove the entry in config/corrections.',
    },
  },
};

/** The words for the kind of an alarm's cause, such as `missing_year`. Unknown kinds speak for themselves. */
export function alarmWords(
  t: Words,
  kind: string,
  site: string,
): { readonly name: string; readonly next: string | null } {
  const advice = ADVICE[kind];
  if (advice === undefined) return { name: kind, next: null };
  return {
    name: t(advice.name.zh, advice.name.en),
    next: t(advice.next.zh, advice.next.en).replaceAll('{site}', site),
  };
}

const OUTCOMES: Readonly<Record<SiteOutcome, Wording & { readonly shade: 'good' | 'warn' | 'bad' }>> = {
  ok: { zh: '正常', en: 'ok', shade: 'good' },
  unchanged: { zh: '正常，无变化', en: 'ok, unchanged', shade: 'good' },
  partial: { zh: '部分取到', en: 'partial', shade: 'warn' },
  deferred: { zh: '推迟', en: 'deferred', shade: 'warn' },
  blocked: { zh: '被拒', en: 'blocked', shade: 'bad' },
  broken: { zh: '列表异常', en: 'broken', shade: 'bad' },
  failed: { zh: '失败', en: 'failed', shade: 'bad' },
};

/** How the last crawl of a site ended, in a word, and how bad that is. */
export function outcomeWords(
  t: Words,
  outcome: SiteOutcome | null,
): { readonly text: string; readonly shade: string } {
  if (outcome === null) return { text: t('从未抓取', 'never crawled'), shade: '' };
  const { zh, en, shade } = OUTCOMES[outcome];
  return { text: t(zh, en), shade };
}
