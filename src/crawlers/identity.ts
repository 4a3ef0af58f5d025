import type { ListPage } from './crawler.ts';
import { tidy } from './links.ts';

/** What a page says of the portal it belongs to; each null where it says nothing. */
export interface PortalIdentity {
  /** As printed: 湛河区人民政府. */
  readonly name: string | null;
  /** First six digits of the identifier (网站标识码) that every government site bears: the region. */
  readonly region: string | null;
  /** Hosts that the page calls its own, lower case. */
  readonly domains: readonly string[];
}

/** Ten digits; of central bodies, which begin with letters, no region can be told. */
const IDENTIFIER = /标识码\s*[：:]?\s*(\d{10})(?!\d)/;
const PARTS = /[_|—–»>\s-]+/;
const OFFICE = /(人民政府|管委会|管理委员会|政务公开平台|政府信息公开(网|平台)?)$/;

/** Reads the meta tags of 国办发〔2017〕47号 (SiteName, SiteIDCode, SiteDomain), else the page's foot and title. */
export function identityOf({ $ }: ListPage): PortalIdentity {
  const meta = new Map<string, string>();
  for (const element of $('meta[name][content]')) {
    meta.set(($(element).attr('name') ?? '').toLowerCase(), tidy($(element).attr('content') ?? ''));
  }
  const code = meta.get('siteidcode') ?? '';
  const identifier = /^\d{10}$/.test(code) ? code : IDENTIFIER.exec($('body').text())?.[1];
  const domains = (meta.get('sitedomain') ?? '')
    .toLowerCase()
    .split(/[\s,;，；|]+/)
    .map((domain) => domain.replace(/^https?:\/\//, '').replace(/[/:].*$/, ''))
    .filter((domain) => /^[\w-]+(\.[\w-]+)+$/.test(domain));
  return { name: meta.get('sitename') || titleName($), region: identifier?.slice(0, 6) ?? null, domains };
}

/** The part of a page's title that names a government or its platform. */
function titleName($: ListPage['$']): string | null {
  const parts = tidy($('title').first().text()).split(PARTS);
  return parts.find((part) => OFFICE.test(part) && !part.startsWith('政府信息公开')) ?? null;
}

/** What the two pages say together: the first before the second. */
export function mergeIdentity(first: PortalIdentity, second: PortalIdentity): PortalIdentity {
  return {
    name: first.name ?? second.name,
    region: first.region ?? second.region,
    domains: first.domains.length > 0 ? first.domains : second.domains,
  };
}
