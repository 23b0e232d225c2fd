import { useApp, useTexts } from '../app/context.ts';
import type { Texts } from '../i18n/texts.ts';
import { choicesOf, type FieldSchema, kindOf, textOf } from './fieldSchema.ts';

/** The field of a setting: label, input, help and error. */
export function SettingField(properties: {
  /** Unique on the page, for the label. */
  readonly id: string;
  readonly name: string;
  readonly schema: FieldSchema;
  readonly text: string;
  readonly onInput: (text: string) => void;
  readonly error?: string | undefined;
  /** The value that applies while the field is empty; the default of the schema if absent. */
  readonly usual?: string | undefined;
  /** A further remark. */
  readonly note?: string | undefined;
}) {
  const { id, name, schema, error, note } = properties;
  const texts = useTexts();
  const help = helpOf(name, schema, texts);
  return (
    <div class="setting" data-setting={name}>
      <label for={id}>{labelOf(name, texts)}</label>
      <Control {...properties} invalid={error !== undefined} />
      {error && (
        <p class="setting-error" id={`${id}-error`} role="alert">
          {error}
        </p>
      )}
      <p class="quiet" id={`${id}-help`}>
        {help}
      </p>
      {note && <p class="setting-note">{note}</p>}
    </div>
  );
}

/** These settings take the name of a model. */
const MODEL_NAMES = new Set(['model', 'condenseModel']);

function Control(properties: {
  readonly id: string;
  readonly name: string;
  readonly schema: FieldSchema;
  readonly text: string;
  readonly onInput: (text: string) => void;
  readonly usual?: string | undefined;
  readonly invalid: boolean;
}) {
  const { id, schema, text, onInput, invalid } = properties;
  const texts = useTexts();
  const shared = {
    id,
    class: 'field',
    value: text,
    'aria-invalid': invalid,
    'aria-describedby': invalid ? `${id}-error` : `${id}-help`,
    onInput: (event: { currentTarget: { value: string } }) => onInput(event.currentTarget.value),
  };
  const kind = kindOf(schema);
  if (kind === 'lines') return <textarea rows={2} spellcheck={false} {...shared} />;
  const usual = properties.usual || textOf(schema.default) || texts.notSet;
  if (kind === 'choice') {
    return (
      <select {...shared}>
        {schema.default === undefined && <option value="">{choiceOf(usual, texts)}</option>}
        {choicesOf(schema).map((choice) => (
          <option key={choice} value={choice}>
            {choiceOf(choice, texts)}
          </option>
        ))}
      </select>
    );
  }
  const mode = kind === 'number' ? 'decimal' : 'text';
  const given = {
    inputMode: mode,
    placeholder: usual,
    autocomplete: 'off',
    spellcheck: false,
  } as const;
  if (!MODEL_NAMES.has(properties.name)) return <input {...given} {...shared} />;
  return (
    <>
      <input {...given} list={`${id}-models`} {...shared} />
      <ModelNames id={`${id}-models`} />
    </>
  );
}

function ModelNames({ id }: { readonly id: string }) {
  const { models } = useApp().store.state;
  return (
    <datalist id={id}>
      {models
        .filter(({ chat }) => chat)
        .map(({ name }) => (
          <option key={name} value={name} />
        ))}
    </datalist>
  );
}

/** The display name of a setting; its name in the file where there is none. */
export function labelOf(name: string, texts: Texts): string {
  const names: Readonly<Record<string, string>> = texts.settingNames;
  return names[name] ?? name;
}

function helpOf(name: string, schema: FieldSchema, texts: Texts): string {
  const help: Readonly<Record<string, string>> = texts.settingHelp;
  return (help[name] ?? schema.description ?? '').replaceAll('`', '');
}

function choiceOf(choice: string, texts: Texts): string {
  const names: Readonly<Record<string, string>> = { ...texts.strategies, ...texts.choices };
  return names[choice] ?? choice;
}

/** The error of a value, in the user's language where it follows from the schema. */
export function problemOf(schema: FieldSchema | undefined, message: string, texts: Texts): string {
  const { minimum, maximum, exclusiveMinimum } = schema ?? {};
  const whole = schema?.type === 'integer';
  if (minimum !== undefined && maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER) {
    return texts.numberBetween(minimum, maximum);
  }
  if (minimum !== undefined) return texts.numberFrom(minimum, whole);
  return exclusiveMinimum === undefined ? message : texts.numberAbove(exclusiveMinimum);
}
