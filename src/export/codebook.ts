import { FIELDS, type Field } from '../reports/catalogue.ts';
import { comparabilityOf } from '../reports/comparability.ts';
import type { Row } from './format.ts';

/** The catalogue of fields as a table. */
export function codebookRows(): Row[] {
  return FIELDS.map((field) => {
    const known = comparabilityOf(field.id);
    return {
      field: field.id,
      column: field.column,
      name: field.name,
      label: field.label,
      unit: field.unit,
      type: field.type,
      forms: field.forms.join(' '),
      comparable: known?.how ?? null,
      comparability: known?.english ?? null,
      comparability_zh: known?.chinese ?? null,
    };
  });
}

const HEADINGS: Readonly<Record<string, string>> = {
  disclosure: 'Section two, 主动公开: proactive disclosure',
  requests: 'Section three, 收到和处理申请: requests',
  litigation: 'Section four, 行政复议、行政诉讼: review and litigation',
  legacy: 'Reports for 2008 to 2018',
};

/** The codebook as a page for people: `npm run docs` writes it to storage/CODEBOOK.md. */
export function codebookPage(): string {
  const tables = [...new Set(FIELDS.map((f) => f.table))];
  const blocks = tables.map((table) => {
    const fields = FIELDS.filter((f) => f.table === table);
    return [
      `## ${HEADINGS[table] ?? table}`,
      '',
      '| field | official label | meaning | unit | forms | between forms |',
      '|---|---|---|---|---|---|',
      ...fields.map(lineOf),
    ].join('\n');
  });
  return `${INTRODUCTION}\n\n${blocks.join('\n\n')}\n`;
}

function lineOf(field: Field): string {
  const known = comparabilityOf(field.id);
  const cells = [
    `\`${field.id}\``,
    field.label,
    field.name,
    field.unit,
    field.forms.join(', '),
    known === null ? '' : `${known.how}: ${known.english}`,
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

const INTRODUCTION = `# Codebook 字段说明

<!-- Made from the catalogue of fields by \`npm run docs\`; changes here are lost. -->

Every figure that nianbao records, under its id. In the database's wide tables and in \`wide\` of an export the id has
underscores for dots. A blank cell is null, never zero; a printed 0 is 0. An amount is in the unit named here whatever
unit was printed; what was printed stands beside it as \`raw\`. Both are as read; what people corrected is in the view
\`corrected_values\`, in \`corrected_value\` of the exported \`values\`, and in \`wide\` of an export made with \`--corrected\`. \`forms\` are the official layouts that have the field:
\`2019\` (国办公开办函〔2019〕60号), \`2021\` (国办公开办函〔2021〕30号), and those of the years before 2019. The last column says
what to heed when figures of two forms are put side by side: \`same\`, \`sum\` (only together with others), \`roughly\`,
\`not\`; where it is empty, the same id means the same thing in every form.`;
