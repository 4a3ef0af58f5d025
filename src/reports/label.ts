import { remembering } from '../documents/remembering.ts';

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
    '雜杂 離离 難难 雲云 電电 預预 領领 頭头 顯显 風风 飛飞 館馆 馬马 點点 齊齐 寧宁 灣湾 濟济 滿满 漢汉 滅灭 準准 體体 與与 數数 責责 讀读 誤误 練练 訂订 設设 認认 諮咨 詳详 訪访 構构 標标 樣样 權权 歸归 則则 別别 剛刚 劃划 勞劳 協协 參参 員员 啟启 團团 圖图 執执 場场 塊块 壓压 夠够 奪夺 獎奖 將将 層层 歲岁 幫帮 廠厂 彙汇 徵征 戶户 撥拨 擇择 擔担 擴扩 斷断 術术 極极 檢检 殺杀 氣气 涼凉 淨净 減减 溫温 潔洁 濕湿 營营 爭争 獨独 獻献 產产 畢毕 異异 療疗 監监 盤盘 礎础 積积 穩稳 競竞 簡简 紀纪 約约 紙纸 級级 細细 統统 綜综 緊紧 線线 緩缓 縮缩 繼继 聯联 職职 肅肃 腦脑 臨临 舉举 舊旧 藝艺 藥药 蘭兰 衝冲 觀观 觸触 託托 該该 誠诚 調调 談谈 論论 證证 譯译 議议 豐丰 貢贡 貨货 貫贯 貴贵 貿贸 賞赏 質质 贊赞 趙赵 輔辅 輕轻 輸输 轄辖 農农 遞递 遲迟 遷迁 遺遗 鋼钢 鍵键 鎖锁 閉闭 閱阅 闊阔 陽阳 陸陆 險险 順顺 頒颁 頓顿 額额 願愿 類类 駐驻 驗验 驚惊 鬆松 魚鱼 鮮鲜 麗丽 黃黄',
    '萬万 況况 決决 於于 沒没 繳缴 納纳 網网 覽览 匯汇 欄栏 訓训 爲为 園园 災灾 備备 見见 訊讯 碼码 頁页 鏈链 掃扫 輯辑 終终 瀏浏 擊击 聽听 識识 聲声 們们 載载 億亿 個个 廳厅 資资 餘余 臺台 絡络 稱称 負负 賣卖 衆众 熱热 輿舆 聞闻 圍围 隱隐 徑径 錯错 駁驳 歷历 響响 張张 軟软 為为 眾众 説说 衞卫 閲阅 佈布',
  ]
    .join(' ')
    .split(' ')
    .map((pair) => [pair.charAt(0), pair.charAt(1)]),
);

const TRADITIONAL = new RegExp(`[${Object.keys(SIMPLIFIED).join('')}]`, 'gu');
const ANY_TRADITIONAL = new RegExp(`[${Object.keys(SIMPLIFIED).join('')}覆檔]`, 'u');

/** Simplified characters for what labels and headings need; 檔案 is 文件 and 製作 is 制作 in the national form. */
export function simplify(text: string): string {
  if (!ANY_TRADITIONAL.test(text)) return text;
  return text
    .replaceAll('檔案', '文件')
    .replaceAll(/[反答]覆/gu, (word) => word.replace('覆', '复'))
    .replace(TRADITIONAL, (c) => SIMPLIFIED[c] ?? c);
}

const NUMBERING =
  /^(?:第?[一二三四五六七八九十]{1,3}[、,.．:：]|[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十\d]{1,2}[）)]|\d{1,2}[、.．,:：](?!\d)|[-•·●■◆])+/u;

/** Half-width, simplified, without any space: the form in which text is searched for labels. */
export const squeeze = remembering((text) =>
  // NFKC turns full-width letters, brackets and ㈠ ① into their plain forms; the second class is what it leaves.
  simplify(text.normalize('NFKC')).replace(/[\s\u200b-\u200f\u2060\ufeff\u00ad]+/gu, ''),
);

/**
 * The comparable core of a label: squeezed, without numbering, bracketed notes, punctuation and quotes.
 * `（二）部分公开（区分处理的…）` becomes `部分公开`.
 */
export const labelKey = remembering((text) =>
  // Nothing but Chinese characters has nothing to be left out: that is soon told, and the rest takes long.
  /^[\u4e00-\u9fff]+$/u.test(text)
    ? simplify(text)
    : squeeze(text)
        .replace(NUMBERING, '')
        .replace(/\([^()]*\)/gu, '')
        .replace(/[^\p{L}\p{N}]+/gu, ''),
);

/** Levenshtein distance of two short strings. */
export function editDistance(a: string, b: string): number {
  if (a === b) return 0;
  if (a.length === 0) return b.length;
  if (b.length === 0) return a.length;
  let previous = [...Array(b.length + 1).keys()];
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
  if (official.length <= 3) {
    if (found.includes(official)) return found.length <= official.length + 1 ? 0.7 : 0;
    // One of two characters misread: hardly a label by itself, but its place may confirm it.
    return found.length === 2 && (found[0] === official[0] || found[1] === official[1]) ? 0.56 : 0;
  }
  // Nothing but a cut label can differ more in length and still be alike.
  if (short < long / 2) return short >= 4 && official.includes(found) ? 0.6 + (0.35 * short) / long : 0;
  const whole = 1 - editDistance(found, official) / long;
  const cut =
    short >= 4 && (official.includes(found) || found.includes(official)) ? 0.6 + (0.35 * short) / long : 0;
  return Math.max(whole, cut);
}
