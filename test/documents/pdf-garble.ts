import { deflateSync, inflateSync } from 'node:zlib';

/**
 * A PDF as it was, except that it names its characters otherwise than it draws them: what copies of it, and readers of its
 * text, make of a font with a wrong table of characters.
 */
export function garble(pdf: Uint8Array, named: (code: number) => number): Buffer {
  const source = Buffer.from(pdf).toString('latin1');
  const tables = new Set([...source.matchAll(/\/ToUnicode (\d+) 0 R/gu)].map((m) => m[1]));
  const changed = source.replace(
    /(?<=[\r\n])(\d+) 0 obj\s*<<([^>]*)>>\s*stream\r?\n(.*?)\r?\nendstream/gsu,
    (all: string, number: string, dictionary: string, data: string) => {
      if (!tables.has(number)) return all;
      const bytes = Buffer.from(data, 'latin1');
      const map = (/FlateDecode/u.test(dictionary) ? inflateSync(bytes) : bytes).toString('latin1');
      const wrong = deflateSync(Buffer.from(renamed(map, named), 'latin1'));
      return `${number} 0 obj\n<< /Filter /FlateDecode /Length ${wrong.length} >>\nstream\n${wrong.toString('latin1')}\nendstream`;
    },
  );
  // Places have moved: without their table readers look for them.
  return Buffer.from(changed.replace(/startxref\s+\d+/u, 'startxref\n0'), 'latin1');
}

/** The same table of characters, with other ones: `<0003> <0041>`, `<0003> <0005> <0041>` or `<0003> <0005> [<0041> …]`. */
function renamed(map: string, named: (code: number) => number): string {
  const hex = (code: string): string =>
    named(Number.parseInt(code, 16)).toString(16).toUpperCase().padStart(4, '0');
  return map.replace(/beginbf(?:char|range)(.*?)endbf/gsu, (block) =>
    block
      .split('\n')
      .map((line) => {
        const list = /^(.*\[)(.*)(\].*)$/u.exec(line);
        if (list !== null)
          return `${list[1]}${(list[2] ?? '').replace(/<([0-9A-F]{4})>/giu, (_, c: string) => `<${hex(c)}>`)}${list[3]}`;
        return line.replace(/<([0-9A-F]{4})>(\s*)$/iu, (_, c: string, end: string) => `<${hex(c)}>${end}`);
      })
      .join('\n'),
  );
}
