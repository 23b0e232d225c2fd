// Loaded before the program by `node --require`: on SIGUSR2, errors that nothing catches.
process.on('SIGUSR2', () => {
  setImmediate(() => {
    throw new Error('thrown by the test');
  });
  void Promise.reject(new Error('rejected by the test'));
  void Promise.reject(undefined);
});
