#!/usr/bin/env node
// Plain JavaScript that every Node can read: an old one must get a sentence, not a crash in the database driver.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(
    `nianbao needs Node 22.19 or newer, and this is Node ${process.versions.node}.\n` +
      'Start it with `npx nianbao …` inside the checkout, after `npm ci`: that runs the Node which nianbao brings\n' +
      'with it (Linux; elsewhere install Node 24 from nodejs.org).\n',
  );
  process.exitCode = 2;
} else {
  // Compiled code is kept between runs: a command starts in half the time.
  const { enableCompileCache } = await import('node:module');
  enableCompileCache();
  const { main } = await import('./main.ts');
  process.exitCode = await main(process.argv.slice(2));
}
