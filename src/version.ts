import { createRequire } from 'node:module';

const manifest: { version: string } = createRequire(import.meta.url)('../package.json');

/** The program's version, from its manifest. */
export const VERSION: string = manifest.version;
