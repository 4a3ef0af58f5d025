import { ArchiveError } from '../../archive/errors.ts';
import type { Box } from '../../documents/document.ts';
import { sniff } from '../../documents/sniff.ts';
import { type App, type Ask, missing } from '../answer.ts';
import type { PageSize } from '../archived/pdf-image.ts';
import { pictureOf } from '../archived/picture.ts';
import { MARK_ID } from '../archived/place.ts';
import type { DocumentView } from '../archived/view-document.ts';
import { type Html, html } from '../html.ts';
import type { Reading } from '../report-queries.ts';
import type { Viewer } from '../viewer.ts';

/**
 * For archived documents: they are of an origin of their own, run nothing, load nothing, post nothing, and only our
 * pages may show them.
 */
const CAGE = "sandbox; default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'";
/** What stands in the document itself may style it; of ours it may have nothing. */
const FOREIGN_POLICY = `${CAGE}; style-src 'unsafe-inline'`;
/** Pictures of pages are in a document of our own making. */
const PICTURE_POLICY = `${CAGE}; style-src 'self'; img-src 'self'`;
const DAY = 'private, max-age=86400, immutable';

/** Archived documents: to be looked at in a frame, page by page, or as they were received. */
export function documentRoutes(app: App, viewer: Viewer): void {
  app.get('/editions/:id/document', async (c) => {
    const edition = editionOf(viewer, c.req.param('id'));
    if (edition === null) return missing(c, c.req.path);
    const field = c.req.query('field') ?? null;
    const view = await viewOf(viewer, edition.reading, field);
    c.header('content-security-policy', view.kind === 'html' ? FOREIGN_POLICY : PICTURE_POLICY);
    c.header('cache-control', 'private, no-cache');
    return c.html(String(documentHtml(c, edition.id, view)));
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
    const picture = pictureOf(bytes);
    if (picture === null) return missing(c, c.req.path);
    return c.body(new Uint8Array(bytes), 200, { 'content-type': picture.mime, 'cache-control': DAY });
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

/** The document at the place of a field; from its beginning where the place cannot be found in time. */
async function viewOf(viewer: Viewer, reading: Reading, field: string | null): Promise<DocumentView> {
  const figure = field === null ? undefined : (reading.figures.get(field) ?? reading.meta.get(field));
  const { captureId } = reading;
  const show = (at: string | null): Promise<DocumentView> =>
    viewer.documents.view(`${captureId} ${at} ${figure?.raw}`, () => {
      const { bytes, sha256, rendered, contentType } = bytesOf(viewer, captureId);
      const documentKey = `${sha256} ${rendered}`;
      return { documentKey, bytes, rendered, contentType, at, printed: figure?.raw ?? null };
    });
  try {
    return await show(figure?.at ?? null);
  } catch (error) {
    if (figure?.at == null || error instanceof ArchiveError) throw error;
    return show(null);
  }
}

function documentHtml(c: Ask, editionId: number, view: DocumentView): Html | string {
  if (view.kind === 'html') return view.html;
  const { t } = c.get('page');
  const body =
    view.kind === 'image'
      ? sheet(t('存档的图片', 'The archived picture'), `/editions/${editionId}/picture`, view.size, view.mark)
      : html`${view.pages.map((size, i) => {
          const here = view.mark?.page === i + 1 ? view.mark.box : null;
          const address = `/editions/${editionId}/pages/${i + 1}.png`;
          return sheet(t(`第 ${i + 1} 页`, `Page ${i + 1}`), address, size, here, i > 0);
        })}`;
  return html`<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>nianbao</title><link rel="stylesheet" href="/assets/style.css"></head><body class="sheets">${body}</body></html>`;
}

/** A page as a picture, with a box where the value stands; only the page where no box is known. */
function sheet(label: string, address: string, size: PageSize | null, box: Box | null, later = false): Html {
  const lazy = later && box === null ? html` loading="lazy"` : '';
  if (size === null) return html`<div class="sheet"><img src="${address}" alt="${label}"></div>`;
  const { width, height } = size;
  const known = box !== null && box.x1 > box.x0 && box.y1 > box.y0;
  const { x0, y0, x1, y1 } = known ? box : { x0: 0, y0: 0, x1: 1, y1: 1 };
  const mark =
    box === null
      ? ''
      : html`<rect id="${MARK_ID}"${known ? '' : html` class="unseen"`} x="${String(x0)}" y="${String(y0)}" width="${String(x1 - x0)}" height="${String(y1 - y0)}" vector-effect="non-scaling-stroke"/>`;
  return html`<div class="sheet"><img src="${address}" alt="${label}" width="${String(Math.round(width))}" height="${String(Math.round(height))}"${lazy}><svg viewBox="${`0 0 ${width} ${height}`}" aria-hidden="true">${mark}</svg></div>`;
}

function extensionOf(bytes: Uint8Array): string {
  const type = sniff(bytes);
  if (type === 'image') return pictureOf(bytes)?.extension ?? '';
  return type === 'unknown' || type === 'empty' ? '' : `.${type}`;
}
