import type { Application } from '../../app/application.ts';
import type { AddCommand } from './command.ts';

/** `condenser stdio`. */
export const addStdio: AddCommand = (program, { run }) => {
  program
    .command('stdio')
    .description('serve JSON-RPC 2.0 with Content-Length framing on stdin and stdout')
    // An editor that starts it cannot show why it did not start.
    .action(() => run(serve, { longRunning: true, reportBrokenSettings: true }));
};

async function serve(application: Application): Promise<number> {
  const { serveStdio } = await import('../../transports/stdio/stdioServer.ts');
  // The plugin's own Ctrl-C reaches the whole group; only the protocol ends this command.
  process.on('SIGINT', () => undefined);
  return serveStdio(application, { input: process.stdin, output: process.stdout });
}
