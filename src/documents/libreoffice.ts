import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Below the time that a document is given as a whole. */
const TIMEOUT_MS = 40_000;

/** Documents of strangers: nothing that they link to is fetched (whatever tries, asks a proxy that is not there), and nothing in them runs. */
const SETTINGS = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
${[
  ['Common/Security/Scripting', 'MacroSecurityLevel', '3'],
  ['Common/Security/Scripting', 'DisableMacrosExecution', 'true'],
  ['Common/Security/Scripting', 'BlockUntrustedRefererLinks', 'true'],
  ['Common/Security/Scripting', 'DisableActiveContent', 'true'],
]
  .map(([path, name, value]) => item(`Office.${path ?? ''}`, name ?? '', value ?? ''))
  .join('\n')}
${item('Inet/Settings', 'ooInetProxyType', '2')}
${item('Inet/Settings', 'ooInetHTTPProxyName', '127.0.0.1')}
${item('Inet/Settings', 'ooInetHTTPProxyPort', '9')}
${item('Inet/Settings', 'ooInetHTTPSProxyName', '127.0.0.1')}
${item('Inet/Settings', 'ooInetHTTPSProxyPort', '9')}
</oor:items>
`;

function item(path: string, name: string, value: string): string {
  return `<item oor:path="/org.openoffice.${path}"><prop oor:name="${name}" oor:op="fuse"><value>${value}</value></prop></item>`;
}

/** Where LibreOffice's command is, or null. */
export async function findLibreOffice(path = process.env.PATH ?? ''): Promise<string | null> {
  for (const folder of path.split(delimiter))
    for (const name of ['soffice', 'libreoffice']) {
      const file = join(folder, name);
      if (folder !== '' && (await isExecutable(file))) return file;
    }
  return null;
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch (error) {
    if (error instanceof Error) return false;
    throw error;
  }
}

/**
 * Converts a document that nothing here reads to a Word file (or a workbook to a new one), in a profile and folder of
 * its own.
 * @param extension of the file as LibreOffice shall take it: `doc`, `xls`, `wps`.
 * @returns the new file's bytes, or null when LibreOffice made nothing of it.
 * @throws Error when it takes too long.
 */
export async function convert(
  command: string,
  bytes: Uint8Array,
  extension: string,
  to: 'docx' | 'xlsx',
): Promise<Uint8Array | null> {
  const folder = await mkdtemp(join(tmpdir(), 'nianbao-office-'));
  try {
    const profile = join(folder, 'profile');
    await mkdir(join(profile, 'user'), { recursive: true });
    await writeFile(join(profile, 'user', 'registrymodifications.xcu'), SETTINGS);
    const file = join(folder, `document.${extension}`);
    await writeFile(file, bytes);
    await run(command, [
      `-env:UserInstallation=${pathToFileURL(profile).href}`,
      '--headless',
      '--norestore',
      '--convert-to',
      to,
      '--outdir',
      join(folder, 'out'),
      file,
    ]);
    return await readFile(join(folder, 'out', `document.${to}`)).catch(() => null);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** In a process group of its own, since the command starts others. */
function run(command: string, args: readonly string[]): Promise<void> {
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      reject(new Error(`LibreOffice took longer than ${TIMEOUT_MS / 1000} seconds`));
    }, TIMEOUT_MS);
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
