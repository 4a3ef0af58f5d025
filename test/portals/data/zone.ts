import type { ReportDescription } from '../../fixtures/report.ts';

export interface ZoneArticle {
  readonly path: string;
  /** What the list and the article say: never the report's own title. */
  readonly listTitle: string;
  readonly date: string;
  /** File name beside the article, and the fixture with its bytes. */
  readonly attachment: string;
  readonly fixture: string;
  readonly report: ReportDescription;
}

/** The development zone: every report is a PDF on an article page. The PDFs are printed by fixtures/pdf/make.ts. */
export const ZONE_ARTICLES: readonly ZoneArticle[] = [
  {
    path: '/zwgk/zfxxgknb/202301/t20230118_5512.html',
    listTitle: '区卫健委（2022年度）',
    date: '2023-01-18',
    attachment: 'P020230118401122334455.pdf',
    fixture: 'health-2022.pdf',
    report: {
      body: '卫健委',
      year: 2022,
      figures: { disclosure: { licensing: [5], penalty: [5] } },
      quirks: {
        titleInside: true,
        labels: { '本年收费金额（单位：万元）': '本年收费金额（单位：万元，保留4位小数）' },
      },
      text: {
        preamble: [],
        overview: [
          '2022年，在区党工委、管委会领导下，区卫健委围绕疫情防控和群众关切做好信息公开，该公开的及时公开，群众的来信来电都有回音。',
          '（一）加强组织领导。成立由主任任组长的工作小组，指定2名工作人员在政务中心窗口值守，把公开的内容、方式和程序写进制度。',
          '（二）主动公开信息。今年来，我委行政处罚18家、行政许可500家、双随机公示50条；6月公开部门决算；通过网站公布政务动态信息167条，在管委会网站发布健康知识453条，发布疫情防控信息200余条。',
          '（三）回应公众关切。共办理政府在线34余次，满意率100%。政务窗口接待办件量500件，即办件327件，承诺件173件。',
        ],
        problems: [
          '2022年工作仍有不足：文件更新不及时，解读方式不多，队伍也要加强。下一步，我委将把机制理顺，把网站版块补齐。',
        ],
        other: ['我委暂无其他需要报告的事项。'],
      },
    },
  },
  {
    path: '/zwgk/zfxxgknb/202403/t20240320_6120.html',
    listTitle: '管委会（2023年度）',
    date: '2024-03-20',
    attachment: 'P020240320502233445566.pdf',
    fixture: 'committee-2023.pdf',
    report: {
      body: '东港新区管理委员会',
      year: 2023,
      figures: {
        disclosure: {
          normative: [3, 2, 14],
          licensing: [6120],
          penalty: [733],
          coercion: [21],
          fees: [190.457379],
        },
        requests: {
          new: [38, 9, 1, 0, 2, 4],
          carried_in: [2, 1],
          granted: [14, 4, 1, 0, 1, 2],
          partial: [6, 2, 0, 0, 0, 1],
          'refused.state_secret': [1],
          'refused.third_party': [2, 1],
          'refused.process_info': [1],
          'unable.not_held': [9, 2, 0, 0, 1, 1],
          'unable.still_unclear': [1],
          'not_processed.petition': [2],
          'not_processed.excessive': [1],
          'other.no_correction': [1],
          'other.fee_unpaid': [0, 1],
          'other.misc': [1],
          carried_out: [1],
        },
        review: [3, 1, 0, 2],
        direct: [1, 0, 1, 1],
        after: [2, 0, 0, 1],
        infoFee: 60,
      },
    },
  },
  {
    path: '/zwgk/zfxxgknb/202101/t20210122_3071.html',
    listTitle: '区财政局（2020年度）',
    date: '2021-01-22',
    attachment: 'P020210122603344556677.pdf',
    fixture: 'finance-2020.pdf',
    report: {
      body: '东港新区财政局',
      year: 2020,
      figures: {
        disclosure: {
          normative: [2, 2, 7],
          licensing: [3, -1, 11],
          other_services: [6, 2, 40],
          penalty: [2, 0, 1],
          procurement: [31, 2044.5],
        },
        requests: { new: [2, 1], granted: [1, 1], 'unable.not_held': [1] },
      },
    },
  },
];

export interface ZoneNoise {
  readonly path: string;
  readonly title: string;
  readonly date: string;
}

export const ZONE_NOISE: readonly ZoneNoise[] = [
  {
    path: '/zwgk/zfxxgknb/202301/t20230105_5490.html',
    title: '政府信息公开指南（2023年版）',
    date: '2023-01-05',
  },
  {
    path: '/zwgk/zfxxgknb/202301/t20230130_5530.html',
    title: '网站工作年度报表（2022年度）',
    date: '2023-01-30',
  },
  {
    path: '/zwgk/zfxxgknb/202304/t20230410_5601.html',
    title: '法治政府建设年度报告（2022年度）',
    date: '2023-04-10',
  },
];
