import mammoth from 'mammoth';
import { type HtmlContent, readHtml } from './html.ts';
import { repack, unpack } from './zip.ts';

/**
 * Word documents (Office Open XML), through HTML that keeps row and column spans.
 * @param pictures whether those in its text are read along: a report's tables may be nothing else.
 * @throws Error when the file is damaged, protected, or swells beyond reason.
 */
export async function readDocx(bytes: Uint8Array, pictures = false): Promise<HtmlContent> {
  const members = unpack(bytes, (name) => TEXT.test(name) || (pictures && PICTURE.test(name)));
  for (const [name, xml] of members) if (TEXT.test(name)) checkNesting(name, xml);
  const main = members.get(MAIN);
  if (main !== undefined) members.set(MAIN, withRaised(main));
  const buffer = Buffer.from(repack(members));
  // Pictures that nobody looks at would only swell the HTML.
  const convertImage = mammoth.images.imgElement(async (image) => ({
    src: pictures ? `data:${image.contentType};base64,${await image.readAsBase64String()}` : 'image',
  }));
  const { value } = await mammoth.convertToHtml({ buffer }, { convertImage });
  return readHtml(value);
}

const MAIN = 'word/document.xml';

/** Characters that are lifted by their position, three points or more, as those that are raised by name. */
function withRaised(xml: Uint8Array): Uint8Array {
  const bytes = Buffer.from(xml);
  if (!bytes.includes('<w:position ')) return xml;
  const text = bytes.toString('latin1');
  return Buffer.from(
    text.replace(/<w:position w:val="(?:[6-9]|[1-9]\d)"\s*\/>/gu, '<w:vertAlign w:val="superscript"/>'),
    'latin1',
  );
}

const TEXT = /\.(?:xml|rels)$/u;
const PICTURE = /^word\/media\/[^/]+\.(?:png|jpe?g|gif|bmp|tiff?|webp)$/iu;

/** Word nests tables in tables a few times, each some elements deep. */
const DEEPEST = 2000;

/** Comments and other declarations, and tags: `>` may stand within quotes. */
const MARKUP =
  /<(?:!--(?:.*?-->|.*$)|!\[CDATA\[(?:.*?\]\]>|.*$)|[!?][^>]*>|(\/?)([^\s"'<>/]{0,200})(?=[\s/>])((?:[^"'<>]|"[^"]*"|'[^']*')*)>)|</gsu;

/**
 * Whether elements end in the order in which they began. What does not would be refused after long repairs.
 * @throws Error when they do not, or too many are open at once.
 */
function checkNesting(member: string, xml: Uint8Array): void {
  const open: string[] = [];
  let ended = false;
  for (const [all, slash, name = '', rest = ''] of Buffer.from(xml).toString('latin1').matchAll(MARKUP)) {
    if (all === '<' || (slash !== undefined && ended))
      throw new Error(`${member} is no XML: a tag stands where none can`);
    if (slash === undefined) continue;
    if (slash === '/') {
      if (open.pop() !== name) throw new Error(`${member} is no XML: </${name.slice(0, 40)}> ends nothing`);
    } else if (!rest.endsWith('/')) {
      open.push(name);
      if (open.length > DEEPEST)
        throw new Error(`elements of ${member} are nested more than ${DEEPEST} deep`);
    }
    ended = open.length === 0;
  }
  if (open.length > 0) throw new Error(`${member} is no XML: it ends in the midst of an element`);
}
