/** The replica portals in a process of their own, so that what they cost is not counted. Ends with its parent. */
import { startPortals } from '../portals/server.ts';

const portals = await startPortals();
process.send?.({
  port: portals.port,
  planted: portals.planted.map((p) => ({ kind: p.kind, url: p.url, bytes: [...p.payload()] })),
});
process.on('disconnect', () => process.exit(0));
