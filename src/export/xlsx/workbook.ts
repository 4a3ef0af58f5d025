import { closeSync, openSync, writeSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Zip } from 'fflate';
import type { Cell } from '../format.ts';
import { DeflatedEntry } from './deflated-entry.ts';
import { escapeXml, MOST_ROWS, SHEET_END, type Sheet, sheetRow, sheetStart } from './sheet-xml.ts';

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const KINDS = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** The archive's format counts in 32 bits; past this a file would be damaged. */
const MOST_BYTES = 2 ** 32 - 2 ** 20;
const CHUNK = 256 * 1024;

/**
 * Writes an Excel workbook (ECMA-376) as it goes: no library of a fit size and licence does so without holding the
 * sheets in memory.
 */
export class Workbook {
  readonly #file: number;
  readonly #zip: Zip;
  readonly #names: string[] = [];
  #written = 0;

  /** @param path is made anew */
  constructor(path: string) {
    this.#file = openSync(path, 'w');
    this.#zip = new Zip((error, data) => {
      if (error !== null) throw error;
      this.#written += data.length;
      if (this.#written > MOST_BYTES)
        throw new Error(`${path}: more than a spreadsheet file can hold. Export these as csv or parquet`);
      writeSync(this.#file, data);
    });
  }

  /** @returns how many rows there were, those of the head not counted. */
  async addSheet(sheet: Sheet, rows: Iterable<readonly Cell[]>): Promise<number> {
    this.#names.push(sheet.name);
    const entry = this.#entry(`xl/worksheets/sheet${this.#names.length}.xml`);
    let pending = sheetStart(sheet);
    let count = 0;
    for (const row of rows) {
      count += 1;
      if (count + sheet.head.length > MOST_ROWS)
        throw new Error(
          `sheet ${sheet.name}: more rows than a spreadsheet can hold. Export these as csv or parquet`,
        );
      pending += sheetRow(row, sheet.columns);
      if (pending.length < CHUNK) continue;
      entry.push(pending, false);
      pending = '';
      await nextTurn();
    }
    entry.push(pending + SHEET_END, true);
    return count;
  }

  /** Completes the file. */
  finish(): void {
    const names = this.#names;
    const sheets = names.map(
      (name, i) => `<sheet name="${escapeXml(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`,
    );
    const relations = names.map(
      (_, i) =>
        `<Relationship Id="rId${i + 1}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
    );
    const types = names.map(
      (_, i) =>
        `<Override PartName="/xl/worksheets/sheet${i + 1}.xml" ContentType="${KINDS}.worksheet+xml"/>`,
    );
    this.#add(
      'xl/workbook.xml',
      `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${sheets.join('')}</sheets></workbook>`,
    );
    this.#add(
      'xl/_rels/workbook.xml.rels',
      `<Relationships xmlns="${PACKAGE}/relationships">${relations.join('')}<Relationship Id="rIdStyles" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
    );
    this.#add('xl/styles.xml', STYLES);
    this.#add(
      '_rels/.rels',
      `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    );
    this.#add(
      '[Content_Types].xml',
      `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${KINDS}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${KINDS}.styles+xml"/>${types.join('')}</Types>`,
    );
    this.#zip.end();
    closeSync(this.#file);
  }

  /** Leaves an unfinished file; the caller removes it. */
  abandon(): void {
    this.#zip.terminate();
    closeSync(this.#file);
  }

  #entry(name: string): DeflatedEntry {
    const entry = new DeflatedEntry(name);
    this.#zip.add(entry);
    return entry;
  }

  #add(name: string, xml: string): void {
    this.#entry(name).push(XML + xml, true);
  }
}

/** Formats 0 plain, 1 head (bold), 2 date, 3 date and time. */
const STYLES =
  `<styleSheet xmlns="${MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd hh:mm:ss"/></numFmts>` +
  '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
  '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
  '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>' +
  '<cellXfs count="4"><xf/><xf fontId="1" applyFont="1"/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>';
