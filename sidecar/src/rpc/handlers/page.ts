import { PageHelloRequest, StatusGetRequest } from '@condenser/protocol';
import type { Application } from '../../app/application.ts';
import type { Dispatcher } from '../dispatcher.ts';

/** What a page needs when it is loaded, and how things stand. */
export function handlePage(dispatcher: Dispatcher, application: Application): void {
  dispatcher
    .handle(PageHelloRequest, async ({ pageId, workspace, locale }, signal) => {
      if (locale !== undefined) application.setLocale(locale);
      return {
        settings: application.settingsStore.visible,
        status: await application.status(signal),
        runningTurns: application.conversations.runningTurns(workspace?.uri),
        ...(await application.room.drafts.get({ workspaceUri: workspace?.uri }, pageId)),
      };
    })
    .handle(StatusGetRequest, (_params, signal) => application.status(signal));
}
