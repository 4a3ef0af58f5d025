import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expectedYears } from '../../src/sites/expectation.ts';
import { regionName } from '../../src/sites/regions.ts';
import { inSeason, isDue } from '../../src/sites/schedule.ts';

const ALARMS = { shrunkenListShare: 0.5, sameTemplateShare: 0.5, expectedFrom: '02-01' };
const SCHEDULE = { season: '01-05..04-15', inSeasonHours: 24, otherwiseHours: 168, fullWalkHours: 336 };
/** Ids whose share of the spread is next to nothing, and next to all of it. */
const PUNCTUAL = 'site1143420';
const EARLY = 'site559073';
const at = (time: string): Date => new Date(time);

test('a year is expected from the day of the next year on, by the calendar of China', () => {
  assert.deepEqual(expectedYears({ since: 2021 }, at('2024-02-01T00:00:00Z'), ALARMS), [2021, 2022, 2023]);
  assert.deepEqual(expectedYears({ since: 2021 }, at('2024-01-31T15:59:59Z'), ALARMS), [2021, 2022]);
  assert.deepEqual(expectedYears({ since: 2021 }, at('2024-01-31T16:00:00Z'), ALARMS), [2021, 2022, 2023]);
  assert.deepEqual(expectedYears({ since: 2024 }, at('2024-06-01T00:00:00Z'), ALARMS), []);
});

test('the season includes both its days and may go over the new year', () => {
  assert.equal(inSeason('01-05..04-15', at('2024-01-04T15:59:00Z')), false);
  assert.equal(inSeason('01-05..04-15', at('2024-01-04T16:00:00Z')), true);
  assert.equal(inSeason('01-05..04-15', at('2024-04-15T15:59:00Z')), true);
  assert.equal(inSeason('01-05..04-15', at('2024-04-15T16:00:00Z')), false);
  assert.deepEqual(
    ['10-31', '11-01', '12-31', '01-01', '02-15', '02-16'].map((day) =>
      inSeason('11-01..02-15', at(`2024-${day}T04:00:00Z`)),
    ),
    [false, true, true, true, true, false],
  );
});

test('a site is due by its interval, an hour early at most', () => {
  const last = '2024-02-01T02:00:00Z';
  assert.equal(isDue(SCHEDULE, PUNCTUAL, null, at(last)), true);
  assert.equal(isDue(SCHEDULE, PUNCTUAL, last, at('2024-02-02T00:59:59Z')), false);
  assert.equal(isDue(SCHEDULE, PUNCTUAL, last, at('2024-02-02T01:00:00Z')), true);
  assert.equal(isDue(SCHEDULE, PUNCTUAL, '2024-06-01T02:00:00Z', at('2024-06-07T02:00:00Z')), false);
  assert.equal(isDue(SCHEDULE, PUNCTUAL, '2024-06-01T02:00:00Z', at('2024-06-08T01:30:00Z')), true);
});

test('sites come early by shares of their own, a tenth of the interval at most, so that not all come at once', () => {
  const last = '2024-06-01T00:00:00Z';
  assert.equal(isDue(SCHEDULE, EARLY, last, at('2024-06-07T06:11:00Z')), false);
  assert.equal(isDue(SCHEDULE, EARLY, last, at('2024-06-07T06:13:00Z')), true);
  const days = Array.from({ length: 400 }, (_, i) =>
    Array.from({ length: 200 }, (_, hour) => new Date(Date.parse(last) + hour * 3_600_000)).findIndex((now) =>
      isDue(SCHEDULE, `site-${i}`, last, now),
    ),
  );
  assert.ok(new Set(days).size >= 15, 'the hours at which 400 sites are due are many');
});

test('a site catches up after a long pause, and a start in the future does not hold it', () => {
  assert.equal(isDue(SCHEDULE, PUNCTUAL, '2023-02-01T02:00:00Z', at('2024-07-01T00:00:00Z')), true);
  assert.equal(isDue(SCHEDULE, PUNCTUAL, '2030-01-01T00:00:00Z', at('2024-07-01T00:00:00Z')), true);
});

test('an interval below the tolerance still waits', () => {
  const often = { ...SCHEDULE, inSeasonHours: 0.5 };
  assert.equal(isDue(often, PUNCTUAL, '2024-02-01T02:00:00Z', at('2024-02-01T02:14:00Z')), false);
  assert.equal(isDue(often, PUNCTUAL, '2024-02-01T02:00:00Z', at('2024-02-01T02:15:00Z')), true);
});

test('region codes, of today and of bodies that are gone', () => {
  const names: readonly [string, string | null][] = [
    ['410411', '湛河区'],
    ['410482', '汝州市'],
    ['410105', '金水区'],
    ['370828', '金乡县'],
    ['370000', '山东省'],
    ['410400', '平顶山市'],
    ['532530', '金平苗族瑶族傣族自治县'],
    ['330103', '下城区'],
    ['330113', '临平区'],
    ['419001', '济源市'],
    ['410101', null],
    ['410172', null],
    ['419999', null],
    ['41048', null],
  ];
  for (const [code, name] of names) assert.equal(regionName(code), name, code);
});

test('columns that have ended bound what is expected; one in use does not', () => {
  const years = (...columns: { from?: number; until?: number }[]): readonly number[] =>
    expectedYears(
      { since: 2021, columns: columns.map((c) => ({ url: 'https://a.cn/', body: null, ...c })) },
      at('2025-06-01T00:00:00Z'),
      ALARMS,
    );
  assert.deepEqual(years({ until: 2022 }), [2021, 2022]);
  assert.deepEqual(
    years({ until: 2022 }, { from: 2024 }),
    [2021, 2022, 2023, 2024],
    'a gap is not to be silent',
  );
  assert.deepEqual(years({ until: 2021 }, { until: 2023 }), [2021, 2022, 2023]);
});
