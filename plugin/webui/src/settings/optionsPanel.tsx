import { useEffect, useState } from 'preact/hooks';
import { useApp, useWords } from '../app/context.ts';
import { DialogPanel } from '../controls/dialogPanel.tsx';
import { wireError } from '../conversation/turns.ts';
import { modelNamed } from '../models/modelOf.ts';
import { chosenModel } from '../models/modelsPanel.tsx';
import type { PageState } from '../state/state.ts';
import { type FieldSchema, readValue, textOf } from './fieldSchema.ts';
import { labelOf, problemOf, SettingField } from './settingField.tsx';

type Fields = Readonly<Record<string, FieldSchema>>;

type Values = Readonly<Record<string, unknown>>;

/** How the model is asked in this conversation, where that is another way than the settings say. */
export function OptionsPanel({ state }: { readonly state: PageState }) {
  const app = useApp();
  const words = useWords();
  const { settings } = state;
  const summary = state.summaries.find(({ conversationId }) => conversationId === state.current);
  const model = chosenModel(state);
  const usual = { ...settings, ...settings?.models?.[model ?? ''] };
  return (
    <DialogPanel title={words.optionsTitle}>
      <p class="quiet">{words.optionsHelp}</p>
      <OptionsForm
        state={state}
        model={model}
        kept={summary?.options ?? {}}
        usual={usual}
        keep={(options) => app.machine.changeOptions(options)}
      />
    </DialogPanel>
  );
}

/** How one model is asked in every conversation that does not say it itself. */
export function ModelOptionsPanel({ state }: { readonly state: PageState }) {
  const app = useApp();
  const words = useWords();
  const { settings, optionsModel: model = '' } = state;
  return (
    <DialogPanel title={words.modelOptionsTitle(model)}>
      <p class="quiet">{words.modelOptionsHelp}</p>
      <OptionsForm
        state={state}
        model={model}
        kept={settings?.models?.[model] ?? {}}
        usual={{ ...settings }}
        keep={(options) => app.machine.changeModelOptions(model, options)}
      />
    </DialogPanel>
  );
}

/** What can be set of a model in the settings can be set of a conversation. */
function useFields(): Fields {
  const app = useApp();
  const [fields, setFields] = useState<Fields>({});
  useEffect(() => {
    const read = async () => {
      const all: Fields = await app.machine.fields();
      setFields(all.models?.additionalProperties?.properties ?? {});
    };
    app.run(read());
  }, [app]);
  return fields;
}

function OptionsForm(properties: {
  readonly state: PageState;
  readonly model: string | undefined;
  readonly kept: Values;
  /** What counts where nothing is kept. */
  readonly usual: Values;
  readonly keep: (options: Values) => Promise<void>;
}) {
  const { state, model, kept, usual, keep } = properties;
  const app = useApp();
  const words = useWords();
  const fields = useFields();
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({});
  const [error, setError] = useState<{ readonly name: string; readonly text: string }>();
  const textFor = (name: string) => texts[name] ?? textOf(kept[name]);
  const save = async () => {
    setError(undefined);
    const values = Object.entries(fields).map(([name, schema]) => [
      name,
      readValue(textFor(name), schema),
    ]);
    try {
      await keep(Object.fromEntries(values.filter(([, value]) => value !== null)));
      app.set({ panel: 'none' });
    } catch (thrown) {
      const { message, data } = wireError(thrown);
      const name = Object.keys(fields).find((one) => String(data?.field).endsWith(`.${one}`));
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
