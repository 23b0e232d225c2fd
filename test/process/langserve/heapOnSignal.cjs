// Preloaded by `node --expose-gc --require`: prints the live heap on SIGUSR2.
process.on('SIGUSR2', () => {
  globalThis.gc();
  globalThis.gc();
  process.stderr.write(`heap ${process.memoryUsage().heapUsed}\n`);
});
