/** A bucket and how to reach it. */
export interface S3Target {
  /** `https://bucket.s3.eu-west-1.amazonaws.com`, `http://127.0.0.1:9000/bucket` */
  readonly url: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | null;
}

export interface S3Request {
  readonly target: S3Target;
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'DELETE';
  /** Within the bucket, with what it asks: `/prefix/ab/cd/abcd…`, `?prefix=…`. */
  readonly path: string;
  readonly body: Uint8Array | null;
  /** Of the body, hex. */
  readonly sha256: string;
  /** How long a server that does not answer is asked again, milliseconds. */
  readonly patienceMs: number;
}

export type S3Response =
  | { readonly kind: 'answer'; readonly status: number; readonly body: Uint8Array }
  /** Nothing came, or nothing that helps. */
  | { readonly kind: 'failure'; readonly message: string };
