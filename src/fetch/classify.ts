import { type Headers, headerOf, type Problem } from './exchange.ts';
import type { Expectation, Hop } from './fetched.ts';
import type { Outcome } from './outcome.ts';
import { type PageText, pageText, startOfPage } from './page-text.ts';

/** The end of one chain of requests, as far as its outcome depends on it. */
export interface Answer {
  /** The URL asked for. */
  readonly url: string;
  readonly finalUrl: string;
  readonly status: number | null;
  readonly headers: Headers;
  readonly body: Uint8Array | null;
  readonly problem: Problem | null;
  readonly hops: readonly Hop[];
  readonly expect: Expectation;
  /** The request carried an ETag or a date to compare with. */
  readonly conditional: boolean;
  /** Scripts will fill the page: that it says nothing yet proves nothing. */
  readonly scripted: boolean;
}

export interface Verdict {
  readonly outcome: Outcome;
  /** For people; null when `ok`. */
  readonly detail: string | null;
}

/** Challenge pages carry long scripts; what is longer than this has content. */
const MOST_JUDGED_BYTES = 256 * 1024;
/** A page with this much to read, or with a menu, is a page of the portal, whatever words are in it. */
const SHORT_TEXT = 200;
const MENU_LINKS = 5;
/** With a title that says so, a page may have this much menu and footer and still be an error page. */
const ERROR_PAGE_TEXT = 1000;
/** Less than this is no text: a lone "Loading…" or a counter. */
const NO_TEXT = 20;
/** A challenge may ask for patience, or for scripts to be turned on. */
const CHALLENGE_TEXT = 60;
/** Scripted stubs of portals have 200 to 1400 bytes; real pages many times that. */
const STUB_BYTES = 3072;

const BLOCKED_STATUS: ReadonlyMap<number, string> = new Map([
  [401, 'a password is wanted'],
  [403, 'access is forbidden'],
  [407, 'a proxy wants a password'],
  [412, 'a challenge for browsers'],
  [418, 'the firewall refuses us'],
  [429, 'too many requests'],
  [451, 'withheld for legal reasons'],
  [468, 'a challenge for browsers'],
  [521, 'a challenge for browsers'],
]);

const CAPTCHA =
  /验证码|安全(验证|检测|检查)|人机验证|访问验证|身份验证|滑动验证|拖动滑块|请完成.{0,6}验证|captcha|verify (that )?you are (a )?human/i;
const FIREWALL =
  /访问被(拒绝|拦截|阻断|禁止)|(请求|访问).{0,8}(已被|被)(拦截|阻断|拒绝)|(非法|不合法)(的)?(参数|请求)|防火墙|云防护|访问(过于|太)?频繁|操作(过于|太)频繁|web application firewall|access denied|request blocked/i;
const GONE =
  /(页面|网页|文章|信息|内容|栏目|文件|资源|链接)(已经?|并|可能)?(不存在|未找到|没有找到|找不到|已?被?删除|已?失效|已过期)|(您|你)(所)?(访问|要查看|请求|查找|浏览)的(页面|网页|信息|内容|文章|地址|资源)|(找不到|无法找到|未找到)(该|此|您|你|相关|对应)?.{0,8}(页面|网页|文章|信息|内容|网址|文件)|(404|http).{0,12}not found|page not found|object not found|^\W*(错误\s*)?404\b/i;
const GONE_TITLE =
  /^\W*(错误|error|http)?\W*404\b|\b404\W*(错误|not found|页面|error)|(页面|网页|文章|信息|内容)(已)?(不存在|未找到|找不到|被?删除)|^(出错了|错误页面|系统提示|not found)$/i;

const ATTACHMENT_PATH = /\.(pdf|docx?|wps|xlsx?|et|rtf|ofd|zip|rar|7z|jpe?g|png|gif|tiff?|bmp)$/i;
/** Documents of Word and Excel saved as web pages are files under a `.doc` or `.xls` name. */
const OFFICE_HTML =
  /urn:schemas-microsoft-com:office|<meta[^>]+ProgId[^>]+(Word|Excel)\.|Generator[^>]+(Microsoft|WPS)/i;
const HOME_PATH = /^\/((index|default|home|main)(_\d+)?\.(s?html?|jsp|php|aspx?|do))?$/i;
const ERROR_PATH = /\/(404|error(page)?|not_?found)([._/-][^/]*)?$/i;

/** Decides how a fetch ended. Status first, then what the body shows; a challenge is one under any status. */
export function judge(answer: Answer): Verdict {
  const page = readPage(answer);
  if (page !== null) {
    const challenge = challengeOf(page);
    if (challenge !== null) return { outcome: 'blocked', detail: withStatus(answer, challenge) };
  }
  if (answer.problem !== null) return { outcome: answer.problem.outcome, detail: answer.problem.detail };
  const status = answer.status ?? 0;
  if (status < 200 || status > 299 || status === 206) return byStatus(answer, status, page);
  return byContent(answer, page);
}

function readPage(answer: Answer): PageText | null {
  const { body, headers } = answer;
  if (body === null || body.length > MOST_JUDGED_BYTES) return null;
  const contentType = headerOf(headers, 'content-type');
  // A page in the place of a file is told apart by all of it.
  const start = wantsFile(answer) ? null : startOfPage(body, contentType, ERROR_PAGE_TEXT);
  return start ?? pageText(body, contentType);
}

const wantsFile = ({ expect, url }: Answer): boolean =>
  expect === 'attachment' || ATTACHMENT_PATH.test(new URL(url).pathname);

function byStatus(answer: Answer, status: number, page: PageText | null): Verdict {
  const blocked = BLOCKED_STATUS.get(status);
  if (blocked !== undefined) return { outcome: 'blocked', detail: `status ${status}: ${blocked}` };
  if (status === 304 && answer.conditional) return { outcome: 'not_modified', detail: null };
  if (status === 405 && page !== null && isStub(page)) {
    return { outcome: 'blocked', detail: 'status 405 with a page of scripts: a challenge for browsers' };
  }
  if (status === 408) return { outcome: 'timeout', detail: 'status 408: the server gave up waiting for us' };
  if (status === 206)
    return { outcome: 'truncated', detail: 'status 206: a part, though the whole was asked for' };
  if (status === 404 || status === 410) return { outcome: 'not_found', detail: `status ${status}` };
  if (status >= 400 && status < 500) {
    return { outcome: 'not_found', detail: `status ${status}: the server does not accept this request` };
  }
  if (status >= 300 && status < 400) {
    return { outcome: 'server_error', detail: `status ${status} without a usable Location` };
  }
  return { outcome: 'server_error', detail: `status ${status}` };
}

function byContent(answer: Answer, page: PageText | null): Verdict {
  const body = answer.body ?? new Uint8Array();
  if (isBlank(body)) return { outcome: 'soft_404', detail: withStatus(answer, 'the answer is empty') };
  const lost = lostByRedirect(answer);
  if (lost !== null) return { outcome: 'soft_404', detail: lost };
  if (page !== null) {
    const wall = wallOf(page);
    if (wall !== null) return { outcome: 'blocked', detail: withStatus(answer, wall) };
    const gone = goneOf(page, answer.scripted);
    if (gone !== null) return { outcome: 'soft_404', detail: withStatus(answer, gone) };
  }
  if (wantsFile(answer) && isWebPage(answer, page, body)) {
    return { outcome: 'wrong_type', detail: `a file was expected, a web page came: ${excerpt(page, body)}` };
  }
  const format = answer.expect === 'list' ? binaryFormat(body) : null;
  if (format !== null) return { outcome: 'wrong_type', detail: `a listing was expected, a ${format} came` };
  return { outcome: 'ok', detail: null };
}

/** Scripts that set a clearance cookie and load the page again: known products, and the shape they share. */
function challengeOf(page: PageText): string | null {
  const { html, visible } = page;
  const bare = visible.length < CHALLENGE_TEXT;
  if (bare && /\$_ts\b/.test(html) && /<script[^>]+\bsrc\s*=|\$_ts\s*=/i.test(html)) {
    return 'a challenge page ($_ts script)';
  }
  if (
    visible.length < SHORT_TEXT &&
    /__jsl_clearance|__jsluid|acw_sc__v2|_\$jsvmp|yunsuo_session|safeline/i.test(html)
  ) {
    return 'a challenge page (clearance cookie script)';
  }
  if (!bare || html.length > STUB_BYTES) return null;
  if (/document\s*(\.\s*cookie|\[\s*['"]cookie['"]\s*\])\s*=/.test(html)) {
    return 'a challenge page (a script that sets a cookie, no text)';
  }
  if (
    /location\s*\.\s*reload\s*\(|location(\.href)?\s*=\s*((window|self|document)\.)*location\b/.test(html)
  ) {
    return 'a challenge page (a script that loads the page again, no text)';
  }
  return null;
}

/** A captcha or a firewall's notice on a page that has little else. */
function wallOf(page: PageText): string | null {
  const short = isShort(page);
  const titled = page.visible.length < ERROR_PAGE_TEXT;
  for (const [words, name] of [
    [CAPTCHA, 'a captcha page'],
    [FIREWALL, "a firewall's notice"],
  ] as const) {
    const met = (short ? words.exec(page.visible) : null) ?? (titled ? words.exec(page.title) : null);
    if (met !== null) return `${name} (“${met[0]}”)`;
  }
  return null;
}

function isShort({ visible, links }: PageText): boolean {
  return visible.length < SHORT_TEXT && links < MENU_LINKS;
}

function goneOf(page: PageText, scripted: boolean): string | null {
  const { visible, title } = page;
  const said = isShort(page) ? GONE.exec(visible) : null;
  if (said !== null) return `the page only says “${said[0].trim()}”`;
  const titled = visible.length < ERROR_PAGE_TEXT ? GONE_TITLE.exec(title) : null;
  if (titled !== null) return `an error page titled “${title}”`;
  if (!scripted && isStub(page)) {
    const hint = /<script/i.test(page.html) ? '; if its scripts fill it, it needs the browser' : '';
    return `a stub of ${page.html.length} characters without text${hint}`;
  }
  return null;
}

/** A small whole document that shows nothing: no text, no frame, no picture, no link. */
function isStub({ html, visible, isDocument }: PageText): boolean {
  if (!isDocument || html.length > STUB_BYTES || visible.length >= NO_TEXT) return false;
  return !/<(i?frame|img|embed|object|a)\b[^>]+\b(src|data|href)\s*=/i.test(html);
}

/** A deep address that ends at the home page, or at an address for errors, leads nowhere. */
function lostByRedirect(answer: Answer): string | null {
  if (answer.hops.length === 0) return null;
  const asked = new URL(answer.url);
  const met = new URL(answer.finalUrl);
  const deep = !HOME_PATH.test(asked.pathname);
  if (deep && HOME_PATH.test(met.pathname) && met.search === '') {
    return `redirected to the home page ${answer.finalUrl}`;
  }
  if (ERROR_PATH.test(met.pathname) && !ERROR_PATH.test(asked.pathname)) {
    return `redirected to the error page ${answer.finalUrl}`;
  }
  return null;
}

function isWebPage(answer: Answer, page: PageText | null, body: Uint8Array): boolean {
  if (page === null) {
    // Too long to have been read: the first bytes must do.
    return (
      body.length > MOST_JUDGED_BYTES && pageText(body.subarray(0, 4096), 'text/html')?.isDocument === true
    );
  }
  return !(OFFICE_HTML.test(page.html) && /\.(docx?|wps|xlsx?|et)$/i.test(fileName(answer)));
}

function fileName(answer: Answer): string {
  const disposition = /filename\*?\s*=\s*("?)([^";]+)\1/i.exec(
    headerOf(answer.headers, 'content-disposition'),
  );
  return disposition?.[2]?.trim() ?? new URL(answer.finalUrl).pathname;
}

function binaryFormat(body: Uint8Array): string | null {
  const start = Buffer.from(body.buffer, body.byteOffset, Math.min(body.length, 8)).toString('latin1');
  if (start.startsWith('%PDF')) return 'PDF';
  if (start.startsWith('PK\x03\x04')) return 'ZIP or Office file';
  if (start.startsWith('\xd0\xcf\x11\xe0')) return 'Word or Excel file';
  if (start.startsWith('\xff\xd8\xff') || start.startsWith('\x89PNG')) return 'picture';
  return null;
}

function isBlank(body: Uint8Array): boolean {
  const blank = [0x09, 0x0a, 0x0d, 0x20, 0xef, 0xbb, 0xbf];
  return body.length <= STUB_BYTES && body.every((byte) => blank.includes(byte));
}

function excerpt(page: PageText | null, body: Uint8Array): string {
  const words = page === null ? '' : `${page.title} ${page.visible}`.trim();
  return words === '' ? `${body.length} bytes of HTML without text` : `“${words.slice(0, 60)}”`;
}

function withStatus(answer: Answer, text: string): string {
  return answer.status === null ? text : `${text}, status ${answer.status}`;
}
