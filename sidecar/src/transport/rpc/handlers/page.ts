import { PageHelloRequest, StatusGetRequest } from '@condenser/protocol';
import type { Application } from '../../../application.ts';
import type { Dispatcher } from '../dispatcher.ts';

/** What a page needs when it is loaded, and how things stand. */
export function handlePage(dispatcher: Dispatcher, application: Application): void {
  dispatcher
    .handle(PageHelloRequest, async ({ workspace, locale }, signal) => {
      if (locale !== undefined) application.setLocale(locale);
      const draft = await application.room.drafts.get({ workspaceUri: workspace?.uri });
      return {
        settings: application.settingsStore.visible,
        status: await application.status(signal),
        runningTurns: application.conversations.runningTurns(),
        ...(draft === undefined ? {} : { draft }),
      };
    })
    .handle(StatusGetRequest, (_params, signal) => application.status(signal));
}
