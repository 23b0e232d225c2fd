import { useEffect, useState } from 'preact/hooks';
import { wireError } from '../../app/turns.ts';
import type { PageState } from '../../state/state.ts';
import { useApp, useWords } from '../context.ts';
import { DialogPanel } from '../dialogPanel.tsx';
import { modelNamed } from '../modelOf.ts';
import { chosenModel } from '../modelsPanel.tsx';
import { type FieldSchema, readValue, textOf } from './fieldSchema.ts';
import { labelOf, problemOf, SettingField } from './settingField.tsx';

type Fields = Readonly<Record<string, FieldSchema>>;

/** How the model is asked in this conversation, where that is another way than the settings say. */
export function OptionsPanel({ state }: { readonly state: PageState }) {
  const app = useApp();
  const words = useWords();
  const [fields, setFields] = useState<Fields>();
  useEffect(() => {
    const read = async () => {
      const all: Fields = await app.machine.fields();
      // Those of a model in the settings are those of a conversation.
      setFields(all.models?.additionalProperties?.properties ?? {});
    };
    app.run(read());
  }, [app]);
  return (
    <DialogPanel title={words.optionsTitle}>
      <p class="quiet">{words.optionsHelp}</p>
      {fields && <OptionsForm state={state} fields={fields} />}
    </DialogPanel>
  );
}

function OptionsForm({ state, fields }: { readonly state: PageState; readonly fields: Fields }) {
  const app = useApp();
  const words = useWords();
  const summary = state.summaries.find(({ conversationId }) => conversationId === state.current);
  const kept: Readonly<Record<string, unknown>> = summary?.options ?? {};
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({});
  const [error, setError] = useState<{ readonly name: string; readonly text: string }>();
  const model = chosenModel(state);
  const { settings } = state;
  const usual: Readonly<Record<string, unknown>> = {
    ...settings,
    ...settings?.models?.[model ?? ''],
  };
  const textFor = (name: string) => texts[name] ?? textOf(kept[name]);
  const save = async () => {
    setError(undefined);
    const values = Object.entries(fields).map(([name, schema]) => [
      name,
      readValue(textFor(name), schema),
    ]);
    try {
      await app.machine.changeOptions(
        Object.fromEntries(values.filter(([, value]) => value !== null)),
      );
      app.set({ panel: 'none' });
    } catch (thrown) {
      const { message, data } = wireError(thrown);
      const [, name] = /options\.(\w+)/.exec(String(data?.field)) ?? [];
      if (name === undefined) throw thrown;
      const problem = problemOf(fields[name], message, words);
      setError({ name, text: `${labelOf(name, words)}: ${problem}` });
    }
  };
  const thinks = modelNamed(state.models, model)?.thinking !== false;
  return (
    <form
      class="settings options"
      onSubmit={(event) => {
        event.preventDefault();
        app.run(save());
      }}
    >
      <div class="setting-list">
        {Object.entries(fields).map(([name, schema]) => (
          <SettingField
            key={name}
            id={`option-${name}`}
            name={name}
            schema={schema}
            text={textFor(name)}
            usual={textOf(usual[name])}
            onInput={(text) => setTexts({ ...texts, [name]: text })}
            error={error?.name === name ? error.text : undefined}
            note={name === 'think' && !thinks ? words.noThinking : undefined}
          />
        ))}
      </div>
      <div class="settings-bar">
        <button type="submit" class="button primary">
          {words.save}
        </button>
      </div>
    </form>
  );
}
