import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, chmodSync, existsSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/** Where PostgreSQL's programs are: Debian keeps them apart by version. Null: it is not installed. */
export function findPostgres(): string | null {
  const folders = [
    ...globSync('/usr/lib/postgresql/*/bin').sort().reverse(),
    ...(process.env['PATH'] ?? '').split(':'),
  ];
  return (
    folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'pg_ctl'))) ?? null
  );
}

/** Why tests on PostgreSQL are left out; false: they are not. */
export function withoutPostgres(): string | false {
  return findPostgres() === null
    ? 'PostgreSQL is not installed: apt-get install postgresql-15 brings what this test needs'
    : false;
}

export interface TestServer {
  /** Address of an empty database. */
  readonly url: string;
  /** Stops and starts it, as an upgrade does. */
  restart(): void;
  /** The same, while this process goes on. */
  restartMeanwhile(): Promise<void>;
  stop(): void;
}

/** The server that `npm test` has started for all its files, and the database on it from which others are copied. */
export const SHARED = { url: 'NIANBAO_TEST_SERVER', template: 'NIANBAO_TEST_TEMPLATE' };

/** The server of this run of the tests; one of its own where there is none, or where it is to be restarted. */
export async function postgresServer(): Promise<TestServer> {
  const url = process.env[SHARED.url];
  if (url === undefined) return startPostgres();
  const refuse = (): never => {
    throw new Error('other tests use this server: start one of your own to restart it');
  };
  return { url, restart: refuse, restartMeanwhile: refuse, stop: () => undefined };
}

/** What changes no answer, and costs hundreds of small databases most of their time: compiled queries, logs for followers. */
const FRUGAL = `jit = off
autovacuum = off
wal_level = minimal
max_wal_senders = 0
synchronous_commit = off
max_wal_size = 4GB
checkpoint_timeout = 1h
`;

/** Starts a PostgreSQL of its own on a free loopback port, as a user that is not root; it forgets everything when stopped. */
export async function startPostgres(): Promise<TestServer> {
  const programs = findPostgres();
  if (programs === null) throw new Error('PostgreSQL is not installed');
  const folder = mkdtempSync(join(tmpdir(), 'nianbao-postgres-'));
  const data = join(folder, 'data');
  const asRoot = process.getuid?.() === 0;
  // PostgreSQL refuses to run as root.
  const asOther = (program: string, args: readonly string[]): readonly [string, ...string[]] =>
    asRoot
      ? ['runuser', '-u', 'postgres', '--', join(programs, program), ...args]
      : [join(programs, program), ...args];
  const run = (program: string, ...args: string[]): SpawnSyncReturns<Buffer> => {
    const [first, ...others] = asOther(program, args);
    const done = spawnSync(first, others, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
    if (done.status !== 0) throw new Error(`${program} failed: ${String(done.stderr)}`);
    return done;
  };
  if (asRoot) {
    spawnSync('chown', ['postgres', folder]);
    chmodSync(folder, 0o755);
  }
  const port = await freePort();
  run('initdb', '-D', data, '-A', 'trust', '-U', 'app', '--locale=C.UTF-8', '-E', 'UTF8', '--no-sync');
  appendFileSync(
    join(data, 'postgresql.conf'),
    `\nlisten_addresses = '127.0.0.1'\nport = ${port}\nunix_socket_directories = ''\nfsync = off\nfull_page_writes = off\nmax_connections = 200\n${FRUGAL}`,
  );
  const starting = ['-D', data, '-w', '-l', join(folder, 'log'), 'start'];
  const start = (): void => {
    run('pg_ctl', ...starting);
  };
  const meanwhile = async (...args: string[]): Promise<void> => {
    const [first, ...others] = asOther('pg_ctl', args);
    const child = spawn(first, others, { cwd: folder, stdio: 'ignore' });
    const [code] = (await once(child, 'exit')) as [number | null];
    if (code !== 0) throw new Error(`pg_ctl ${args.at(-1)} failed`);
  };
  start();
  return {
    url: `postgres://app@127.0.0.1:${port}/postgres`,
    restart: () => {
      run('pg_ctl', '-D', data, '-w', '-m', 'fast', 'stop');
      start();
    },
    restartMeanwhile: async () => {
      await meanwhile('-D', data, '-w', '-m', 'fast', 'stop');
      await meanwhile(...starting);
    },
    stop: () => {
      run('pg_ctl', '-D', data, '-w', '-m', 'immediate', 'stop');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Whoever runs the tests, in words. */
export const runsAs = (): string => userInfo().username;

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address !== null
          ? resolve(address.port)
          : reject(new Error('no port')),
      );
    });
  });
}
