import { say, sayJson } from './output.ts';

export interface LogOptions {
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Severity numbers of OpenTelemetry (https://opentelemetry.io/docs/specs/otel/logs/data-model/). */
const SEVERITY = { INFO: 9, WARN: 13 } as const;

/** What a command that runs for days says as it goes: a line an event; with `json` as OpenTelemetry's collectors read it. */
export class Log {
  readonly #options: LogOptions;

  constructor(options: LogOptions) {
    this.#options = options;
  }

  /** @param what `trouble` wants a person's eye; everything else is information. */
  event(what: string, attributes: Readonly<Record<string, string | number | null>>): void {
    const severity = what === 'trouble' ? 'WARN' : 'INFO';
    if (this.#options.json) {
      sayJson({
        timestamp: new Date().toISOString(),
        severityText: severity,
        severityNumber: SEVERITY[severity],
        body: what,
        attributes,
        resource: { 'service.name': 'nianbao' },
      });
      return;
    }
    if (this.#options.quiet && severity === 'INFO') return;
    const details = Object.entries(attributes).flatMap(([name, value]) =>
      value === null ? [] : [`${name}=${value}`],
    );
    say(`${new Date().toISOString()} ${what} ${details.join(' ')}`.trimEnd());
  }
}
