import type { z } from 'zod';
import type { Alarms, BrowserSettings, Limits, Politeness, Schedule, Settings } from './settings.ts';
import { field, keys } from './yaml.ts';

const KIB = 1024;
const MIB = 1024 * KIB;

/** What holds where `config/nianbao.yaml` is silent. The shipped file repeats every one of these. */
export const DEFAULT_SETTINGS: Settings = {
  politeness: {
    delayMs: 2000,
    concurrencyPerHost: 1,
    retryAfterMaxS: 120,
    userAgent: 'nianbao/0.1',
    contact: '',
  },
  limits: {
    pageBytes: 10 * MIB,
    attachmentBytes: 50 * MIB,
    decodedBytes: 100 * MIB,
    pagesPerSite: 2000,
    siteMinutes: 90,
    workerMb: 512,
  },
  schedule: { season: '01-05..04-15', inSeasonHours: 24, otherwiseHours: 7 * 24, fullWalkHours: 14 * 24 },
  alarms: { shrunkenListShare: 0.5, sameTemplateShare: 0.5, expectedFrom: '02-01' },
  browser: { path: null, maxPages: 6 },
  storage: { leastFreeMb: 256 },
};

function integer(least: number, most: number, unit: string): z.ZodType<number> {
  return field(
    `a whole number of ${unit} from ${least} to ${most}`,
    (value): value is number =>
      typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most,
  );
}

/** Printable ASCII only: the value goes into a request header. */
function headerText(value: unknown): value is string {
  return typeof value === 'string' && /^[\x20-\x7e]*$/.test(value);
}

const DAYS_OF_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isMonthDay(text: string): boolean {
  const match = /^(\d\d)-(\d\d)$/.exec(text);
  const days = DAYS_OF_MONTH[Number(match?.[1]) - 1];
  return days !== undefined && Number(match?.[2]) >= 1 && Number(match?.[2]) <= days;
}

const HOURS_OF_UNIT: Readonly<Record<string, number>> = { m: 1 / 60, h: 1, d: 24, w: 7 * 24 };

/**
 * Reads `30m`, `12h`, `1d`, `2w`.
 * @returns hours, or null where the text is no duration above zero.
 */
export function parseDuration(text: string): number | null {
  const match = /^(\d{1,4})([mhdw])$/.exec(text.trim());
  const hours = Number(match?.[1]) * (HOURS_OF_UNIT[match?.[2] ?? ''] ?? 0);
  return hours > 0 ? hours : null;
}

const duration = field(
  'a duration above zero such as 30m, 12h, 1d or 2w',
  (value): value is string => typeof value === 'string' && parseDuration(value) !== null,
).transform((text) => parseDuration(text) ?? 0);

const politenessKeys = {
  delay_ms: integer(0, 600_000, 'milliseconds').optional(),
  concurrency_per_host: integer(1, 4, 'requests at a time').optional(),
  retry_after_max_s: integer(0, 86_400, 'seconds').optional(),
  user_agent: field(
    'printable ASCII text that contains "nianbao", the name which robots.txt files address us by',
    (value): value is string => headerText(value) && /nianbao/i.test(value),
  ).optional(),
  contact: field(
    'an e-mail address or an http(s) URL in ASCII, or "" for none',
    (value): value is string =>
      headerText(value) && (value === '' || /^(\S+@\S+\.\S+|https?:\/\/\S+)$/.test(value)),
  ).optional(),
};

const limitsKeys = {
  page_bytes: integer(KIB, 1024 * MIB, 'bytes').optional(),
  attachment_bytes: integer(KIB, 1024 * MIB, 'bytes').optional(),
  decoded_bytes: integer(KIB, 2048 * MIB, 'bytes').optional(),
  pages_per_site: integer(1, 1_000_000, 'pages').optional(),
  site_minutes: integer(1, 1440, 'minutes').optional(),
  worker_mb: integer(64, 16_384, 'MiB').optional(),
};

/** `politeness:` as both the settings and a site file may have it; absent keys stay absent. */
export const politenessSchema = keys(politenessKeys).nullish();
/** `limits:`, likewise. */
export const limitsSchema = keys(limitsKeys).nullish();

const season = field('two days of the year as "MM-DD..MM-DD"', (value): value is string => {
  const [first, last, ...rest] = typeof value === 'string' ? value.split('..') : [];
  return (
    first !== undefined && last !== undefined && rest.length === 0 && isMonthDay(first) && isMonthDay(last)
  );
});

const share = field(
  'a number from 0 to 1',
  (value): value is number => typeof value === 'number' && value >= 0 && value <= 1,
);

export const settingsSchema = keys({
  politeness: politenessSchema,
  limits: limitsSchema,
  schedule: keys({
    season: season.optional(),
    in_season: duration.optional(),
    otherwise: duration.optional(),
    full_walk: duration.optional(),
  }).nullish(),
  alarms: keys({
    shrunken_list_share: share.optional(),
    same_template_share: share.optional(),
    expected_from: field(
      'a day of the year in quotes, "MM-DD"',
      (value): value is string => typeof value === 'string' && isMonthDay(value),
    ).optional(),
  }).nullish(),
  browser: keys({
    path: field(
      'the path of a Chromium program, or null to look for one',
      (value): value is string | null => value === null || (typeof value === 'string' && value !== ''),
    ).optional(),
    max_pages: integer(1, 16, 'pages').optional(),
  }).nullish(),
  storage: keys({ least_free_mb: integer(0, 1_048_576, 'MiB').optional() }).nullish(),
});

type PolitenessFile = z.output<typeof politenessSchema>;
type LimitsFile = z.output<typeof limitsSchema>;
type SettingsFile = z.output<typeof settingsSchema>;

/** What the file says over what held before. */
export function mergePoliteness(base: Politeness, file: PolitenessFile): Politeness {
  return {
    delayMs: file?.delay_ms ?? base.delayMs,
    concurrencyPerHost: file?.concurrency_per_host ?? base.concurrencyPerHost,
    retryAfterMaxS: file?.retry_after_max_s ?? base.retryAfterMaxS,
    userAgent: file?.user_agent ?? base.userAgent,
    contact: file?.contact ?? base.contact,
  };
}

/** What the file says over what held before. */
export function mergeLimits(base: Limits, file: LimitsFile): Limits {
  return {
    pageBytes: file?.page_bytes ?? base.pageBytes,
    attachmentBytes: file?.attachment_bytes ?? base.attachmentBytes,
    decodedBytes: file?.decoded_bytes ?? base.decodedBytes,
    pagesPerSite: file?.pages_per_site ?? base.pagesPerSite,
    siteMinutes: file?.site_minutes ?? base.siteMinutes,
    workerMb: file?.worker_mb ?? base.workerMb,
  };
}

/** What the settings file says over the defaults. */
export function mergeSettings(base: Settings, file: SettingsFile): Settings {
  const schedule: Schedule = {
    season: file.schedule?.season ?? base.schedule.season,
    inSeasonHours: file.schedule?.in_season ?? base.schedule.inSeasonHours,
    otherwiseHours: file.schedule?.otherwise ?? base.schedule.otherwiseHours,
    fullWalkHours: file.schedule?.full_walk ?? base.schedule.fullWalkHours,
  };
  const alarms: Alarms = {
    shrunkenListShare: file.alarms?.shrunken_list_share ?? base.alarms.shrunkenListShare,
    sameTemplateShare: file.alarms?.same_template_share ?? base.alarms.sameTemplateShare,
    expectedFrom: file.alarms?.expected_from ?? base.alarms.expectedFrom,
  };
  const browser: BrowserSettings = {
    path: file.browser?.path ?? base.browser.path,
    maxPages: file.browser?.max_pages ?? base.browser.maxPages,
  };
  return {
    politeness: mergePoliteness(base.politeness, file.politeness),
    limits: mergeLimits(base.limits, file.limits),
    schedule,
    alarms,
    browser,
    storage: { leastFreeMb: file.storage?.least_free_mb ?? base.storage.leastFreeMb },
  };
}
