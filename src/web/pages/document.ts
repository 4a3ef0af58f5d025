import type { Box } from '../../documents/document.ts';
import { sniff } from '../../documents/sniff.ts';
import { type App, type Ask, missing } from '../answer.ts';
import type { PageSize } from '../archived/pdf-image.ts';
import { MARK_ID } from '../archived/place.ts';
import type { DocumentView } from '../archived/view-document.ts';
import { type Html, html } from '../html.ts';
import type { Reading } from '../report-queries.ts';
import type { Viewer } from '../viewer.ts';

/**
 * For archived documents: they are of an origin of their own, run nothing, load nothing, post nothing, and only our
 * pages may show them. Page pictures of a PDF are our own.
 */
const DOCUMENT_POLICY =
  "sandbox; default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'";
const DAY = 'private, max-age=86400, immutable';

/** Archived documents: to be looked at in a frame, page by page, or as they were received. */
export function documentRoutes(app: App, viewer: Viewer): void {
  app.get('/editions/:id/document', async (c) => {
    const edition = editionOf(viewer, c.req.param('id'));
    if (edition === null) return missing(c, c.req.path);
    const field = c.req.query('field') ?? null;
    const view = await viewer.documents.view(
      `${edition.id} ${edition.reading.captureId} ${field ?? ''}`,
      () => viewInput(viewer, edition.reading, field),
    );
    c.header('content-security-policy', DOCUMENT_POLICY);
    c.header('cache-control', 'private, no-cache');
    return c.html(documentHtml(c, edition.id, view));
  });

  app.get('/editions/:id/pages/:file{\\d{1,4}\\.png}', async (c) => {
    const edition = editionOf(viewer, c.req.param('id'));
    if (edition === null) return missing(c, c.req.path);
    const number = Number.parseInt(c.req.param('file'), 10);
    const { captureId } = edition.reading;
    const png = await viewer.documents.page(
      String(captureId),
      number,
      () => bytesOf(viewer, captureId).bytes,
    );
    return c.body(new Uint8Array(png), 200, { 'content-type': 'image/png', 'cache-control': DAY });
  });

  app.get('/editions/:id/picture', (c) => {
    const edition = editionOf(viewer, c.req.param('id'));
    if (edition === null) return missing(c, c.req.path);
    const { bytes } = bytesOf(viewer, edition.reading.captureId);
    return c.body(new Uint8Array(bytes), 200, { 'content-type': imageType(bytes), 'cache-control': DAY });
  });

  app.get('/editions/:id/original', (c) => {
    const edition = editionOf(viewer, c.req.param('id'));
    if (edition === null) return missing(c, c.req.path);
    const { bytes, sha256 } = bytesOf(viewer, edition.reading.captureId);
    // Never shown in place: whatever it is, it is saved.
    return c.body(new Uint8Array(bytes), 200, {
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="${sha256.slice(0, 16)}${extensionOf(bytes)}"`,
      'cache-control': DAY,
    });
  });
}

function editionOf(viewer: Viewer, id: string): { readonly id: number; readonly reading: Reading } | null {
  if (!/^\d{1,15}$/u.test(id)) return null;
  const reading = viewer.reports.reading(Number(id));
  return reading === null ? null : { id: Number(id), reading };
}

/** The bytes that were read. @throws ArchiveError when they are damaged */
function bytesOf(
  viewer: Viewer,
  captureId: number,
): { bytes: Uint8Array; sha256: string; rendered: boolean; contentType: string | null } {
  const { captures } = viewer.archive;
  const capture = captures.readable(captureId);
  const bytes = captures.payload(capture.readSha256);
  if (bytes === null)
    throw new Error(`capture ${captureId}: the archive has no payload ${capture.readSha256}`);
  const type = capture.headers['content-type'];
  return {
    bytes,
    sha256: capture.readSha256,
    rendered: capture.renderedSha256 !== null,
    contentType: typeof type === 'string' ? type : null,
  };
}

function viewInput(viewer: Viewer, reading: Reading, field: string | null) {
  const figure = field === null ? undefined : (reading.figures.get(field) ?? reading.meta.get(field));
  const { bytes, rendered, contentType } = bytesOf(viewer, reading.captureId);
  return { bytes, rendered, contentType, at: figure?.at ?? null, printed: figure?.raw ?? null };
}

function documentHtml(c: Ask, editionId: number, view: DocumentView): Html | string {
  if (view.kind === 'html') return view.html;
  const { t } = c.get('page');
  const body =
    view.kind === 'image'
      ? html`<div class="sheet"><img src="${`/editions/${editionId}/picture`}" alt="${t('存档的图片', 'The archived picture')}"></div>`
      : html`${view.pages.map((size, i) => sheet(t(`第 ${i + 1} 页`, `Page ${i + 1}`), editionId, i + 1, size, view.mark?.page === i + 1 ? view.mark.box : null))}`;
  return html`<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>nianbao</title><link rel="stylesheet" href="/assets/style.css"></head><body class="sheets">${body}</body></html>`;
}

/** A page as a picture, with a box where the value stands; only the line of sight where no box is known. */
function sheet(
  label: string,
  editionId: number,
  number: number,
  { width, height }: PageSize,
  box: Box | null,
): Html {
  const known = box !== null && box.x1 > box.x0 && box.y1 > box.y0;
  const mark =
    box === null
      ? ''
      : known
        ? html`<rect id="${MARK_ID}" x="${String(box.x0)}" y="${String(box.y0)}" width="${String(box.x1 - box.x0)}" height="${String(box.y1 - box.y0)}"/>`
        : html`<rect id="${MARK_ID}" class="unseen" x="0" y="0" width="1" height="1"/>`;
  return html`<div class="sheet"><img src="${`/editions/${editionId}/pages/${number}.png`}" alt="${label}" width="${String(Math.round(width))}" height="${String(Math.round(height))}"${number > 1 && box === null ? html` loading="lazy"` : ''}><svg viewBox="${`0 0 ${width} ${height}`}" aria-hidden="true">${mark}</svg></div>`;
}

const MAGIC: readonly {
  readonly bytes: readonly number[];
  readonly mime: string;
  readonly extension: string;
}[] = [
  { bytes: [0x89, 0x50, 0x4e, 0x47], mime: 'image/png', extension: '.png' },
  { bytes: [0xff, 0xd8, 0xff], mime: 'image/jpeg', extension: '.jpg' },
  { bytes: [0x47, 0x49, 0x46, 0x38], mime: 'image/gif', extension: '.gif' },
  { bytes: [0x42, 0x4d], mime: 'image/bmp', extension: '.bmp' },
];

/** Of the pictures that browsers show; anything else is only offered for saving. */
function imageType(bytes: Uint8Array): string {
  return (
    MAGIC.find((kind) => kind.bytes.every((byte, i) => bytes[i] === byte))?.mime ?? 'application/octet-stream'
  );
}

function extensionOf(bytes: Uint8Array): string {
  const type = sniff(bytes);
  if (type === 'image') return MAGIC.find((kind) => kind.mime === imageType(bytes))?.extension ?? '';
  return type === 'unknown' || type === 'empty' ? '' : `.${type}`;
}
