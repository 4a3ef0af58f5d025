import assert from 'node:assert/strict';
import { test } from 'node:test';
import iconv from 'iconv-lite';
import { type Answer, judge } from '../../src/fetch/classify.ts';
import type { Expectation } from '../../src/fetch/fetched.ts';
import type { Outcome } from '../../src/fetch/outcome.ts';
import { article } from './harness.ts';

interface Case {
  readonly name: string;
  readonly outcome: Outcome;
  readonly body: string | Uint8Array;
  readonly status?: number;
  readonly expect?: Expectation;
  readonly path?: string;
  readonly type?: string;
  readonly detail?: RegExp;
  readonly scripted?: boolean;
}

const page = (title: string, body: string, head = '') =>
  `<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>${title}</title>${head}</head><body>${body}</body></html>`;

const MENU = [
  '首页',
  '政务公开',
  '办事服务',
  '互动交流',
  '走进金乡',
  '政府信息公开指南',
  '依申请公开',
  '法定主动公开内容',
]
  .map((name, index) => `<li><a href="/col/col${index}/index.html">${name}</a></li>`)
  .join('');
const FOOTER = `<div class="foot">主办单位：金乡县人民政府 网站标识码：3708280001 鲁ICP备05001234号 <a href="/login">登录</a>
  <form>用户名 <input name="u"> 密码 <input name="p"> 验证码 <input name="code"><img src="/captcha.jpg"></form></div>`;
const CHROME = (main: string) => page('', `<ul>${MENU}</ul><div class="main">${main}</div>${FOOTER}`);

/** 412: a long obfuscated state in an inline script, an external script, no text. */
const TS_STUB = page(
  '',
  `<script type="text/javascript">$_ts=window['$_ts'];if(!$_ts)$_ts={};$_ts.nsd=48532;$_ts.cd="${'qEyWcqLTrPaZ'.repeat(300)}";</script>`,
  '<script src="/4QbVtADbnLVIc/d.FxJzG50F.js?D9PVtGL=6ae7f4" r="m"></script>',
);
const JSL_STUB =
  "<script>document.cookie=('_')+('_')+('j')+('s')+('l')+'_clearance_s=1700000000.123|-1|abc%3D;path=/';location.href=location.pathname+location.search</script>";
const JSL_NAMED = `<script>var __jsl_clearance_s="${'x'.repeat(4000)}";go({"bts":["1"]})</script>`;
const COOKIE_STUB =
  '<html><body><script>document.cookie="CT6T=1; path=/";window.location.reload();</script></body></html>';
const RELOAD_STUB =
  '<html><body onload="setTimeout(function(){location.reload()},10)"><noscript>请开启JavaScript</noscript></body></html>';
const WAIT_STUB = page(
  '',
  '<p>正在加载，请稍候…</p><script>document.cookie="k=1";location.reload()</script>',
);
const CAPTCHA_STUB = page(
  '访问验证',
  '<form><p>为了您的访问安全，请输入验证码后继续访问</p><input name="code"><img src="/v.jpg"></form>',
);
const FIREWALL_STUB = page(
  '网站防火墙',
  '<h2>您的请求带有不合法参数，已被网站管理员设置拦截！</h2><p>可能原因：您提交的内容包含危险的攻击请求</p>',
);
const STUB_200 =
  '<html>\n<head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head>\n<body>\n<div></div>\n</body>\n</html>';
const SPA = page('金乡县人民政府', '<div id="app"></div><script src="/js/app.3f2a.js"></script>');
const WORD_HTML = `<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word"><body><p>金乡县卫生健康局2023年政府信息公开工作年度报告</p></body></html>`;
const UNIT_YEAR = CHROME(
  '<div class="report-title"></div><div class="report"><table><tr><td></td></tr></table></div>',
);

const CASES: readonly Case[] = [
  // Content.
  { name: 'an article', outcome: 'ok', body: article() },
  { name: 'an article with 验证码 in its footer', outcome: 'ok', body: article(FOOTER) },
  {
    name: 'an article that quotes an error page',
    outcome: 'ok',
    body: article('<p>您访问的页面不存在时，请联系我们。访问被拒绝</p>'),
  },
  {
    name: 'an article with an analytics cookie',
    outcome: 'ok',
    body: article('<script>document.cookie="hm=1";if(0)location.reload()</script>'),
  },
  {
    name: 'an article that names $_ts',
    outcome: 'ok',
    body: article('<script>$_ts={}</script><script src="/a.js"></script>'),
  },
  { name: 'a GBK article', outcome: 'ok', body: iconv.encode(article(), 'gb18030') },
  { name: 'the template of a unit and year without a report', outcome: 'ok', body: UNIT_YEAR },
  {
    name: 'a frameset',
    outcome: 'ok',
    body: '<html><frameset cols="20%,80%"><frame src="l.html"><frame src="r.html"></frameset></html>',
  },
  { name: 'an empty fragment for a script', outcome: 'ok', body: '<ul></ul>', expect: 'list' },
  {
    name: 'an empty JSON list',
    outcome: 'ok',
    body: '{"rows":[],"total":0}',
    type: 'text/html',
    expect: 'list',
  },
  {
    name: 'XML data without entries',
    outcome: 'ok',
    body: "<?xml version='1.0'?><datastore><totalrecord>0</totalrecord></datastore>",
    type: 'text/xml',
    expect: 'list',
  },
  { name: 'a PDF', outcome: 'ok', body: '%PDF-1.4\n%%EOF', type: 'application/pdf', expect: 'attachment' },
  { name: 'a PDF that calls itself HTML', outcome: 'ok', body: '%PDF-1.4\n%%EOF', expect: 'attachment' },
  {
    name: 'a page that turns out to be a PDF',
    outcome: 'ok',
    body: '%PDF-1.4\n%%EOF',
    type: 'application/pdf',
  },
  {
    name: 'a Word file saved as HTML',
    outcome: 'ok',
    body: WORD_HTML,
    expect: 'attachment',
    path: '/files/2023.doc',
  },
  // Challenges.
  { name: '412', outcome: 'blocked', status: 412, body: TS_STUB, detail: /\$_ts.*status 412/ },
  {
    name: '412 without a body',
    outcome: 'blocked',
    status: 412,
    body: '',
    detail: /^status 412: a challenge/,
  },
  { name: '$_ts under 200', outcome: 'blocked', body: TS_STUB, detail: /challenge/ },
  { name: '$_ts under 202', outcome: 'blocked', status: 202, body: TS_STUB },
  { name: '521', outcome: 'blocked', status: 521, body: JSL_STUB },
  { name: '521 script under 200', outcome: 'blocked', body: JSL_STUB },
  { name: 'named clearance script', outcome: 'blocked', body: JSL_NAMED },
  { name: '468', outcome: 'blocked', status: 468, body: '' },
  { name: '403', outcome: 'blocked', status: 403, body: page('403 Forbidden', '403 Forbidden') },
  { name: 'a cookie script under 200', outcome: 'blocked', body: COOKIE_STUB, detail: /sets a cookie/ },
  { name: 'a page that reloads itself', outcome: 'blocked', body: RELOAD_STUB },
  { name: 'a challenge that asks for patience', outcome: 'blocked', body: WAIT_STUB },
  {
    name: 'a script stub under 405',
    outcome: 'blocked',
    status: 405,
    body: '<html><script src="/x.js"></script></html>',
  },
  { name: 'a challenge for the browser, too', outcome: 'blocked', body: TS_STUB, scripted: true },
  { name: 'a captcha', outcome: 'blocked', body: CAPTCHA_STUB, detail: /captcha page.*验证码/ },
  {
    name: 'a captcha instead of a PDF',
    outcome: 'blocked',
    body: CAPTCHA_STUB,
    expect: 'attachment',
    path: '/download.jsp',
  },
  {
    name: 'a captcha in GBK',
    outcome: 'blocked',
    body: iconv.encode(CAPTCHA_STUB, 'gb18030'),
    type: 'text/html',
  },
  { name: "a firewall's notice", outcome: 'blocked', body: FIREWALL_STUB },
  { name: 'too many requests', outcome: 'blocked', status: 429, body: '' },
  // Nothing there.
  { name: '404', outcome: 'not_found', status: 404, body: article() },
  { name: '410', outcome: 'not_found', status: 410, body: '' },
  { name: '400', outcome: 'not_found', status: 400, body: '' },
  { name: 'nothing at all', outcome: 'soft_404', body: '', detail: /empty/ },
  { name: 'only whitespace', outcome: 'soft_404', body: '\r\n\r\n  \n' },
  { name: '204', outcome: 'soft_404', status: 204, body: '' },
  { name: 'a stub without text', outcome: 'soft_404', body: STUB_200, detail: /stub of \d+ characters/ },
  { name: 'a page that needs its scripts', outcome: 'soft_404', body: SPA, detail: /needs the browser/ },
  {
    name: 'a page that says it is gone',
    outcome: 'soft_404',
    body: page('提示', '<p>您访问的页面不存在或已被删除</p><a href="/">返回首页</a>'),
  },
  { name: 'deleted', outcome: 'soft_404', body: page('系统提示', '该信息已删除！') },
  {
    name: '404 in words',
    outcome: 'soft_404',
    body: page('404 Not Found', '<center><h1>404 Not Found</h1></center><hr>nginx'),
  },
  { name: '404 in bare words', outcome: 'soft_404', body: '404 Not Found' },
  {
    name: '404 with menu and footer',
    outcome: 'soft_404',
    body: page('404-页面不存在', `<ul>${MENU}${MENU}${MENU}</ul>${FOOTER}`),
  },
  { name: 'gone, instead of a PDF', outcome: 'soft_404', body: page('', '文件不存在'), expect: 'attachment' },
  // The wrong thing.
  {
    name: 'an article instead of a PDF',
    outcome: 'wrong_type',
    body: article(),
    expect: 'attachment',
    detail: /web page came: “政府信息公开工作年度报告/,
  },
  { name: 'a web page under a PDF address', outcome: 'wrong_type', body: article(), path: '/P020240131.PDF' },
  {
    name: 'a large web page instead of a PDF',
    outcome: 'wrong_type',
    body: article('长'.repeat(200_000)),
    expect: 'attachment',
  },
  { name: 'a PDF instead of a listing', outcome: 'wrong_type', body: '%PDF-1.4', expect: 'list' },
  // Faults.
  { name: '500', outcome: 'server_error', status: 500, body: article() },
  { name: '502', outcome: 'server_error', status: 502, body: '' },
  { name: 'a part', outcome: 'truncated', status: 206, body: article() },
  { name: '304 that nobody asked for', outcome: 'server_error', status: 304, body: '' },
];

for (const {
  name,
  outcome,
  body,
  status = 200,
  expect = 'page',
  path = '/a.html',
  detail,
  scripted = false,
  type,
} of CASES) {
  test(`${name}: ${outcome}`, () => {
    const url = `http://www.jinxiang.gov.cn${path}`;
    const answer: Answer = {
      url,
      finalUrl: url,
      status,
      headers: { 'content-type': type ?? 'text/html; charset=utf-8' },
      body: typeof body === 'string' ? Buffer.from(body) : body,
      problem: null,
      hops: [],
      expect,
      conditional: false,
      scripted,
    };
    const verdict = judge(answer);
    assert.equal(verdict.outcome, outcome, verdict.detail ?? '');
    if (detail !== undefined) assert.match(verdict.detail ?? '', detail);
    assert.equal(verdict.detail === null, outcome === 'ok');
  });
}
