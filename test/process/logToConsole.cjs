// Loaded before the program by `node --require`: on SIGUSR2, it writes to the console as a library does.
process.on('SIGUSR2', () => {
  for (const method of ['log', 'info', 'debug', 'warn', 'error'])
    console[method](`console.${method}`);
});
