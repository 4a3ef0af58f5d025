import type { ReportDescription } from '../../fixtures/report.ts';
import type { PlantedBreak } from '../portal.ts';

/** A body with its unit code; the codes come in the three kinds that such portals use. */
export interface Unit {
  readonly code: string;
  readonly name: string;
  readonly group: '县政府' | '县直部门' | '镇街';
}

export const UNITS: readonly Unit[] = [
  { code: '11370828004331', name: '金乡县人民政府', group: '县政府' },
  { code: '113708283284223626', name: '金乡县卫生健康局', group: '县直部门' },
  { code: '11370828004332150K', name: '金乡县财政局', group: '县直部门' },
  { code: 'jxsjyj', name: '金乡县教育和体育局', group: '县直部门' },
  { code: '001008003008007', name: '羊山镇人民政府', group: '镇街' },
  { code: '001008003008012', name: '胡集镇人民政府', group: '镇街' },
  // In the tree, without any report so far.
  { code: '001008003008019', name: '金乡经济开发区', group: '镇街' },
];

export interface UnitReport {
  readonly unit: string;
  readonly published: string;
  readonly report: Omit<ReportDescription, 'body'>;
  readonly breaks?: readonly PlantedBreak[];
}

const HEALTH = '113708283284223626';

/** 金乡县: one report a unit and year. */
export const JINXIANG_REPORTS: readonly UnitReport[] = [
  {
    unit: HEALTH,
    published: '2024-01-24 16:02:11',
    report: {
      year: 2023,
      figures: { disclosure: { penalty: [250] }, infoFee: 0 },
      text: {
        preamble: [
          '本报告由金乡县卫生健康局依照《中华人民共和国政府信息公开条例》和年度报告格式（国办公开办函〔2021〕30号）编制，分六部分。',
          '本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。电子版可在县政府门户网站（http://www.jinxiang.gov.cn/）查阅。如有疑问，请与金乡县卫生健康局联系（地址：山东省济宁市金乡县崇文大道5号，联系电话：0537-8729856）。',
        ],
        overview: [
          '2023年，金乡县卫生健康局以公开促服务，围绕看病就医做好信息发布。',
          '（一）主动公开情况',
          '本年度通过县政府网站主动公开信息253条，通过微信公众号发布225篇。',
          '（二）依申请公开情况',
          '本年度未收到依申请公开件。',
          '（三）政府信息管理情况',
          '由1名工作人员专门管护，信息先审后发，有误的立即改正。',
        ],
        problems: [
          '（一）存在的问题',
          '新平台用得还不熟。',
          '（二）改进措施',
          '多办业务培训，带动全县卫健系统各单位一起做好。',
        ],
        other: [
          '（一）收费情况',
          '2023年度，本单位未收取相关信息处理费。',
          '（二）要点落实情况',
          '要点所列各项均按要求完成。',
        ],
      },
    },
  },
  {
    unit: HEALTH,
    published: '2022-01-26 09:11:40',
    report: { year: 2021, figures: { disclosure: { licensing: [611], penalty: [187] }, infoFee: 0 } },
  },
  {
    unit: HEALTH,
    published: '2023-01-19 10:40:02',
    report: {
      year: 2022,
      figures: {
        disclosure: { licensing: [640], penalty: [203] },
        requests: { new: [2], granted: [1], 'unable.not_held': [1] },
        infoFee: 0,
      },
    },
  },
  {
    unit: HEALTH,
    published: '2025-01-22 15:20:33',
    report: {
      year: 2024,
      figures: {
        disclosure: { licensing: [702], penalty: [231] },
        requests: { new: [1], granted: [1] },
        infoFee: 0,
      },
    },
  },
  {
    unit: '11370828004331',
    published: '2023-03-29 17:30:05',
    report: {
      year: 2022,
      figures: {
        disclosure: {
          normative: [7, 2, 41],
          licensing: [30211],
          penalty: [4410],
          coercion: [390],
          fees: [5120.33],
        },
        requests: {
          new: [57, 4, 0, 0, 1, 2],
          carried_in: [3],
          granted: [29, 2, 0, 0, 1, 1],
          partial: [9, 1],
          'refused.third_party': [2],
          'unable.not_held': [13, 1],
          'unable.needs_creation': [1, 0, 0, 0, 0, 1],
          'not_processed.petition': [2],
          'other.misc': [1],
          carried_out: [3],
        },
        review: [5, 1, 0, 1],
        direct: [2],
        after: [1],
        infoFee: 0,
      },
    },
  },
  {
    unit: '11370828004331',
    published: '2024-03-27 11:05:51',
    report: {
      year: 2023,
      figures: {
        disclosure: {
          normative: [4, 6, 39],
          licensing: [28990],
          penalty: [3977],
          coercion: [301],
          fees: [4876.1],
        },
        requests: {
          new: [66, 7],
          carried_in: [3],
          granted: [33, 4],
          partial: [12, 1],
          'refused.internal_affairs': [1],
          'unable.not_held': [17, 2],
          'not_processed.reconfirm': [1],
          'other.no_correction': [2],
          carried_out: [3],
        },
        review: [6, 0, 1, 2],
        direct: [1, 1],
        after: [2],
        infoFee: 200,
      },
    },
  },
  {
    unit: '11370828004332150K',
    published: '2021-01-21 08:52:00',
    report: {
      year: 2020,
      figures: {
        disclosure: { normative: [3, 3, 9], licensing: [4, 0, 17], procurement: [12, 904.6] },
        requests: { new: [3], granted: [2], partial: [1] },
      },
    },
  },
  {
    unit: '11370828004332150K',
    published: '2024-01-25 14:44:09',
    report: {
      year: 2023,
      figures: {
        disclosure: { normative: [2, 1, 8], licensing: [22] },
        requests: { new: [0, 1], granted: [0, 1] },
        infoFee: 0,
      },
    },
  },
  {
    unit: 'jxsjyj',
    published: '2024-01-26 10:10:10',
    // 行政复议: the sum says 3 where its parts say 2.
    breaks: [{ rule: 'T4.SUM', scope: 'review' }],
    report: {
      year: 2023,
      figures: {
        disclosure: { licensing: [96], penalty: [4] },
        requests: { new: [6], granted: [4], 'unable.not_held': [2] },
        review: [1, 0, 0, 1],
        set: { 'review.total': 3 },
        infoFee: 0,
      },
    },
  },
  {
    unit: '001008003008007',
    published: '2022-01-27 16:31:00',
    report: { year: 2021, figures: { disclosure: { penalty: [5] } } },
  },
  {
    unit: '001008003008007',
    published: '2026-01-20 09:00:12',
    report: {
      year: 2025,
      figures: { disclosure: { penalty: [8] }, requests: { new: [1], partial: [1] }, infoFee: 0 },
    },
  },
  {
    unit: '001008003008012',
    published: '2020-01-15 11:11:11',
    report: {
      year: 2019,
      // The official form pasted in, and hardly a cell filled.
      figures: { blank: ['requests.', 'review.', 'litigation.'] },
      text: { overview: ['2019年，胡集镇人民政府在便民大厅设了公开栏，村务、低保和惠农补贴都上墙公示。'] },
    },
  },
];
