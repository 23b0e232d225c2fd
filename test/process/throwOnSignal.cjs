// Preloaded by `node --require`: throws uncaught errors on SIGUSR2.
process.on('SIGUSR2', () => {
  setImmediate(() => {
    throw new Error('thrown by the test');
  });
  void Promise.reject(new Error('rejected by the test'));
  void Promise.reject(undefined);
});
