import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Archive } from '../../archive/archive.ts';
import { VERSION } from '../../version.ts';
import type { Queue } from './queue.ts';

/** What a worker has done since it was started. */
export class WorkerMeter {
  requests = 0;
  active = 0;
  troubles = 0;
  readonly outcomes = new Map<string, number>();

  done(outcome: string): void {
    this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + 1);
  }
}

export interface MetricsOptions {
  readonly archive: Archive;
  readonly queue: Queue;
  readonly meter: WorkerMeter;
}

interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/**
 * What Prometheus reads (https://prometheus.io/docs/instrumenting/exposition_formats/). What begins with `nianbao_worker_`
 * is this worker's own; the rest is of the whole archive and its queue, the same whichever worker is asked.
 */
export async function metricsText({ archive, queue, meter }: MetricsOptions): Promise<string> {
  const [states, workers] = [await queue.states(), await queue.workersHeard()];
  const now = archive.metrics.now();
  const of = (label: string, counts: ReadonlyMap<string, number>): Sample[] =>
    [...counts].map(([name, value]) => ({ labels: { [label]: name }, value }));
  const one = (value: number): Sample[] => [{ value }];
  const { user, system } = process.cpuUsage();
  return [
    metric('nianbao_info', 'gauge', 'The version that runs.', [{ labels: { version: VERSION }, value: 1 }]),
    metric(
      'nianbao_jobs',
      'gauge',
      'Sites in the queue, by queue and state; whatever waits in site-dead wants a person.',
      states.flatMap(({ queue: name, waiting, active, failed }) =>
        Object.entries({ waiting, active, failed }).map(([state, value]) => ({
          labels: { queue: name, state },
          value,
        })),
      ),
    ),
    metric('nianbao_workers', 'gauge', 'Workers heard of in the last two minutes.', of('vantage', workers)),
    metric('nianbao_sites', 'gauge', 'Sites by health.', of('health', now.sites)),
    metric('nianbao_alarms_open', 'gauge', 'Open alarms by cause.', of('cause', now.alarms)),
    metric('nianbao_reports', 'gauge', 'Reports in the archive.', one(now.reports)),
    metric('nianbao_captures_total', 'counter', 'Number of the last capture.', one(now.captures)),
    metric('nianbao_payloads_total', 'counter', 'Number of the last payload.', one(now.payloads)),
    metric(
      'nianbao_site_last_success_timestamp_seconds',
      'gauge',
      'End of the last good crawl of a site as a whole.',
      of('site', now.lastSuccess),
    ),
    metric('nianbao_worker_requests_total', 'counter', 'Requests to portals.', one(meter.requests)),
    metric('nianbao_worker_sites_active', 'gauge', 'Sites being crawled.', one(meter.active)),
    metric('nianbao_worker_sites_total', 'counter', 'Crawls by outcome.', of('outcome', meter.outcomes)),
    metric('nianbao_worker_troubles_total', 'counter', 'What the log calls trouble.', one(meter.troubles)),
    metric('process_cpu_seconds_total', 'counter', 'Processor time.', one((user + system) / 1e6)),
    metric('process_resident_memory_bytes', 'gauge', 'Memory.', one(process.memoryUsage.rss())),
  ].join('');
}

function metric(name: string, type: 'gauge' | 'counter', help: string, samples: readonly Sample[]): string {
  const lines = samples.map(({ labels = {}, value }) => {
    const written = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
    return `${name}${written.length === 0 ? '' : `{${written.join(',')}}`} ${value}\n`;
  });
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

export interface MetricsServer {
  /** Where it listens: `http://127.0.0.1:9464/metrics`. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Answers `/metrics`; 503 while the database does not.
 * @param port 0: any that is free
 */
export async function serveMetrics(
  { host, port }: { readonly host: string; readonly port: number },
  text: () => Promise<string>,
): Promise<MetricsServer> {
  const server: Server = createServer((request, response) => {
    if (request.url !== '/metrics') {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('404: see /metrics\n');
      return;
    }
    text().then(
      (body) =>
        response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(body),
      (error: unknown) =>
        response.writeHead(503, { 'content-type': 'text/plain' }).end(`503: ${String(error)}\n`),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}/metrics`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
