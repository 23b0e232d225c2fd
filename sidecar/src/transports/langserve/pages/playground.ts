import type { Application } from '../../../app/application.ts';
import { sendContent } from '../../../http/answers.ts';
import type { Handler } from '../routes.ts';
import type { Mount } from '../serveOptions.ts';
import { fillPage } from './fill.ts';
import template from './playground.html';

/** The page that tries a chain out: it streams, stops, and keeps the conversation to itself. */
export function playground(mount: Mount, application: Application): Handler {
  return (_request, response) => {
    const { language, ...texts } = application.wording().serve.playground;
    const localized = template.replace('lang="en"', `lang="${language}"`);
    const { html, headers } = fillPage(localized, {
      ...texts,
      path: mount.path,
      chain: mount.chain,
    });
    sendContent(response, html, headers);
  };
}
