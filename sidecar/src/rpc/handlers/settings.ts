import {
  type ListedPrompt,
  type Prompt,
  PromptsListRequest,
  Settings,
  SettingsGetRequest,
  SettingsSchemaRequest,
  SettingsUpdateRequest,
} from '@condenser/protocol';
import * as z from 'zod';
import type { Application } from '../../app/application.ts';
import { BUILTIN_PROMPTS, type PromptTexts } from '../../i18n/wording.ts';
import type { Dispatcher } from '../dispatcher.ts';

/** The settings and the prompts in them. */
export function handleSettings(dispatcher: Dispatcher, application: Application): void {
  const { settings } = application;
  dispatcher
    .handle(SettingsGetRequest, async () => settings.state())
    .handle(SettingsUpdateRequest, ({ changes }) => settings.update(changes))
    .handle(SettingsSchemaRequest, async () => ({
      schema: { ...z.toJSONSchema(Settings, { io: 'input' }) },
    }))
    .handle(PromptsListRequest, async () => ({
      prompts: listPrompts(settings.current.prompts ?? [], application.wording().prompts),
    }));
}

/** The user's own prompts, then the built-in ones whose names are not taken. */
function listPrompts(own: readonly Prompt[], texts: PromptTexts): ListedPrompt[] {
  const taken = new Set(own.map(({ name }) => name));
  return [
    ...own.map((prompt) => ({ ...prompt, builtin: false })),
    ...BUILTIN_PROMPTS.filter((name) => !taken.has(name)).map((name) => ({
      name,
      ...texts[name],
      builtin: true,
    })),
  ];
}
