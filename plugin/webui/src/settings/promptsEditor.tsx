import type { Prompt } from '@condenser/protocol/light';
import { useApp, useTexts } from '../app/context.ts';

/** The editor of the user's own prompts. */
export function PromptsEditor(properties: {
  readonly prompts: readonly Prompt[];
  readonly onChange: (prompts: readonly Prompt[]) => void;
  /** Errors by the path of the field: `0.name`. */
  readonly errors: Readonly<Record<string, string>>;
}) {
  const { prompts, onChange, errors } = properties;
  const app = useApp();
  const texts = useTexts();
  const change = (at: number, values: Partial<Prompt>) =>
    onChange(prompts.map((prompt, index) => (index === at ? { ...prompt, ...values } : prompt)));
  const builtin = app.store.state.prompts.filter((prompt) => prompt.builtin);
  return (
    <section class="settings-part prompts-editor" aria-label={texts.ownPrompts}>
      <h3>{texts.ownPrompts}</h3>
      <p class="quiet">{texts.ownPromptsHelp(builtin.map(({ name }) => `/${name}`).join(' '))}</p>
      {prompts.map((prompt, at) => (
        <fieldset class="own-prompt" key={at}>
          <PromptField at={at} name="name" text={prompt.name} errors={errors} change={change} />
          <PromptField at={at} name="title" text={prompt.title} errors={errors} change={change} />
          <PromptField at={at} name="text" text={prompt.text} errors={errors} change={change} />
          <button
            type="button"
            class="text-button"
            onClick={() => onChange(prompts.filter((_, index) => index !== at))}
          >
            {texts.remove(prompt.name === '' ? texts.prompts : `/${prompt.name}`)}
          </button>
        </fieldset>
      ))}
      <button
        type="button"
        class="button add-prompt"
        onClick={() => onChange([...prompts, { name: '', title: '', text: '' }])}
      >
        {texts.addPrompt}
      </button>
    </section>
  );
}

function PromptField(properties: {
  readonly at: number;
  readonly name: keyof Prompt;
  readonly text: string;
  readonly errors: Readonly<Record<string, string>>;
  readonly change: (at: number, values: Partial<Prompt>) => void;
}) {
  const { at, name, text, errors, change } = properties;
  const texts = useTexts();
  const id = `prompt-${at}-${name}`;
  const error = errors[`${at}.${name}`];
  const shared = {
    id,
    class: 'field',
    value: text,
    'aria-invalid': error !== undefined,
    onInput: (event: { currentTarget: { value: string } }) =>
      change(at, { [name]: event.currentTarget.value }),
  };
  return (
    <div class="setting">
      <label for={id}>{texts.promptFields[name]}</label>
      {name === 'text' ? (
        <textarea rows={3} {...shared} />
      ) : (
        <input autocomplete="off" {...shared} />
      )}
      {error && (
        <p class="setting-error" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
