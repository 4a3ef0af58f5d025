// Plain JavaScript: to read TypeScript, Node loads a compiler, which takes 15 MB and a third of a thread's start. What the
// cache has needs none, but a thread begins without a cache.
import { enableCompileCache, flushCompileCache } from 'node:module';

enableCompileCache();
await import(process.argv[2]);
// Most threads are ended without having their say.
flushCompileCache();
