/**
 * A script's call that draws page numbers, as list templates of several products leave it in the page:
 * `createPageHTML(3, 0, "index", "htm")`, with an element's id in front `createPageHTML('page_div', 5, 1, 'list',
 * 'shtml', 89)`. Later pages are files beside the first: `<base>_<number>.<ending>`.
 */
export interface PagerCall {
  /** Null where only the script knows. */
  readonly pages: number | null;
  /** Of this page: the numbering starts with 0 or 1. */
  readonly current: number;
  readonly base: string;
  /** Without the dot. */
  readonly ending: string;
  readonly entries: number | null;
}

const CALL = /(?<!function\s{1,4})\bcreatePage(?:HTML)?\s*\(((?:[^()]|\([^()]*\)){0,300})\)/gi;
/** No list or article of a county has more pages. */
const MOST_PAGES = 10_000;

/** The calls in a page, in page order. Numbers may be given by variables of the page. */
export function pagerCalls(text: string): readonly PagerCall[] {
  const live = text.replace(/<!--[\s\S]*?-->/g, '').replace(/^\s*\/\/.*$/gm, '');
  const calls: PagerCall[] = [];
  for (const match of live.matchAll(CALL)) {
    const written = (match[1] ?? '')
      .replace(/\([^()]*\)/g, '')
      .split(',')
      .map((argument) => argument.trim());
    if (/^['"]/.test(written[0] ?? '')) written.shift();
    const [pages, current, base = '', ending = '', entries] = written.map((each) => resolved(each, live));
    if (!isCount(current) || !/^[\w-]+$/.test(base) || !/^\.?s?html?$/i.test(ending)) continue;
    const count = (text: string | undefined): number | null => (isCount(text) ? Number(text) : null);
    calls.push({
      pages: count(pages),
      current: Number(current),
      base,
      ending: ending.replace('.', ''),
      entries: count(entries),
    });
  }
  return calls;
}

/** A literal's value, or that of the variable of this name; the name itself where there is none. */
function resolved(argument: string, text: string): string {
  const quoted = /^(['"])(.*)\1$/.exec(argument);
  if (quoted !== null) return quoted[2] ?? '';
  if (!/^[A-Za-z_$][\w$]*$/.test(argument)) return argument;
  const name = argument.replaceAll('$', '\\$');
  return new RegExp(`\\b${name}\\s*=\\s*['"]?([\\w-]+)`).exec(text)?.[1] ?? argument;
}

function isCount(text: string | undefined): boolean {
  return text !== undefined && /^\d+$/.test(text) && Number(text) <= MOST_PAGES;
}
