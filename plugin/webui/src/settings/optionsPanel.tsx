import { SettingsUpdateRequest } from '@condenser/protocol/light';
import { useEffect, useState } from 'preact/hooks';
import { useApp, useTexts } from '../app/context.ts';
import { DialogPanel } from '../controls/dialogPanel.tsx';
import { modelNamed } from '../models/modelOf.ts';
import { chosenModel } from '../models/modelsPanel.tsx';
import { wireError } from '../rpc/client.ts';
import type { PageState } from '../state/state.ts';
import { type Fields, readFields, readValue, textOf } from './fieldSchema.ts';
import { labelOf, problemOf, SettingField } from './settingField.tsx';

type Values = Readonly<Record<string, unknown>>;

/** The options of this conversation, which override the settings. */
export function OptionsPanel({ state }: { readonly state: PageState }) {
  const app = useApp();
  const texts = useTexts();
  const { settings } = state;
  const summary = state.summaries.find(({ conversationId }) => conversationId === state.current);
  const model = chosenModel(state);
  const usual = { ...settings, ...settings?.models?.[model ?? ''] };
  return (
    <DialogPanel title={texts.optionsTitle}>
      <p class="quiet">{texts.optionsHelp}</p>
      <OptionsForm
        state={state}
        model={model}
        stored={summary?.options ?? {}}
        usual={usual}
        save={(options) => app.conversations.update(state.current, { options: orNull(options) })}
      />
    </DialogPanel>
  );
}

/** The options of a model, for conversations that do not set their own. */
export function ModelOptionsPanel({ state }: { readonly state: PageState }) {
  const app = useApp();
  const texts = useTexts();
  const { settings, optionsModel: model = '' } = state;
  return (
    <DialogPanel title={texts.modelOptionsTitle(model)}>
      <p class="quiet">{texts.modelOptionsHelp}</p>
      <OptionsForm
        state={state}
        model={model}
        stored={settings?.models?.[model] ?? {}}
        usual={{ ...settings }}
        save={async (options) => {
          const changes = { models: { [model]: orNull(options) } };
          await app.client.request(SettingsUpdateRequest, { changes });
        }}
      />
    </DialogPanel>
  );
}

/** Removes the options where none is left. */
function orNull(options: Values): Record<string, unknown> | null {
  return Object.keys(options).length === 0 ? null : { ...options };
}

/** The options of a model in the settings; a conversation has the same ones. */
function useFields(): Fields {
  const app = useApp();
  const [fields, setFields] = useState<Fields>({});
  useEffect(() => {
    const read = readFields(app.client);
    app.run(read.then((all) => setFields(all.models?.additionalProperties?.properties ?? {})));
  }, [app]);
  return fields;
}

function OptionsForm(properties: {
  readonly state: PageState;
  readonly model: string | undefined;
  readonly stored: Values;
  /** The values that apply where none is stored. */
  readonly usual: Values;
  readonly save: (options: Values) => Promise<void>;
}) {
  const { state, model, stored, usual } = properties;
  const app = useApp();
  const texts = useTexts();
  const fields = useFields();
  const [edited, setEdited] = useState<Readonly<Record<string, string>>>({});
  const [error, setError] = useState<{ readonly name: string; readonly text: string }>();
  const textFor = (name: string) => edited[name] ?? textOf(stored[name]);
  const save = async () => {
    setError(undefined);
    const values = Object.entries(fields).map(([name, schema]) => [
      name,
      readValue(textFor(name), schema),
    ]);
    try {
      await properties.save(Object.fromEntries(values.filter(([, value]) => value !== null)));
      app.set({ panel: 'none' });
    } catch (thrown) {
      const { message, data } = wireError(thrown);
      const name = Object.keys(fields).find((one) => String(data?.field).endsWith(`.${one}`));
      if (name === undefined) throw thrown;
      const problem = problemOf(fields[name], message, texts);
      setError({ name, text: `${labelOf(name, texts)}: ${problem}` });
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
            onInput={(text) => setEdited({ ...edited, [name]: text })}
            error={error?.name === name ? error.text : undefined}
            note={name === 'think' && !thinks ? texts.noThinking : undefined}
          />
        ))}
      </div>
      <div class="settings-bar">
        <button type="submit" class="button primary">
          {texts.save}
        </button>
      </div>
    </form>
  );
}
