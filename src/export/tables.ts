import { codebookRows } from './codebook.ts';
import { FIELD_TABLES, fieldColumns } from './field-columns.ts';
import type { Row } from './format.ts';

/** One exported table: where its rows come from, and what its columns are. */
export interface ExportTable {
  readonly name: string;
  readonly title: string;
  readonly columns: readonly ExportColumn[];
  readonly primaryKey: readonly string[];
  /**
   * A query of the public schema that reads from `since`, its one parameter: a time or null; or rows of its own.
   * `layCorrections`: a row is a report, its columns are fields, and `corrected_fields` wants filling.
   */
  readonly source:
    | { readonly sql: string; readonly layCorrections?: true }
    | { readonly rows: () => Iterable<Row> };
  /** Columns that say what a row is about: they stay in sight in a spreadsheet. */
  readonly frozenColumns: number;
  /** What stands beside it in a workbook. */
  readonly companions: readonly ExportTable[];
}

export interface ExportColumn {
  readonly name: string;
  /** A Frictionless field type. */
  readonly type: 'integer' | 'number' | 'string' | 'date' | 'datetime';
  readonly description: string;
  readonly chinese: string;
  /** What the official form prints above the column, outermost first. */
  readonly labels: readonly string[];
}

const column = (
  name: string,
  type: ExportColumn['type'],
  description: string,
  chinese: string,
): ExportColumn => ({ name, type, description, chinese, labels: [] });

const REPORT_ID = column('report_id', 'integer', 'The report, as in table reports', '报告编号');
const IDENTITY = [
  REPORT_ID,
  column('site_id', 'string', 'The portal that published it', '门户'),
  column('region_code', 'string', 'GB/T 2260 code of the county', '行政区划代码'),
  column('body', 'string', 'The issuing body (机关)', '机关'),
  column('year', 'integer', 'The calendar year reported on', '报告年度'),
] as const;
const IDENTITY_SQL = 'r.id AS report_id, r.site_id, r.region_code, r.body, r.year';

/** Reports that are new, amended or withdrawn since the time given; all, where none is. */
const SINCE = `WITH since (at) AS (SELECT ?), chosen (report_id) AS (
    SELECT r.id FROM since, reports r LEFT JOIN editions e ON e.id = r.edition_id
    WHERE since.at IS NULL OR e.first_seen_at >= since.at OR r.withdrawn_since >= since.at)`;
const CHOSEN = 'r.id IN (SELECT report_id FROM chosen)';

const REPORTS: ExportTable = {
  name: 'reports',
  title: 'Annual reports: one body, one year',
  columns: [
    ...IDENTITY,
    column('title', 'string', 'Title as printed, without white space', '标题'),
    column('published_on', 'date', 'Date of publication as the page or its listing says', '发布日期'),
    column('form', 'string', 'Official layout used: 2021, 2019, legacy', '表格式样'),
    column('status', 'string', 'complete, partial, unreadable', '读取状态'),
    column('url', 'string', 'First address at which it was found', '网址'),
    column('first_seen_at', 'datetime', 'When the current edition was first fetched, UTC', '首次抓取'),
    column('last_seen_at', 'datetime', 'When the current edition was last seen, UTC', '最近所见'),
    column('editions', 'integer', 'Distinct contents over time: more than one, it was amended', '版本数'),
    column('withdrawn_since', 'datetime', 'When the portal was found to have withdrawn it, UTC', '撤下时间'),
    column('payload_sha256', 'string', 'Hash of the archived bytes that were read', '原始字节散列'),
    column('parser_version', 'string', 'Version of the parser that read it', '解析器版本'),
  ],
  primaryKey: ['report_id'],
  source: {
    sql: `${SINCE} SELECT ${IDENTITY_SQL}, r.title, r.published_on, r.form, r.status,
      r.url, e.first_seen_at, e.last_seen_at,
      (SELECT count(*) FROM editions o WHERE o.report_id = r.id) AS editions, r.withdrawn_since,
      coalesce(c.rendered_sha256, c.payload_sha256, c.revalidated_sha256) AS payload_sha256, g.parser_version
    FROM reports r LEFT JOIN editions e ON e.id = r.edition_id LEFT JOIN readings g ON g.edition_id = e.id
      LEFT JOIN captures c ON c.id = g.capture_id
    WHERE ${CHOSEN} ORDER BY r.site_id, r.body, r.year`,
  },
  frozenColumns: 5,
  companions: [],
};

const CODEBOOK: ExportTable = {
  name: 'codebook',
  title: 'Every field: what it counts, in which forms, and what it may be compared with',
  columns: [
    column('field', 'string', 'Id of the field', '字段'),
    column('column', 'string', 'Its column in table wide', '宽表列名'),
    column('name', 'string', 'English name', '英文名称'),
    column('label', 'string', 'Official label, row and column', '官方标签'),
    column('unit', 'string', 'Unit of the value', '单位'),
    column('type', 'string', 'integer or decimal', '类型'),
    column('forms', 'string', 'Forms that have it', '表格式样'),
    column(
      'comparable',
      'string',
      'Between forms: same, sum, roughly, not; empty: same id, same meaning',
      '可比性',
    ),
    column('comparability', 'string', 'In words', '可比性说明（英文）'),
    column('comparability_zh', 'string', 'In words, Chinese', '可比性说明'),
  ],
  primaryKey: ['field'],
  source: { rows: codebookRows },
  frozenColumns: 1,
  companions: [],
};

const WIDE: ExportTable = {
  name: 'wide',
  title: 'The figures of every report in one row, in the order of the official forms',
  columns: [
    ...IDENTITY,
    column(
      'corrected_fields',
      'string',
      'Columns of this row that a person corrected, parted by spaces; empty: none. The row has what was read unless the export was made with --corrected',
      '经人工更正的列（默认为读出的数字；以 --corrected 导出则为更正后的数字）',
    ),
    ...fieldColumns(),
  ],
  primaryKey: ['report_id'],
  source: {
    layCorrections: true,
    sql: `${SINCE} SELECT ${IDENTITY_SQL}, ${FIELD_TABLES.map((t) => `${t}.*`).join(', ')}, r.id AS report_id
      FROM reports r ${FIELD_TABLES.map((t) => `LEFT JOIN ${t} ON ${t}.report_id = r.id`).join(' ')}
      WHERE ${CHOSEN} ORDER BY r.site_id, r.body, r.year`,
  },
  frozenColumns: 5,
  companions: [],
};

const VALUES: ExportTable = {
  name: 'values',
  title: 'Every figure of every report, one a row; no value where nothing is printed',
  columns: [
    ...IDENTITY,
    column('field', 'string', 'The field, as in table codebook', '字段'),
    column(
      'value',
      'number',
      'The figure in the unit of its field; empty: nothing is printed, which is not zero',
      '数值（空白表示未填写，不等于零）',
    ),
    column('raw', 'string', 'What is printed, to the letter', '原文'),
    column('at', 'string', 'Where in the document it stands', '所在位置'),
    column('page', 'integer', 'Page, in formats that have pages', '页码'),
    column(
      'corrected_value',
      'number',
      'The figure that a person set in its place; holds where corrected_by is filled, empty: blank',
      '更正值',
    ),
    column('corrected_by', 'string', 'Who corrected it; empty: nobody', '更正人'),
    column('corrected_on', 'date', 'When', '更正日期'),
    column('correction_reason', 'string', 'Why', '更正理由'),
  ],
  primaryKey: ['report_id', 'field'],
  source: {
    // Not the view corrected_values: joined to others, it is made as a whole first, which takes minutes at a hundred
    // thousand reports.
    sql: `${SINCE} SELECT ${IDENTITY_SQL}, v.field, v.value, v.raw, v.at, v.page, k.value AS corrected_value,
        k.author AS corrected_by, k.corrected_on, k.reason AS correction_reason
      FROM reports r JOIN report_values v ON v.report_id = r.id
        LEFT JOIN corrections k ON k.site_id = r.site_id AND k.body = r.body AND k.year = r.year
          AND k.field = v.field AND k.was IS v.value
      WHERE ${CHOSEN}
      UNION ALL
      SELECT ${IDENTITY_SQL}, c.field, NULL, NULL, NULL, NULL, c.value, c.author, c.corrected_on, c.reason
      FROM report_corrections c JOIN reports r ON r.id = c.report_id
      WHERE c.state = 'applied' AND c.field IS NOT NULL AND c.read_value IS NULL AND ${CHOSEN}
        AND NOT EXISTS (SELECT 1 FROM report_values v WHERE v.report_id = r.id AND v.field = c.field)`,
  },
  frozenColumns: 5,
  companions: [WIDE, CODEBOOK],
};

const CHECKS: ExportTable = {
  name: 'checks',
  title: 'Consistency rules (勾稽关系) tried on every report',
  columns: [
    REPORT_ID,
    column('rule', 'string', 'The rule', '规则'),
    column('scope', 'string', 'Column, row or group that it was tried on', '范围'),
    column('outcome', 'string', 'pass, pass_blank, fail, unassessable, not_applicable', '结果'),
    column('severity', 'string', 'error, warning, info', '严重程度'),
    column('expected', 'string', 'What the rule demands', '应为'),
    column('actual', 'string', 'What the report says', '实为'),
    column('detail', 'string', 'In words, where it failed', '说明'),
  ],
  primaryKey: [],
  source: {
    sql: `${SINCE} SELECT report_id, rule, scope, outcome, severity, expected, actual, detail FROM report_checks
      WHERE report_id IN (SELECT report_id FROM chosen) ORDER BY report_id, id`,
  },
  frozenColumns: 1,
  companions: [],
};

const WARNINGS: ExportTable = {
  name: 'warnings',
  title: 'Doubts of the parser about what it read',
  columns: [
    REPORT_ID,
    column('code', 'string', 'Kind of doubt', '种类'),
    column('field', 'string', 'Field, or group of fields, that is doubtful', '存疑字段'),
    column('message', 'string', 'In words', '说明'),
  ],
  primaryKey: [],
  source: {
    sql: `${SINCE} SELECT report_id, code, field, message FROM report_warnings
      WHERE report_id IN (SELECT report_id FROM chosen) ORDER BY report_id, id`,
  },
  frozenColumns: 1,
  companions: [],
};

const CORRECTIONS: ExportTable = {
  name: 'corrections',
  title: 'What people corrected, and whether it holds',
  columns: [
    column('report_id', 'integer', 'The report, as in table reports; empty: there is none', '报告编号'),
    column('site_id', 'string', 'The portal', '门户'),
    column('body', 'string', 'The body that the report is filed under', '机关'),
    column('year', 'integer', 'The year that it is filed under', '年度'),
    column('field', 'string', 'The figure corrected; empty: body or year are', '字段'),
    column('was', 'string', 'The figure that was read when it was corrected', '原读数值'),
    column('value', 'string', 'The figure set in its place; empty: blank', '更正值'),
    column('url', 'string', 'The document whose body or year is corrected', '网址'),
    column('was_body', 'string', 'The body that was read', '原机关'),
    column('was_year', 'integer', 'The year that was read', '原年度'),
    column('author', 'string', 'Who corrected it', '更正人'),
    column('corrected_on', 'date', 'When', '更正日期'),
    column('reason', 'string', 'Why', '更正理由'),
    column(
      'state',
      'string',
      'applied; agrees: it is read so by now; stale: something else is read; unmatched: no such report',
      '状态',
    ),
  ],
  primaryKey: [],
  source: {
    sql: `${SINCE} SELECT report_id, site_id, body, year, field, was, value, url, was_body, was_year, author,
        corrected_on, reason, state
      FROM report_corrections WHERE report_id IS NULL OR report_id IN (SELECT report_id FROM chosen)
      ORDER BY site_id, body, year, field`,
  },
  frozenColumns: 1,
  companions: [],
};

const CAPTURES: ExportTable = {
  name: 'captures',
  title: 'Every fetch that the reports rest on, and every other',
  columns: [
    column('capture_id', 'integer', 'The fetch', '抓取编号'),
    column('site_id', 'string', 'The portal', '门户'),
    column('url', 'string', 'Address asked for', '请求网址'),
    column('final_url', 'string', 'Address that answered', '应答网址'),
    column('kind', 'string', 'list, report, attachment', '类别'),
    column('fetched_at', 'datetime', 'UTC', '抓取时间'),
    column('status', 'integer', 'HTTP status', '状态码'),
    column('outcome', 'string', 'How the fetch ended', '结果'),
    column('via', 'string', 'http, browser, import', '途径'),
    column('tls', 'string', 'Protocol and cipher; (legacy) where the site file lets old ones pass', '加密'),
    column('payload_sha256', 'string', 'Hash of the bytes received', '字节散列'),
    column('size', 'integer', 'Their number', '字节数'),
  ],
  primaryKey: ['capture_id'],
  source: {
    sql: `WITH since (at) AS (SELECT ?)
      SELECT c.id AS capture_id, s.site_id, s.url, c.final_url, s.kind, c.fetched_at, c.status, c.outcome, c.via, c.tls,
        c.payload_sha256, p.size
      FROM since, captures c JOIN resources s ON s.id = c.resource_id
        LEFT JOIN payloads p ON p.sha256 = c.payload_sha256
      WHERE since.at IS NULL OR c.fetched_at >= since.at ORDER BY c.id`,
  },
  frozenColumns: 1,
  companions: [],
};

/** What `export` writes, in this order. */
export const EXPORT_TABLES: readonly ExportTable[] = [
  REPORTS,
  VALUES,
  WIDE,
  CHECKS,
  WARNINGS,
  CORRECTIONS,
  CAPTURES,
  CODEBOOK,
];
