/**
 * Labels as they are compared: what a publisher's software, a scanner or a typist does to a label must not
 * keep it from being recognised (brackets, numbering, spaces, traditional characters, a lost tail).
 */

/** Traditional and regional forms of the characters that stand in official labels. */
const SIMPLIFIED: Readonly<Record<string, string>> = Object.fromEntries(
  [
    '規规 範范 製制 發发 廢废 現现 數数 條条 內内 許许 處处 罰罚 強强 業业 費费 總总 計计 請请 開开 機机 構构 關关',
    '務务 過过 類类 護护 權权 屬属 國国 祕秘 執执 詢询 無无 當当 反反 複复 復复 視视 報报 訴诉 訟讼 維维 結结 糾纠',
    '審审 後后 經经 補补 內内 確确 認认 獲获 轉转 續续 辦办 來来 組组 織织 會会 學学 營营 興兴 採采 購购 項项 額额',
    '對对 與与 區区 縣县 鎮镇 鄉乡 鄰邻 員员 衛卫 環环 護护 農农 黨党 財财 稅税 號号 門门 單单 編编 說说 題题 運运',
    '動动 導导 應应 當当 據据 報报 導导 給给 術术 實实 際际 優优 廣广 東东 長长 書书 車车 電电 話话 傳传 眞真 較较',
    '間间 問问 時时 專专 從从 進进 還还 這这 達达 遠远 選选 適适 邊边 郵邮 針针 鐵铁 錄录 錢钱 隊队 階阶 際际 隨随',
    '雜杂 離离 難难 雲云 電电 預预 領领 頭头 顯显 風风 飛飞 館馆 馬马 點点 齊齐 寧宁 灣湾 濟济 滿满 漢汉 滅灭 準准',
  ]
    .join(' ')
    .split(' ')
    .map((pair) => [pair.charAt(0), pair.charAt(1)]),
);

const TRADITIONAL = new RegExp(`[${Object.keys(SIMPLIFIED).join('')}]`, 'gu');

/** Simplified characters for what labels and headings need; 檔案 is 文件 and 製作 is 制作 in the national form. */
export function simplify(text: string): string {
  return text.replaceAll('檔案', '文件').replace(TRADITIONAL, (c) => SIMPLIFIED[c] ?? c);
}

const NUMBERING =
  /^(?:第?[一二三四五六七八九十]{1,3}[、,.．:：]|[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十\d]{1,2}[）)]|\d{1,2}[、.．,:：](?!\d)|[-•·●■◆])+/u;

/** Half-width, simplified, without any space: the form in which text is searched for labels. */
export function squeeze(text: string): string {
  // NFKC turns full-width letters, brackets and ㈠ ① into their plain forms; the second class is what it leaves.
  return simplify(text.normalize('NFKC')).replace(/[\s\u200b-\u200f\u2060\ufeff\u00ad]+/gu, '');
}

/**
 * The comparable core of a label: squeezed, without numbering, bracketed notes, punctuation and quotes.
 * `（二）部分公开（区分处理的…）` becomes `部分公开`.
 */
export function labelKey(text: string): string {
  const cached = KEYS.get(text);
  if (cached !== undefined) return cached;
  const bare = squeeze(text)
    .replace(NUMBERING, '')
    .replace(/\([^()]*\)/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, '');
  if (KEYS.size > 20_000) KEYS.clear();
  KEYS.set(text, bare);
  return bare;
}

/** Reports repeat the same hundred labels: remembering their keys saves most of the work of a re-parse. */
const KEYS = new Map<string, string>();

/** Levenshtein distance of two short strings. */
export function editDistance(a: string, b: string): number {
  if (a === b) return 0;
  if (a.length === 0) return b.length;
  if (b.length === 0) return a.length;
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(substitution, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}

/**
 * How much a found label looks like an official one, 0 to 1, both given as `labelKey`s.
 * 1 is equality. A label whose tail (or head) was lost still scores by the share that is left,
 * as long as four characters of it stand.
 */
export function similarity(found: string, official: string): number {
  if (found === official) return 1;
  if (found === '' || official === '') return 0;
  const long = Math.max(found.length, official.length);
  const short = Math.min(found.length, official.length);
  if (official.length <= 3) return found.includes(official) && found.length <= official.length + 2 ? 0.7 : 0;
  const whole = 1 - editDistance(found, official) / long;
  const cut =
    short >= 4 && (official.includes(found) || found.includes(official)) ? 0.6 + (0.35 * short) / long : 0;
  return Math.max(whole, cut);
}
