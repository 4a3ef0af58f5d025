/** What a file turned out to be, by its content. */
export type DocumentType =
  | 'html'
  | 'text'
  | 'pdf'
  | 'docx'
  | 'doc'
  | 'xls'
  | 'xlsx'
  | 'rtf'
  | 'image'
  | 'odt'
  | 'ods'
  | 'ofd'
  | 'zip'
  | 'empty'
  | 'unknown';

/**
 * Where something stands on a page, from its upper left corner: in points on a PDF's, in pixels on a picture.
 */
export interface Box {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

export interface Paragraph {
  readonly kind: 'paragraph';
  readonly text: string;
  /** The containers round it, outermost first, as numbers that are equal for equal containers. Empty where the format has none. */
  readonly scope: readonly number[];
  readonly page: number | null;
  /** Source line, for plain text. */
  readonly line: number | null;
  /** Left out where the format has no places. */
  readonly box?: Box;
  /** True where figures in it were recognised in a picture, and not surely. */
  readonly doubt?: boolean;
  /** True where all of it leads elsewhere. */
  readonly isLink?: boolean;
}

/** A cell as it stands; spans are resolved into `rowSpan` and `columnSpan`. Rows and columns count from 1. */
export interface Cell {
  readonly row: number;
  readonly column: number;
  readonly rowSpan: number;
  readonly columnSpan: number;
  readonly text: string;
  readonly page: number | null;
  readonly box: Box | null;
  /** True where the text was recognised in a picture, and not surely; a blank too, where ink is left unread. */
  readonly doubt?: boolean;
}

export interface Grid {
  readonly kind: 'grid';
  /** Its number among the document's grids. */
  readonly index: number;
  readonly rows: number;
  readonly columns: number;
  /** In reading order. A place without a cell is a place where the document has none. */
  readonly cells: readonly Cell[];
  /** True where columns are real (marked up or ruled); false where they are only separators in text. */
  readonly aligned: boolean;
  readonly scope: readonly number[];
  readonly page: number | null;
  /** Source line of the first row, for plain text. */
  readonly line: number | null;
}

export type Block = Paragraph | Grid;

export interface Link {
  readonly href: string;
  readonly text: string;
}

/** A document in any format, after reading: the parser's only input. */
export interface Document {
  readonly type: DocumentType;
  /** MIME type, as recorded. */
  readonly mime: string;
  readonly charset: string | null;
  /** In reading order. */
  readonly blocks: readonly Block[];
  /** The document's own title property, or the page's `<title>`. */
  readonly title: string | null;
  /** Meta tags and document properties; names in lower case. */
  readonly meta: ReadonlyMap<string, string>;
  readonly links: readonly Link[];
  /** Number of pictures in the content: a page of pictures and no text is a scan. */
  readonly images: number;
  /** Why nothing, or not all, could be read; null when all was. */
  readonly problem: string | null;
  /** What of it could not be read although the rest was, in words: pictures in its text. Left out where nothing is missing. */
  readonly unread?: string;
  /** Why none of it may be taken for sure, in words: read by a program that we do not know. Left out where all is ours. */
  readonly distrust?: string;
}

/** No cell of an official table holds more text: a longer one is page layout, and what stands in it the page. */
export const LONGEST_CELL = 400;
