/** A fetch was given up by us (shutdown, deadline) before anything was learned of the server: there is nothing to record. */
export class FetchAborted extends Error {
  override readonly name = 'FetchAborted';
  /** @param reason what the AbortSignal was fired with. */
  constructor(reason: unknown) {
    const why = reason instanceof Error ? reason.message : String(reason ?? 'no reason given');
    super(`fetch given up: ${why}`, { cause: reason });
  }
}
