import { fileURLToPath } from 'node:url';
import type { Application } from '../../app/application.ts';
import { openInBrowser, removeRedirect, removeStaleRedirects } from '../openInBrowser.ts';
import { firstSignal } from '../processEvents.ts';
import { type AddCommand, listenFailure, portOption } from './command.ts';

interface WebOptions {
  readonly port: number;
  readonly open?: boolean | undefined;
}

/** `condenser web`. */
export const addWeb: AddCommand = (program, { flags, run, help }) => {
  program
    .command('web', { isDefault: true })
    .description(help.web.summary)
    .addOption(portOption(help.web.port, 0))
    .option('--open', help.web.open)
    .action((options: WebOptions) =>
      run(
        (application) =>
          serve(application, { ...options, open: options.open ?? flags().openBrowser ?? false }),
        { longRunning: true },
      ),
    );
};

async function serve(application: Application, { port, open }: WebOptions): Promise<number> {
  const { WebServer } = await import('../../transports/web/webServer.ts');
  const { readPage } = await import('../../transports/web/webServer.ts');
  const server = new WebServer(application, await readPage(pageFolder()));
  await server.listen(port).catch((error: unknown) => {
    throw listenFailure(error, '127.0.0.1', port);
  });
  removeStaleRedirects();
  const link = server.newLink(removeRedirect);
  const stopped = firstSignal(['SIGINT']);
  const { web } = application.wording();
  process.stdout.write(`${web.opens}\n  ${link}\n${web.ends}\n`);
  if (open) openInBrowser(link);
  await stopped;
  await server.close();
  return 0;
}

/** The folder of the built page, next to the bundle. */
export function pageFolder(): string {
  return fileURLToPath(new URL('page', import.meta.url));
}
