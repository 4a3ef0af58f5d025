import * as OpenCC from 'opencc-js';
import type { Damage } from './damage.ts';
import type { Random } from './random.ts';
import { ownLabel, type Sheet, type SheetCell, tableNamed, valueRows } from './sheet.ts';

const toTraditional = OpenCC.Converter({ from: 'cn', to: 'tw' });

/** What a scanner takes for what; anything else becomes some other character. */
const CONFUSED: Readonly<Record<string, string>> = {
  反: '及',
  信: '言',
  公: '么',
  办: '力',
  章: '草',
  人: '入',
  未: '末',
  申: '中',
  己: '已',
  请: '清',
  行: '彳',
  复: '夏',
  其: '具',
  计: '什',
  一: '-',
  二: 'Ξ',
  示: '小',
};
const STRANGE = [...'隽剪卖か囗丶乂彐疋冂'];

function labels(sheet: Sheet): SheetCell[] {
  return sheet.tables.flatMap((t) => t.rows.flatMap((r) => r.cells.filter((c) => c.field === null)));
}

function rowLabels(sheet: Sheet): SheetCell[] {
  return sheet.tables
    .filter((t) => t.name !== 'litigation')
    .flatMap((t) =>
      valueRows(t).flatMap((i) => ownLabel(t.rows[i] ?? { role: 'noise', id: null, cells: [] }) ?? []),
    );
}

/** One or two characters of a label misread or lost. */
function misread(text: string, random: Random): string {
  const characters = [...text];
  const times = characters.length > 8 ? random.whole(1, 2) : 1;
  for (let n = 0; n < times; n++) {
    const at = random.whole(0, characters.length - 1);
    const old = characters[at] ?? '';
    if (random.chance(0.2)) characters.splice(at, 1);
    else characters[at] = CONFUSED[old] ?? random.pick(STRANGE);
  }
  return characters.join('');
}

const shareOfLabels = (
  name: string,
  share: number,
  change: (text: string, random: Random) => string,
): Damage => ({
  name,
  apply: (sheet, random) => {
    for (const cell of labels(sheet)) if (random.chance(share)) cell.text = change(cell.text, random);
  },
});

export const LABEL_DAMAGES: readonly Damage[] = [
  shareOfLabels('ocr-slips', 0.3, misread),
  shareOfLabels('traditional', 1, (text) => toTraditional(text)),
  shareOfLabels('spaced-labels', 0.5, (text, random) =>
    [...text]
      .map((c) => (random.chance(0.3) ? `${c} ` : c))
      .join('')
      .trim(),
  ),
  shareOfLabels('broken-labels', 0.4, (text, random) => {
    const at = random.whole(1, Math.max(1, text.length - 1));
    return `${text.slice(0, at)}\n${text.slice(at)}`.trim();
  }),
  shareOfLabels('half-width', 1, (text) =>
    text.replaceAll('（', '(').replaceAll('）', ')').replaceAll('“', '"').replaceAll('”', '"'),
  ),
  shareOfLabels('renumbered', 0.6, (text, random) =>
    text.replace(/^(?:（.）|.、|\d\.)/u, () => random.pick(['', '① ', '1、', '9. ', '(三)', 'Ⅱ.'])),
  ),
  {
    name: 'lost-tails',
    apply: (sheet, random) => {
      for (const cell of rowLabels(sheet))
        if (cell.text.length >= 6 && random.chance(0.4))
          cell.text = cell.text.slice(0, Math.ceil(cell.text.length * 0.6));
    },
  },
  {
    name: 'lost-labels',
    apply: (sheet, random) => {
      const cells = random.shuffle(rowLabels(sheet)).slice(0, random.whole(1, 4));
      for (const cell of cells) cell.text = '';
    },
  },
  {
    name: 'lost-label-run',
    apply: (sheet, random) => {
      const cells = rowLabels(sheet);
      const from = random.whole(0, cells.length - 4);
      for (const cell of cells.slice(from, from + random.whole(2, 4))) cell.text = '';
    },
  },
  {
    name: 'twice-printed',
    apply: (sheet, random) => {
      for (const cell of rowLabels(sheet)) if (random.chance(0.4)) cell.text = `${cell.text} ${cell.text}`;
    },
  },
  {
    // The group's label stands beside a middle row, the upright label of the results runs down the rows.
    name: 'groups-moved',
    apply: (sheet, random) => {
      const table = tableNamed(sheet, 'requests');
      for (const [index, row] of table.rows.entries()) {
        if (row.role !== 'values') continue;
        const groups = row.cells.filter((c) => c.rowspan > 1);
        for (const [place, cell] of groups.entries()) {
          const height = cell.rowspan;
          const upright = height > 10 ? ['三、本', '年', '度', 'か', '理', '结果'] : [cell.text];
          const column =
            place + (groups.length === 1 && height > 10 ? 0 : place === 0 && height <= 10 ? 1 : place);
          cell.rowspan = 1;
          cell.text = '';
          for (let r = index + 1; r < index + height; r++) {
            const other = table.rows[r];
            if (other === undefined) continue;
            other.cells.splice(Math.min(column, other.cells.length), 0, {
              text: '',
              colspan: 1,
              rowspan: 1,
              field: null,
            });
          }
          for (const text of upright) {
            const target =
              table.rows[random.whole(index, index + height - 1)]?.cells[height > 10 ? 0 : column];
            if (
              target !== undefined &&
              target.field === null &&
              target.text === '' &&
              target !== ownCell(target)
            )
              target.text = text;
          }
        }
      }
    },
  },
];

/** A label that stands right before values is the row's own and keeps its place. */
function ownCell(cell: SheetCell): SheetCell | null {
  return cell.colspan > 1 ? cell : null;
}
