/** A picture file that a page shows. */
export interface PictureFile {
  readonly url: string;
  readonly bytes: Uint8Array;
}

const IMAGE = /(<img\b[^>]{0,2000}?\ssrc\s*=\s*)("[^"]{0,2000}"|'[^']{0,2000}'|[^\s"'>]{1,2000})/giu;

/** The page with the pictures themselves where it names their files, so that it can be read by itself. */
export function inlinePictures(html: string, pictures: readonly PictureFile[]): string {
  return html.replace(IMAGE, (all: string, head: string, source: string) => {
    const picture = pictures.find(({ url }) => names(source, url));
    if (picture === undefined) return all;
    return `${head}"data:image/png;base64,${Buffer.from(picture.bytes).toString('base64')}"`;
  });
}

/** Those of some addresses that a page shows as pictures, in its order. */
export function shownIn(html: string, urls: readonly string[]): string[] {
  const found = [...html.matchAll(IMAGE)].flatMap(
    ([, , source = '']) => urls.find((url) => names(source, url)) ?? [],
  );
  return [...new Set(found)];
}

/** Whether the value of an `src`, which may be relative, is this address. */
function names(source: string, url: string): boolean {
  const path = source
    .replace(/^["'\s]+|["'\s]+$|[?#].*$/gu, '')
    .replace(/^(?:[a-z]+:)?\/\/[^/]*|^(?:\.{1,2}\/)+/iu, '');
  return (
    path !== '' && `/${unescaped(new URL(url).pathname)}`.endsWith(`/${unescaped(path).replace(/^\/+/u, '')}`)
  );
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    // A name in GBK escapes is no valid UTF-8.
    if (error instanceof URIError) return text;
    throw error;
  }
}
