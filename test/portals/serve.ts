/**
 * `npm run portals`: all replica portals on one port of this machine, until interrupted; for trying site files and
 * crawlers without internet. Site files that are tried go to a configuration of their own.
 */
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startPortals } from './server.ts';

const PORT = 18_080;
const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, 'storage', 'try');

rmSync(folder, { recursive: true, force: true });
mkdirSync(join(folder, 'sites'), { recursive: true });
copyFileSync(fileURLToPath(new URL('config/nianbao.yaml', import.meta.url)), join(folder, 'nianbao.yaml'));
const { port } = await startPortals({ port: PORT });
console.log(`The replica portals answer on 127.0.0.1:${port}. In another terminal:

  TRY="--config ${relative(root, folder)} --db ${relative(root, join(folder, 'nianbao.sqlite'))} --connect-to 127.0.0.1:${port} --insecure-tls"
  npx nianbao sites add http://www.lintan.gov.cn/ $TRY

Ctrl-C ends.`);
