// Loaded before the server by `node --expose-gc --require`: says on SIGUSR2 what is still alive.
process.on('SIGUSR2', () => {
  globalThis.gc();
  globalThis.gc();
  process.stderr.write(`heap ${process.memoryUsage().heapUsed}\n`);
});
