import {
  PromptsListRequest,
  Settings,
  SettingsGetRequest,
  SettingsSchemaRequest,
  SettingsUpdateRequest,
} from '@condenser/protocol';
import * as z from 'zod';
import type { Application } from '../../app/application.ts';
import { listPrompts } from '../../app/promptList.ts';
import type { Dispatcher } from '../dispatcher.ts';

/** The settings and the prompts in them. */
export function handleSettings(dispatcher: Dispatcher, application: Application): void {
  const { settingsStore } = application;
  dispatcher
    .handle(SettingsGetRequest, async () => settingsStore.state())
    .handle(SettingsUpdateRequest, ({ changes }) => settingsStore.update(changes))
    .handle(SettingsSchemaRequest, async () => ({
      schema: { ...z.toJSONSchema(Settings, { io: 'input' }) },
    }))
    .handle(PromptsListRequest, async () => ({
      prompts: listPrompts(application.settings.prompts ?? [], application.wording().prompts),
    }));
}
