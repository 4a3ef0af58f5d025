/** One exported table: a query of the public schema, and what its columns are. */
export interface ExportTable {
  readonly name: 'reports' | 'values' | 'checks' | 'warnings' | 'captures';
  readonly title: string;
  readonly columns: readonly ExportColumn[];
  readonly sql: string;
}

export interface ExportColumn {
  readonly name: string;
  /** A Frictionless field type. */
  readonly type: 'integer' | 'number' | 'string' | 'date' | 'datetime';
  readonly description: string;
}

const column = (name: string, type: ExportColumn['type'], description: string): ExportColumn => ({
  name,
  type,
  description,
});

const REPORT_ID = column('report_id', 'integer', 'The report, as in table reports');

/** What `export` writes, in this order. */
export const EXPORT_TABLES: readonly ExportTable[] = [
  {
    name: 'reports',
    title: 'Annual reports: one body, one year',
    columns: [
      REPORT_ID,
      column('site_id', 'string', 'The portal that published it'),
      column('region_code', 'string', 'GB/T 2260 code of the county'),
      column('body', 'string', 'The issuing body (机关)'),
      column('year', 'integer', 'The calendar year reported on'),
      column('title', 'string', 'Title as printed, without white space'),
      column('published_on', 'date', 'Date of publication as the page or its listing says'),
      column('form', 'string', 'Official layout used: 2021, 2019, legacy'),
      column('status', 'string', 'complete, partial, unreadable'),
      column('url', 'string', 'First address at which it was found'),
      column('first_seen_at', 'datetime', 'When the current edition was first fetched, UTC'),
      column('last_seen_at', 'datetime', 'When the current edition was last seen, UTC'),
      column('payload_sha256', 'string', 'Hash of the archived bytes that were read'),
      column('parser_version', 'string', 'Version of the parser that read it'),
    ],
    sql: `SELECT r.id AS report_id, r.site_id, r.region_code, r.body, r.year, r.title, r.published_on, r.form, r.status,
        r.url, e.first_seen_at, e.last_seen_at,
        coalesce(c.rendered_sha256, c.payload_sha256, c.revalidated_sha256) AS payload_sha256, g.parser_version
      FROM reports r LEFT JOIN editions e ON e.id = r.edition_id LEFT JOIN readings g ON g.edition_id = e.id
        LEFT JOIN captures c ON c.id = g.capture_id
      ORDER BY r.site_id, r.body, r.year`,
  },
  {
    name: 'values',
    title: 'Every figure of every report, one a row; no value where nothing is printed',
    columns: [
      REPORT_ID,
      column('site_id', 'string', 'The portal that published it'),
      column('region_code', 'string', 'GB/T 2260 code of the county'),
      column('body', 'string', 'The issuing body (机关)'),
      column('year', 'integer', 'The calendar year reported on'),
      column('field', 'string', 'The field: see x-fields of this package'),
      column(
        'value',
        'number',
        'The figure in the unit of its field; empty: nothing is printed, which is not zero',
      ),
      column('raw', 'string', 'What is printed, to the letter'),
      column('at', 'string', 'Where in the document it stands'),
      column('page', 'integer', 'Page, in formats that have pages'),
    ],
    sql: `SELECT v.report_id, r.site_id, r.region_code, r.body, r.year, v.field, v.value, v.raw, v.at, v.page
      FROM reports r JOIN report_values v ON v.report_id = r.id`,
  },
  {
    name: 'checks',
    title: 'Consistency rules (勾稽关系) tried on every report',
    columns: [
      REPORT_ID,
      column('rule', 'string', 'The rule'),
      column('scope', 'string', 'Column, row or group that it was tried on'),
      column('outcome', 'string', 'pass, pass_blank, fail, unassessable, not_applicable'),
      column('severity', 'string', 'error, warning, info'),
      column('expected', 'string', 'What the rule demands'),
      column('actual', 'string', 'What the report says'),
      column('detail', 'string', 'In words, where it failed'),
    ],
    sql: `SELECT report_id, rule, scope, outcome, severity, expected, actual, detail FROM report_checks
      ORDER BY report_id, id`,
  },
  {
    name: 'warnings',
    title: 'Doubts of the parser about what it read',
    columns: [
      REPORT_ID,
      column('code', 'string', 'Kind of doubt'),
      column('field', 'string', 'Field, or group of fields, that is doubtful'),
      column('message', 'string', 'In words'),
    ],
    sql: 'SELECT report_id, code, field, message FROM report_warnings ORDER BY report_id, id',
  },
  {
    name: 'captures',
    title: 'Every fetch that the reports rest on, and every other',
    columns: [
      column('capture_id', 'integer', 'The fetch'),
      column('site_id', 'string', 'The portal'),
      column('url', 'string', 'Address asked for'),
      column('final_url', 'string', 'Address that answered'),
      column('kind', 'string', 'list, report, attachment'),
      column('fetched_at', 'datetime', 'UTC'),
      column('status', 'integer', 'HTTP status'),
      column('outcome', 'string', 'How the fetch ended'),
      column('via', 'string', 'http, browser, import'),
      column('payload_sha256', 'string', 'Hash of the bytes received'),
      column('size', 'integer', 'Their number'),
    ],
    sql: `SELECT c.id AS capture_id, s.site_id, s.url, c.final_url, s.kind, c.fetched_at, c.status, c.outcome, c.via,
        c.payload_sha256, p.size
      FROM captures c JOIN resources s ON s.id = c.resource_id LEFT JOIN payloads p ON p.sha256 = c.payload_sha256
      ORDER BY c.id`,
  },
];
