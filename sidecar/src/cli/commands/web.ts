import type { Application } from '../../app/application.ts';
import { openInBrowser } from '../openInBrowser.ts';
import { pageFolder } from '../pageFolder.ts';
import { removeOldRedirects, removeRedirect } from '../redirectFile.ts';
import { firstSignal } from '../signals.ts';
import { type AddCommand, listenFailure, portOption } from './command.ts';

interface WebOptions {
  readonly port: number;
  readonly open?: boolean | undefined;
}

/** `condenser web`. */
export const addWeb: AddCommand = (program, { flags, run }) => {
  program
    .command('web', { isDefault: true })
    .description('the chat page in a browser (what runs when no command is named)')
    .addOption(portOption('port on loopback; 0 takes a free one', 0))
    .option('--open', 'open it in the browser, where there is a display')
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
  const { readPage } = await import('../../transports/web/pageFiles.ts');
  const server = new WebServer(application, await readPage(pageFolder()));
  await server.listen(port).catch((error: unknown) => {
    throw listenFailure(error, '127.0.0.1', port);
  });
  removeOldRedirects();
  const link = server.newLink(removeRedirect);
  const stopped = firstSignal(['SIGINT']);
  const { web } = application.wording();
  process.stdout.write(`${web.opens}\n  ${link}\n${web.ends}\n`);
  if (open) openInBrowser(link);
  await stopped;
  await server.close();
  return 0;
}
