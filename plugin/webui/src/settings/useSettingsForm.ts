import {
  type Prompt,
  SettingsGetRequest,
  type SettingsState,
  SettingsUpdateRequest,
} from '@condenser/protocol/light';
import { useEffect, useState } from 'preact/hooks';
import { useApp, useTexts } from '../app/context.ts';
import { wireError } from '../rpc/client.ts';
import { type Fields, kindOf, readFields, readValue, textOf } from './fieldSchema.ts';
import { labelOf, problemOf } from './settingField.tsx';

/** The settings and the unsaved changes of the user. */
export interface SettingsForm {
  readonly fields: Fields;
  readonly stored: SettingsState;
  text(name: string): string;
  write(name: string, text: string): void;
  readonly prompts: readonly Prompt[];
  writePrompts(prompts: readonly Prompt[]): void;
  /** Errors by the path of the field. */
  readonly errors: Readonly<Record<string, string>>;
  /** @returns whether everything was saved. */
  save(): Promise<boolean>;
}

/** The form; undefined until the settings and their schema are read. */
export function useSettingsForm(): SettingsForm | undefined {
  const app = useApp();
  const texts = useTexts();
  const [stored, setStored] = useState<SettingsState>();
  const [fields, setFields] = useState<Fields>();
  const [edited, setEdited] = useState<Readonly<Record<string, string>>>({});
  const [prompts, setPrompts] = useState<readonly Prompt[]>();
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  useEffect(() => {
    app.run(app.client.request(SettingsGetRequest, {}).then(setStored));
    app.run(readFields(app.client).then(setFields));
  }, [app]);
  if (!stored || !fields) return undefined;
  const values: Readonly<Record<string, unknown>> = stored.settings;
  const save = async () => {
    setErrors({});
    try {
      const changes = changesOf(edited, prompts, fields, values);
      setStored(await app.client.request(SettingsUpdateRequest, { changes }));
      setEdited({});
      setPrompts(undefined);
      return true;
    } catch (error) {
      const { message, data } = wireError(error);
      const path = String(data?.field ?? '').replace(/^changes\./, '');
      if (path === '') throw error;
      const [name = ''] = path.split('.');
      const detail = typeof data?.problem === 'string' ? data.problem : message;
      const problem = problemOf(fields[name], detail, texts);
      setErrors({ [path]: `${labelOf(name, texts)}: ${problem}` });
      return false;
    }
  };
  return {
    ...{ fields, stored, errors, save },
    text: (name) => edited[name] ?? textOf(values[name]),
    write: (name, text) => setEdited({ ...edited, [name]: text }),
    prompts: prompts ?? stored.settings.prompts ?? [],
    writePrompts: setPrompts,
  };
}

/** The values that differ from the stored ones. */
function changesOf(
  edited: Readonly<Record<string, string>>,
  prompts: readonly Prompt[] | undefined,
  fields: Fields,
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const changed = Object.entries(edited).filter(([name, text]) => text !== textOf(values[name]));
  const changes = changed.map(([name, text]) => {
    const schema = fields[name] ?? {};
    const value = readValue(text, schema);
    return [name, kindOf(schema) === 'lines' ? withRemovals(values[name], value) : value];
  });
  return {
    ...Object.fromEntries(changes),
    prompts: prompts?.length === 0 ? null : prompts,
  };
}

/** Removed lines are removed one by one, so that hidden values of the others are kept. */
function withRemovals(before: unknown, after: unknown): object {
  const gone = Object.keys(before ?? {}).map((name) => [name, null]);
  return { ...Object.fromEntries(gone), ...(after as object) };
}
