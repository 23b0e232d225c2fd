// Preloaded by `node --require`: writes to the console on SIGUSR2, like a library.
process.on('SIGUSR2', () => {
  for (const method of ['log', 'info', 'debug', 'warn', 'error'])
    console[method](`console.${method}`);
});
