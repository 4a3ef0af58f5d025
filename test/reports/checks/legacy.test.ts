import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkLegacy } from '../../../src/reports/checks/legacy.ts';
import type { LegacyClaim } from '../../../src/reports/legacy/prose.ts';

/** A table in which all the rules hold. */
const SOUND: Readonly<Record<string, number | null>> = {
  'proactive.total': 100,
  'proactive.normative_disclosed': 4,
  'proactive.normative_issued': 5,
  'channel.gazette': 10,
  'channel.website': 100,
  'channel.weibo': 20,
  'channel.wechat': 30,
  'channel.other': 0,
  'response.total': 5,
  'response.press_conferences': 2,
  'response.press_conferences_by_head': 1,
  'response.online_interviews': 3,
  'response.online_interviews_by_head': 3,
  'response.interpretation_articles': 4,
  'response.weibo_wechat': 0,
  'response.other': 0,
  'requests.received': 12,
  'requests.in_person': 3,
  'requests.fax': 1,
  'requests.online': 7,
  'requests.letter': 1,
  'requests.concluded': 12,
  'requests.on_time': 10,
  'requests.extended': 2,
  'replies.total': 12,
  'replies.already_public': 1,
  'replies.granted': 4,
  'replies.partial': 1,
  'replies.refused': 3,
  'replies.other_body': 1,
  'replies.not_exist': 1,
  'replies.told_to_amend': 1,
  'replies.told_other_channel': 0,
  'refused.state_secret': 1,
  'refused.commercial_secret': 0,
  'refused.privacy': 2,
  'refused.security_stability': 0,
  'refused.not_government_information': 0,
  'refused.other_law': 0,
  'review.total': 3,
  'review.upheld': 1,
  'review.corrected': 1,
  'review.other': 1,
  'litigation.total': 1,
  'litigation.upheld': 1,
  'litigation.corrected': 0,
  'litigation.other': 0,
  'institutions.staff': 5,
  'institutions.staff_full_time': 2,
  'institutions.staff_part_time': 3,
};

function outcomesOf(
  change: Readonly<Record<string, number | null>>,
  form: '2014-national' | '2008-local' | 'prose' = '2014-national',
  claims: readonly LegacyClaim[] = [],
): Record<string, string> {
  const values = Object.fromEntries(
    Object.entries({ ...SOUND, ...change }).map(([id, value]) => [`legacy.${id}`, value]),
  );
  return Object.fromEntries(
    checkLegacy(form, values, claims).map((c) => [
      c.scope === null ? c.rule : `${c.rule}[${c.scope}]`,
      c.outcome,
    ]),
  );
}

test('a sound table passes every rule that applies to it', () => {
  const outcomes = outcomesOf({});
  assert.equal(outcomes['LG.FEES'], 'not_applicable');
  assert.deepEqual(
    Object.entries(outcomes).filter(([rule, o]) => rule !== 'LG.FEES' && o !== 'pass'),
    [],
  );
});

test('each rule fails where its own figures break it, and only there', () => {
  const cases: [rule: string, change: Record<string, number>][] = [
    ['LG.RECEIVED', { 'requests.fax': 2 }],
    ['LG.CONCLUDED', { 'requests.extended': 1 }],
    ['LG.REPLIES', { 'replies.granted': 5 }],
    ['LG.REFUSED', { 'refused.privacy': 1 }],
    ['LG.CHANNELS', { 'channel.website': 101 }],
    ['LG.NORMATIVE', { 'proactive.normative_disclosed': 6 }],
    ['LG.HEAD[press_conferences]', { 'response.press_conferences_by_head': 3 }],
    ['LG.RESPONSE', { 'response.total': 10 }],
    ['LG.REVIEW', { 'review.total': 4 }],
    ['LG.LITIGATION', { 'litigation.corrected': 1 }],
    ['LG.STAFF', { 'institutions.staff': 6 }],
  ];
  for (const [rule, change] of cases) {
    const failed = Object.entries(outcomesOf(change)).filter(([, o]) => o === 'fail');
    assert.deepEqual(failed, [[rule, 'fail']], rule);
  }
  assert.equal(outcomesOf({ 'requests.received': 11, 'requests.fax': 0 })['LG.BALANCE'], 'fail');
  const few = { 'channel.gazette': 10, 'channel.website': 10, 'channel.weibo': 10, 'channel.wechat': 10 };
  assert.equal(outcomesOf(few)['LG.CHANNELS'], 'fail');
});

test('blanks are no zeros', () => {
  assert.equal(outcomesOf({ 'requests.fax': null })['LG.RECEIVED'], 'unassessable');
  assert.equal(outcomesOf({ 'replies.told_other_channel': null })['LG.REPLIES'], 'pass_blank');
  assert.equal(outcomesOf({ 'institutions.staff': null })['LG.STAFF'], 'unassessable');
  assert.equal(outcomesOf({ 'channel.other': null })['LG.CHANNELS'], 'pass_blank');
});

test('rows of local tables join the sums where they are printed', () => {
  const mail = { 'requests.received': 14, 'local.requests_email': 2 };
  assert.equal(outcomesOf(mail, '2008-local')['LG.RECEIVED'], 'pass');
  const fees = {
    'local.fees_total': 30,
    'local.fees_search': 10,
    'local.fees_postage': 15,
    'local.fees_copying': 5,
  };
  assert.equal(outcomesOf(fees, '2008-local')['LG.FEES'], 'pass');
  assert.equal(outcomesOf({ ...fees, 'local.fees_postage': 16 }, '2008-local')['LG.FEES'], 'fail');
});

test('prose has no table that could add up', () => {
  assert.deepEqual(
    [...new Set(Object.values(outcomesOf({ 'review.total': 9 }, 'prose')))],
    ['not_applicable'],
  );
});

test('what the text states is held against the table', () => {
  const claim = (field: string, value: number): LegacyClaim => ({
    field: `legacy.${field}`,
    value,
    raw: `${value}件`,
    quote: `${value}件`,
    chapter: 'legacy.text.on_request',
    certainty: 'sure',
  });
  const claims = [claim('requests.received', 12), claim('replies.granted', 5), claim('replies.granted', 3)];
  const outcomes = outcomesOf({}, '2014-national', claims);
  assert.equal(outcomes['LG.TEXT[legacy.requests.received]'], 'pass');
  assert.equal(outcomes['LG.TEXT[legacy.replies.granted]'], 'fail');
});
