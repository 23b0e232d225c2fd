import type { Application } from '../../app/application.ts';
import type { AddCommand } from './command.ts';

/** `condenser stdio`. */
export const addStdio: AddCommand = (program, { run, help }) => {
  program
    .command('stdio')
    .description(help.stdio)
    // An editor cannot show why its child process did not start.
    .action(() => run(serve, { longRunning: true, reportBrokenSettings: true }));
};

async function serve(application: Application): Promise<number> {
  const { serveStdio } = await import('../../transports/stdio/stdioServer.ts');
  // A Ctrl-C for the editor reaches its whole process group; only the protocol ends this command.
  process.on('SIGINT', () => undefined);
  return serveStdio(application, { input: process.stdin, output: process.stdout });
}
