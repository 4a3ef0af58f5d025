import mammoth from 'mammoth';
import { type HtmlContent, readHtml } from './html.ts';
import { repack, unpack } from './zip.ts';

/**
 * Word documents (Office Open XML), through HTML that keeps row and column spans.
 * @throws Error when the file is damaged, protected, or swells beyond reason.
 */
export async function readDocx(bytes: Uint8Array): Promise<HtmlContent> {
  const members = unpack(bytes, (name) => /\.(?:xml|rels)$/u.test(name));
  for (const [name, xml] of members)
    if (depthOf(xml) > DEEPEST) throw new Error(`elements of ${name} are nested more than ${DEEPEST} deep`);
  const buffer = Buffer.from(repack(members));
  // Pictures would only swell the HTML: their data is in the archived file.
  const convertImage = mammoth.images.imgElement(async () => ({ src: 'image' }));
  const { value } = await mammoth.convertToHtml({ buffer }, { convertImage });
  return readHtml(value);
}

/** Word nests tables in tables a few times, each some elements deep. */
const DEEPEST = 2000;

const [LESS, GREATER, SLASH, MARK, QUERY] = [...'<>/!?'].map((c) => c.charCodeAt(0));

/** How many elements of an XML file are open at once, at most. */
function depthOf(xml: Uint8Array): number {
  let [depth, deepest] = [0, 0];
  for (let at = xml.indexOf(LESS ?? 0); at !== -1; at = xml.indexOf(LESS ?? 0, at + 1)) {
    const next = xml[at + 1];
    if (next === MARK || next === QUERY) continue;
    const end = xml.indexOf(GREATER ?? 0, at);
    if (end === -1) break;
    if (next === SLASH) depth -= 1;
    else if (xml[end - 1] !== SLASH) depth += 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}
