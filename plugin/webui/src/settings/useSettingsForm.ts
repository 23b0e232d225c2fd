import type { Prompt, SettingsState } from '@condenser/protocol';
import { useEffect, useState } from 'preact/hooks';
import { useApp, useWords } from '../app/context.ts';
import { wireError } from '../conversation/turns.ts';
import { type FieldSchema, kindOf, readValue, textOf } from './fieldSchema.ts';
import { labelOf, problemOf } from './settingField.tsx';

type Fields = Readonly<Record<string, FieldSchema>>;

/** The settings while a person changes them. */
export interface SettingsForm {
  readonly fields: Fields;
  readonly stored: SettingsState;
  text(name: string): string;
  write(name: string, text: string): void;
  readonly prompts: readonly Prompt[];
  writePrompts(prompts: readonly Prompt[]): void;
  /** What is wrong, by the path of the field. */
  readonly errors: Readonly<Record<string, string>>;
  /** @returns whether everything is kept now. */
  save(): Promise<boolean>;
}

/** Undefined until the settings and their schema are read. */
export function useSettingsForm(): SettingsForm | undefined {
  const app = useApp();
  const words = useWords();
  const [stored, setStored] = useState<SettingsState>();
  const [fields, setFields] = useState<Fields>();
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({});
  const [prompts, setPrompts] = useState<readonly Prompt[]>();
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  useEffect(() => {
    app.run(app.machine.settings().then(setStored));
    app.run(app.machine.fields().then(setFields));
  }, [app]);
  if (!stored || !fields) return undefined;
  const values: Readonly<Record<string, unknown>> = stored.settings;
  const save = async () => {
    setErrors({});
    try {
      setStored(await app.machine.changeSettings(changesOf(texts, prompts, fields, values)));
      setTexts({});
      setPrompts(undefined);
      return true;
    } catch (error) {
      const { message, data } = wireError(error);
      const path = String(data?.field ?? '').replace(/^changes\./, '');
      if (path === '') throw error;
      const [name = ''] = path.split('.');
      const said = typeof data?.problem === 'string' ? data.problem : message;
      const problem = problemOf(fields[name], said, words);
      setErrors({ [path]: `${labelOf(name, words)}: ${problem}` });
      return false;
    }
  };
  return {
    ...{ fields, stored, errors, save },
    text: (name) => texts[name] ?? textOf(values[name]),
    write: (name, text) => setTexts({ ...texts, [name]: text }),
    prompts: prompts ?? stored.settings.prompts ?? [],
    writePrompts: setPrompts,
  };
}

/** What is another than what is in force. */
function changesOf(
  texts: Readonly<Record<string, string>>,
  prompts: readonly Prompt[] | undefined,
  fields: Fields,
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const changed = Object.entries(texts).filter(([name, text]) => text !== textOf(values[name]));
  const changes = changed.map(([name, text]) => {
    const schema = fields[name] ?? {};
    const value = readValue(text, schema);
    return [name, kindOf(schema) === 'lines' ? withRemovals(values[name], value) : value];
  });
  return {
    ...Object.fromEntries(changes),
    ...(prompts === undefined ? {} : { prompts: prompts.length === 0 ? null : prompts }),
  };
}

/** Lines that are gone are removed one by one: the others stay as they are. */
function withRemovals(before: unknown, after: unknown): object {
  const gone = Object.keys(before ?? {}).map((name) => [name, null]);
  return { ...Object.fromEntries(gone), ...(after as object) };
}
