import { PageHelloRequest, StatusGetRequest } from '@condenser/protocol';
import type { Application } from '../../app/application.ts';
import type { Dispatcher } from '../dispatcher.ts';

/** What a page needs when it is loaded, and how things stand. */
export function handlePage(dispatcher: Dispatcher, application: Application): void {
  dispatcher
    .handle(PageHelloRequest, async ({ pageId, workspace, locale }, signal) => {
      if (locale !== undefined) application.setLocale(locale);
      return {
        settings: application.settings.visible,
        status: await application.status(signal),
        runningTurns: application.chat.turns.running(workspace?.uri),
        ...(await application.chat.drafts.get({ workspaceUri: workspace?.uri }, pageId)),
      };
    })
    .handle(StatusGetRequest, (_params, signal) => application.status(signal));
}
