import { FIELDS, type Field } from '../reports/catalogue.ts';
import type { ExportColumn } from './tables.ts';

/** What the official form prints above each of its tables. */
const SECTIONS: Readonly<Record<string, string>> = {
  disclosure: '二、主动公开政府信息情况',
  requests: '三、收到和处理政府信息公开申请情况',
  litigation: '四、政府信息公开行政复议、行政诉讼情况',
};

/** The database's wide tables that hold the fields. */
export const FIELD_TABLES: readonly Field['table'][] = [...new Set(FIELDS.map((f) => f.table))];

/** One column a field, in the order of the forms. */
export function fieldColumns(): ExportColumn[] {
  return FIELDS.map(({ column, type, name, label, unit, table }) => ({
    name: column,
    type: type === 'integer' ? 'integer' : 'number',
    description: `${name} (${unit})`,
    chinese: `${label}（${unit}）`,
    labels: [SECTIONS[table] ?? table, ...label.split(' / ')],
  }));
}
