import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readInfoFee } from '../../src/reports/info-fee.ts';
import { numeral } from '../../src/reports/numeral.ts';

const fee = (text: string): number | null => readInfoFee({ '6': text }, 2023)?.amount ?? null;
const doubt = (text: string): string | null => readInfoFee({ '6': text }, 2023)?.doubt ?? null;

test('the fee for handling requests: 0 where said, null where silent', () => {
  const cases: [string, number | null][] = [
    ['本年度我单位未收取信息处理费。', 0],
    ['依据《政府信息公开信息处理费管理办法》，本年度收取信息处理费120.5元。', 120.5],
    ['信息处理费收取共计0.5万元。', 5000],
    ['信息处理费0元。', 0],
    ['信息处理费收取总金额为1,234.5元。', 1234.5],
    ['信息处理费收取总金额为1，234元。', 1234],
    ['2023年度发出收费通知的件数和总金额以及实际收取的总金额均为0。', 0],
    ['无其他需要报告的事项。', null],
    ['无', null],
    ['2023年行政事业性收费金额为120万元。', null],
    ['行政事业性收费情况：无。', null],
    ['本单位收费情况：学费3000元。', null],
    ['2023年收费金额为120元。', null],
    ['按照《政府信息公开信息处理费管理办法》规定的收费标准，本年度没有产生信息处理费。', 0],
    ['2023年度发出收取信息处理费通知的件数和总金额以及实际收取的总金额均为0。', 0],
    ['本年度未向申请人收取任何费用。', 0],
    ['信息处理费收取情况：无。', 0],
    ['我局共收取信息处理费：0', 0],
    ['本年度收费为零。', 0],
    ['依申请公开信息收取信息处理费一千二百元。', 1200],
    ['本年度收取信息处理费共计人民币叁佰元整。', 300],
    ['我局严格执行收费标准，不存在违规收费行为，收取信息处理费300元。', 300],
    ['收取信息处理费200元，没有减免费用的情况。', 200],
    ['收取信息处理费20元，行政事业性收费120万元。', 20],
  ];
  for (const [text, expected] of cases) assert.equal(fee(text), expected, text);
  for (const [text] of cases) assert.equal(doubt(text), null, text);
});

test('what was collected by this body in this year is the fee, not what was demanded, elsewhere or before', () => {
  assert.equal(fee('2023年发出信息处理费收费通知3件，总金额1200元，实际收取800元。'), 800);
  assert.equal(fee('2022年收取信息处理费200元，2023年未收取。'), 0);
  assert.equal(fee('2023年收取信息处理费200元，2022年为50元。'), 200);
  assert.equal(fee('全市共收取信息处理费5000元，其中本机关收取300元。'), 300);
});

test('a fee with two readings is given with a doubt', () => {
  assert.match(doubt('收取信息处理费200元，另收取信息处理费350元。') ?? '', /200 and 350/u);
  assert.match(doubt('未收取信息处理费，合计200元。') ?? '', /nothing was collected/u);
  assert.match(doubt('全市共收取信息处理费5000元。') ?? '', /whole county/u);
  assert.match(doubt('发出信息处理费收费通知3件，总金额1200元。') ?? '', /demanded/u);
});

test('what was remitted or is owed was not collected', () => {
  const owed = '应收信息处理费1200元，申请人逾期未缴纳。';
  assert.equal(fee(owed), null);
  assert.match(doubt(owed) ?? '', /1200 元 was remitted or is owed/u);
  assert.match(doubt('减免信息处理费200元。') ?? '', /remitted/u);
  assert.match(doubt('信息处理费共1200元，申请人逾期未缴。') ?? '', /demanded/u);
  assert.equal(fee('未收取信息处理费，减免200元。'), 0);
  assert.equal(fee('收取信息处理费300元，减免100元。'), 300);
  assert.equal(doubt('收取信息处理费300元，减免100元。'), null);
});

test('numbers written out', () => {
  const cases: [string, number | null][] = [
    ['一千二百', 1200],
    ['叁佰', 300],
    ['十五', 15],
    ['一万零五十', 10_050],
    ['两百零三', 203],
    ['零', 0],
    ['二三', null],
    ['元', null],
    ['', null],
  ];
  for (const [text, expected] of cases) assert.equal(numeral(text), expected, text);
});
