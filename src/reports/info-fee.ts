import { sentencesOf } from './checks/sentences.ts';
import { numeral } from './numeral.ts';
import { convertMoney } from './value.ts';

/** What the text says of the fee for handling requests. */
export interface InfoFee {
  /** Yuan; null where it speaks of one that cannot be made out. */
  readonly amount: number | null;
  /** The sentence that says so. */
  readonly quote: string;
  readonly section: string;
  /** Why the amount may be another; null where there is one reading. */
  readonly doubt: string | null;
}

/** Sentences that speak of the fee. */
const SUBJECT = /信息处理费|信息公开(?:申请)?(?:收费|费用)|依申请公开[^。]{0,8}(?:收费|费用)/u;
/** In section six, which asks for the fee, less is enough to say that none was collected; an amount may be any charge's. */
const SUBJECT_IN_SIX = /收取[^。]{0,6}费用|收费(?:情况|为|金额|总额|通知)/u;
/** Words of the fee alone: bodies are to say how many demands they sent (国办函〔2020〕109号). */
const DEMANDS = /收费通知/u;
const OTHER_CHARGE = /事业性|非税|罚没|学费|保险费|停车|污水|垃圾|不动产/u;

const NUMERALS = '零〇一二两三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰仟';
const AMOUNT = new RegExp(`(?<figure>\\d[\\d,]*(?:\\.\\d+)?|[${NUMERALS}]+)(?<unit>万元|元)`, 'gu');
/** 信息处理费：0, 均为零, 收取情况：无 */
const NOTHING =
  /(?:费|收费|费用|情况|金额|总额|合计|收取|为|是)(?:均|共|共计)?[为是:]*(?:0|零|无)(?=[,;。!?、)）]|$)/u;
const NONE =
  /(?:未|没有|没|不|无)(?:需)?(?:发生|产生|收取|收到|收|存在|涉及|向)?.{0,14}?(?:费|收费|收取)|免收|零收费|无收费/u;
/** What was not done to a fee says nothing of whether one was collected. */
const OTHER_DEED = /违规|违法|乱收|擅自|超标准|减免|减收|拖欠|逾期|投诉|缴|标准|依据|办法|规定|按照/u;

/** Of whom and what an amount may be. */
const COLLECTED = /实际收取|实收|实际收费|已收取/u;
const CHARGED = /通知/u;
/** Amounts that nobody paid: what was remitted, or is owed. */
const UNPAID = /减免|免除|免收|豁免|应收|应缴|待收|尚欠|拖欠|未(?:按期|按时|按要求)?(?:缴|支付|交)/u;
/** Who was asked and did not pay: the amount before it may be what was asked for. */
const DEFAULT = /(?:逾期|仍|尚|均)未(?:缴|支付|交)/u;
const WHOLE_COUNTY = /全[市县区旗省州镇]|各(?:部门|单位|乡镇|街道)/u;
const THIS_BODY = /本(?:机关|单位|级|部门|局|委|办)|我(?:局|委|办|单位|镇|乡|街道)/u;

interface Stated {
  readonly amount: number;
  readonly clause: string;
}

/**
 * The fee for handling requests, from the text: 0 only where it says that none was collected. Amounts of other years and of the
 * whole county are left aside where the body's own is stated, and what was demanded where it is said what was collected
 * (国办函〔2020〕109号 asks for both).
 * @param year report year, to tell other years from it.
 * @returns null where the text is silent.
 */
export function readInfoFee(sections: Readonly<Record<string, string>>, year: number | null): InfoFee | null {
  for (const section of ['6', '1', '5'])
    for (const quote of sentencesOf(sections[section] ?? '')) {
      const isNamed = SUBJECT.test(quote) || DEMANDS.test(quote);
      const isMeant = section === '6' && SUBJECT_IN_SIX.test(quote) && !OTHER_CHARGE.test(quote);
      if (!isNamed && !isMeant) continue;
      const fee = readSentence(quote, year);
      if (fee !== null && (isNamed || fee.amount === 0)) return { ...fee, quote, section };
    }
  return null;
}

function readSentence(sentence: string, year: number | null): Pick<InfoFee, 'amount' | 'doubt'> | null {
  const own = clausesOf(sentence.replace(/[<《〈][^>》〉]*[>》〉]/gu, ''), year).filter(
    (clause) => !OTHER_CHARGE.test(clause),
  );
  // 发出收费通知3件,总金额1200元: the sum is that of the clause before.
  const named = own.flatMap((clause, i) =>
    amountsIn(clause, /^(?:总|金额|共计|合计|计)/u.test(clause) ? `${own[i - 1] ?? ''},${clause}` : clause),
  );
  const stated = named.filter((s) => !UNPAID.test(s.clause));
  const denied = own.some((c) => (NONE.test(c) && !OTHER_DEED.test(c)) || NOTHING.test(c));
  const kinds = [
    stated.filter((s) => COLLECTED.test(s.clause)),
    stated.filter((s) => THIS_BODY.test(s.clause) && !CHARGED.test(s.clause)),
    stated.filter((s) => !WHOLE_COUNTY.test(s.clause) && !CHARGED.test(s.clause)),
  ];
  const chosen = kinds.find((kind) => kind.length > 0) ?? stated;
  const amounts = [...new Set(chosen.map((s) => s.amount))];
  const [amount] = amounts;
  if (amount === undefined) {
    if (denied) return { amount: 0, doubt: null };
    const owed = named.filter((s) => s.amount > 0).map((s) => s.amount);
    return owed.length === 0
      ? null
      : {
          amount: null,
          doubt: `${owed.join(' and ')} 元 was remitted or is owed: nothing says what was collected`,
        };
  }
  const others = [...new Set(stated.map((s) => s.amount))].filter((other) => other !== amount);
  if (amounts.length > 1) return { amount, doubt: `the text names ${amounts.join(' and ')} 元` };
  if (denied && amount > 0)
    return { amount, doubt: `the text names ${amount} 元, and says that nothing was collected` };
  const isPaid = chosen === kinds[0] || !own.some((c) => DEFAULT.test(c));
  const unsure =
    !isPaid ||
    (chosen === stated &&
      others.length === 0 &&
      stated.every((s) => WHOLE_COUNTY.test(s.clause) || CHARGED.test(s.clause)));
  return {
    amount,
    doubt: unsure && amount > 0 ? `${amount} 元 may be what was demanded, or the whole county's` : null,
  };
}

/** Not the comma of 1,234. */
const CLAUSE_END = /[;；]|[,，](?!\d{3}(?!\d))/u;

/** Clauses that speak of the report year: one that names another year speaks of it until the year is named. */
function clausesOf(sentence: string, year: number | null): string[] {
  let other = false;
  return sentence.split(CLAUSE_END).filter((clause) => {
    const named = /(20\d\d)年/u.exec(clause)?.[1];
    if (named !== undefined) other = year !== null && Number(named) !== year;
    else if (/去年|上年|上一年/u.test(clause)) other = true;
    else if (/本年|今年/u.test(clause)) other = false;
    return !other;
  });
}

/** @param context what the amounts are of. */
function amountsIn(clause: string, context: string): Stated[] {
  return [...clause.matchAll(AMOUNT)].flatMap(({ groups }) => {
    const { figure = '', unit = '元' } = groups ?? {};
    const printed = /\d/u.test(figure) ? Number(figure.replaceAll(',', '')) : numeral(figure);
    return printed === null ? [] : [{ amount: convertMoney(printed, unit, '元'), clause: context }];
  });
}
