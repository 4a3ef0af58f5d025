/**
 * A condition that narrows a query to a site, with its parameter, or to none. Written as one that lets all sites through where
 * none is given, it would keep SQLite from looking up those of the site.
 */
export function ofSite(
  siteId: string | undefined,
  column = 'site_id',
): { readonly sql: string; readonly params: readonly string[] } {
  return siteId === undefined ? { sql: 'TRUE', params: [] } : { sql: `${column} = ?`, params: [siteId] };
}
