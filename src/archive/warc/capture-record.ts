import { z } from 'zod';
import { OUTCOMES } from '../../fetch/outcome.ts';

/**
 * The metadata record that stands beside the HTTP records of a capture: all that the archive knows of it and that WARC
 * has no place for, so that an import loses nothing.
 */
export const CAPTURE_FORMAT = 'nianbao-capture-1';

/** Extension field: the number of the capture that a record belongs to, the same for all its records. */
export const CAPTURE_FIELD = 'Nianbao-Capture';
/** Extension field: what a record holds where that is not the answer itself: `hop`, `rendered`. */
export const ROLE_FIELD = 'Nianbao-Role';

const text = z.string();
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const time = z.iso.datetime();

export const captureSchema = z.object({
  format: z.literal(CAPTURE_FORMAT),
  site_id: text,
  url: z.url(),
  final_url: z.url(),
  fetched_at: time,
  outcome: z.enum(OUTCOMES),
  detail: text.nullable(),
  status: z.int().nullable(),
  headers: z.record(text, z.union([text, z.array(text)])),
  via: z.enum(['http', 'browser', 'import']),
  payload_sha256: hash.nullable(),
  rendered_sha256: hash.nullable(),
  revalidated_sha256: hash.nullable(),
  form: z.record(text, text).nullable(),
  hops: z.array(z.object({ url: text, status: z.int(), location: text })),
  attempts: z.int(),
  duration_ms: z.int(),
  retry_at: time.nullable(),
  tls: text.nullable(),
  resource: z.object({
    kind: z.enum(['list', 'report', 'attachment']),
    title: text.nullable(),
    published_on: text.nullable(),
    parent_url: text.nullable(),
    body: text.nullable(),
    year: z.int().nullable(),
  }),
  /** The crawl that fetched it. */
  run: z.object({ started_at: time, trigger: text }).nullable(),
  /** The person who brought it, and what its source said of it. */
  import: z.object({ by: text, at: time, file: text, sha256: text, origin: z.unknown() }).nullable(),
});

export type CaptureRecord = z.infer<typeof captureSchema>;
