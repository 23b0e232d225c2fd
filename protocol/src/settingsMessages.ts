import * as z from 'zod';
import { notification, request } from './message.ts';
import { NoParams } from './scalars.ts';
import { Settings } from './settings.ts';

/** The settings in force, and where they come from. */
export const SettingsState = z.object({
  settings: Settings.meta({
    description: 'In force now, defaults filled in. Values of `headers` are hidden.',
  }),
  stored: z.array(z.string()).meta({ description: 'The keys that the file itself sets.' }),
  overridden: z
    .record(z.string(), z.enum(['flag', 'environment']))
    .meta({ description: 'Keys whose value in the file does not count, and what beats it.' }),
  file: z.string().meta({ description: 'Path of `settings.json`.' }),
  dataFolder: z.string().meta({ description: 'Where conversations are kept.' }),
});
export type SettingsState = z.infer<typeof SettingsState>;

const exampleState: SettingsState = {
  settings: {
    model: 'qwen2.5-coder:7b',
    strategy: 'condense+history',
    answerLanguage: 'auto',
    titles: 'model',
    temperature: 0.2,
    maximumContextWindow: 32768,
    idleTimeoutSeconds: 120,
    models: { 'qwen3:4b': { think: false, contextWindow: 8192 } },
  },
  stored: ['model', 'temperature', 'models'],
  overridden: { ollamaHost: 'environment' },
  file: '/home/ada/.config/condenser/settings.json',
  dataFolder: '/home/ada/.local/share/condenser',
};

export const SettingsGetRequest = request({
  method: 'settings/get',
  direction: 'clientToSidecar',
  doc: 'The settings in force, and which of them the file sets.',
  params: NoParams,
  result: SettingsState,
  example: { params: {}, result: exampleState },
});

export const SettingsUpdateRequest = request({
  method: 'settings/update',
  direction: 'clientToSidecar',
  doc:
    'Changes keys of the file, and answers once it is replaced; the next turn goes by it, running ' +
    'turns are left alone. All changes are made, or none. Keys that are not known are kept.',
  params: z.object({
    changes: z.record(z.string(), z.unknown()).meta({
      description:
        'Key by key, the new value; null removes the key. A value takes the place of the whole old ' +
        'one, except that in `models` and `headers` null removes one entry and others stay. A ' +
        'hidden header value that comes back is left as it is.',
    }),
  }),
  result: SettingsState,
  errors: ['invalidParams', 'notSaved'],
  example: {
    params: { changes: { temperature: 0.2, keepAlive: null } },
    result: exampleState,
  },
});

export const SettingsChangedNotification = notification({
  method: 'settings/changed',
  direction: 'sidecarToClient',
  doc: 'The settings are others now, whoever changed them.',
  params: SettingsState,
  example: { params: exampleState },
});

export const SettingsSchemaRequest = request({
  method: 'settings/schema',
  direction: 'clientToSidecar',
  doc: 'What a form of the settings is built from.',
  params: NoParams,
  result: z.object({
    schema: z.record(z.string(), z.unknown()).meta({
      description: 'JSON Schema (2020-12) of Settings: types, bounds, defaults, descriptions.',
    }),
  }),
  example: {
    params: {},
    result: {
      schema: {
        type: 'object',
        properties: {
          temperature: { description: 'Of the answer.', type: 'number', minimum: 0, maximum: 2 },
        },
      },
    },
  },
});
