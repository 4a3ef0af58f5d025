/** Quirks Q19 to Q38: what happens to labels. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plantValues } from '../fixtures/values.ts';
import { type Draft, outcomes, print, readDraft, row } from './quirk-support.ts';
import { differences, isWarned, parse } from './support.ts';

/** One value a row, all different, so that a row read as another shows. */
const FIGURES = {
  disclosure: { licensing: [71], penalty: [72], coercion: [73], normative: [4, 1, 9] },
  requests: {
    new: [90, 1],
    carried_in: [4],
    granted: [11],
    partial: [12],
    'refused.state_secret': [1],
    'refused.law_prohibits': [2],
    'refused.security_stability': [3],
    'refused.third_party': [4],
    'unable.not_held': [5],
    'not_processed.excessive': [6],
    'not_processed.reconfirm': [7],
    carried_out: [8, 1],
  },
};

/** The values of the draft's figures are all read, without any doubt about them. */
async function readsAll(draft: Omit<Draft, 'figures'>, doubted: readonly string[] = []): Promise<void> {
  const form = draft.form ?? '2021';
  const figures = form === '2021' ? FIGURES : { requests: FIGURES.requests };
  const report = await readDraft({ ...draft, figures });
  assert.deepEqual(differences(plantValues(form, figures), report), []);
  const fields = Object.keys(report.values).filter((f) => isWarned(report, f));
  assert.deepEqual(
    fields.filter((f) => !doubted.some((d) => f.startsWith(d))),
    [],
  );
}

test('Q19 labels broken over lines are put together', () =>
  readsAll({
    replace: [
      ['（三）不予公开 ', '（三）不予\n\n公开\n\n'],
      ['社会公益组织', '社会公益\n\n组织'],
      ['4.保护第三方合法权益', '4.保护第三方\n合法权益'],
    ],
  }));

test('Q20 the numbers on the line after a long label belong to it', () =>
  readsAll({
    replace: [
      [/不再处理其政府信息公开申请 0 0/u, '不再处理其政府信息\n公开申请\n0 0'],
      ['3.危及“三安全一稳定” 3', '3.危及“三安全一稳定”\n3'],
    ],
  }));

test('Q21 spaces inside labels do not matter', () =>
  readsAll({
    replace: [
      ['（一）予以公开', '（一） 予 以公开'],
      ['规章', '规 章'],
      ['行政强制', '行 政 强 制'],
    ],
  }));

test('Q22 the own label of a row decides, not the group label on its line', () =>
  readsAll({
    layout: 'text-tabs',
    replace: [
      ['\t（三）不予公开\t1.属于国家秘密', '\t\t1.属于国家秘密'],
      ['\t\t4.保护第三方合法权益', '\t（三）不予公开\t4.保护第三方合法权益'],
    ],
  }));

test('Q23 rows that moved left because cells before them vanished', () =>
  readsAll({
    layout: 'text-tabs',
    replace: [
      ['\t\t5.要求行政机关确认或重新出具已获取信息', '5.要求行政机关确认或重新出具已获取信息\t\t'],
      ['\t\t3.危及“三安全一稳定”', '3.危及“三安全一稳定”'],
      ['\t\t3.其他', '3.其他\t'],
    ],
  }));

test('Q24 rows that moved right after a break', () =>
  readsAll({ layout: 'text-tabs', replace: [['四、结转下年度继续办理\t', '\t四、结转下年度继续办理\t']] }));

test('Q25 rows numbered in another way', () =>
  readsAll({
    replace: [
      ['1.属于国家秘密', '1、 属于国家秘密'],
      ['2.其他法律', '① 其他法律'],
      ['（一）予以公开', '㈠予以公开'],
      ['一、总体情况', '1、 总体情况'],
    ],
  }));

test('Q26 brackets of both widths, and one lost', () =>
  readsAll({
    replace: [
      ['（一）予以公开', '(一) 予以公开'],
      ['（二）部分公开', '二)部分公开'],
      ['第二十条第（一）项', '第二十条第(一)项'],
    ],
  }));

test('Q27 quotation marks of any kind', () => readsAll({ replace: [['“三安全一稳定”', '"三安全一稳定"']] }));

test('Q28 a wording a little off', () =>
  readsAll({ replace: [['其他法律行政法规禁止公开', '其他法律法规禁止公开']] }));

test('Q29 labels that lost their tails; equal labels go by the order of columns', async () => {
  await readsAll({ replace: [['现行有效件数', '现行有效件']] });
  const report = await readDraft({
    layout: 'html-spans',
    form: '2019',
    figures: { disclosure: { normative: [1, 2, 3] } },
    replace: [
      ['本年新制作数量', '本年新'],
      ['本年新公开数量', '本年新'],
    ],
  });
  assert.deepEqual(
    ['produced', 'published', 'public_total'].map((k) => report.values[`disclosure.normative.${k}`]),
    [1, 2, 3],
  );
  assert.ok(isWarned(report, 'disclosure.normative.produced'));
  assert.equal(isWarned(report, 'disclosure.normative.public_total'), false);
});

test('Q30 filling instructions in a label, and the number in them, are no part of it', () =>
  readsAll({
    form: '2019',
    replace: [['本年增/减', '本年增/减(指2020年增加或减少的事项数,减用负值表示,如-8)']],
  }));

test('Q31 a row that the form does not have is kept apart and moves nothing', async () => {
  const report = await readDraft({
    form: '2019',
    figures: { disclosure: { normative: [1, 2, 3], licensing: [7, 1, 8] } },
    replace: [['规范性文件 1 2 3', '规范性文件 1 2 3\n\n其他主动公开文件 9 9 9']],
  });
  assert.equal(report.values['disclosure.normative.public_total'], 3);
  assert.equal(report.values['disclosure.licensing.decisions'], 8);
  assert.deepEqual(outcomes(report, 'ST.EXTRA'), { '-': 'fail' });
});

test('Q32 a column that the form does not have is passed over', async () => {
  const report = await readDraft({
    form: '2019',
    layout: 'text-tabs',
    figures: { disclosure: { fees: [3, 1] } },
    replace: [
      [
        /(?<=第二十条第（八）项[^\n]*\n)信息内容\t上一年项目数量\t本年增\/减\t/u,
        '信息内容\t上一年项目数量\t本年增/减\t处理决定数量',
      ],
      ['行政事业性收费\t3\t1\t', '行政事业性收费\t3\t1\t5'],
    ],
  });
  assert.equal(report.values['disclosure.fees.items_prev'], 3);
  assert.equal(report.values['disclosure.fees.items_change'], 1);
  assert.deepEqual(outcomes(report, 'ST.EXTRA'), { '-': 'fail' });
});

test('Q33 an official row left out is null with a warning, the others stay', async () => {
  const report = await readDraft({
    form: '2019',
    figures: { disclosure: { penalty: [5, 6, 7] } },
    replace: [['其他对外管理服务事项 0 0 0', '']],
  });
  assert.equal(report.values['disclosure.other_services.decisions'], null);
  assert.ok(isWarned(report, 'disclosure.other_services.decisions'));
  assert.equal(report.values['disclosure.penalty.decisions'], 7);
  assert.equal(report.status, 'partial');
});

test('Q34 a block without its article heading is found by its labels', () =>
  readsAll({
    replace: [
      ['第二十条第（一）项', ''],
      ['第二十条第（六）项', ''],
    ],
  }));

test('Q35 where only one block of section two is printed the others are null', async () => {
  const { source } = print({ form: '2019', figures: { disclosure: { procurement: [53, 6944.93] } } });
  const cut = source.replace(/第二十条第（一）项[\s\S]*(?=第二十条第（九）项)/u, '');
  const report = await parse(cut);
  assert.equal(report.values['disclosure.procurement.items'], 53);
  assert.equal(report.values['disclosure.procurement.amount'], 6944.93);
  assert.equal(report.values['disclosure.licensing.decisions'], null);
  assert.ok(isWarned(report, 'disclosure.licensing.decisions'));
});

test('Q36 a label printed twice counts once', () =>
  readsAll({ layout: 'text-tabs', replace: [['行政处罚\t72\t', '行政处罚\t行政处罚 72\t']] }));

test('Q37 one word for several things is told by its place', async () => {
  const report = await readDraft({
    figures: {
      requests: { new: [0, 0, 0, 0, 0, 6], 'other.misc': [0, 0, 0, 0, 0, 6] },
      review: [1, 0, 0, 0],
    },
  });
  assert.equal(report.values['requests.new.other_org'], 6);
  assert.deepEqual(row(report, 'other.misc'), [0, 0, 0, 0, 0, 6, 6]);
  assert.deepEqual(row(report, 'total'), [0, 0, 0, 0, 0, 6, 6]);
  assert.equal(report.values['review.total'], 1);
  assert.equal(report.values['litigation.direct.total'], 0);
});

test('Q38 table rows numbered like chapters do not end the table', async () => {
  const report = await readDraft({ figures: FIGURES });
  assert.deepEqual(row(report, 'carried_out'), [8, 1, 0, 0, 0, 0, 9]);
  assert.equal(report.values['review.total'], 0);
  assert.match(report.sections['6'] ?? '', /无其他/u);
});
