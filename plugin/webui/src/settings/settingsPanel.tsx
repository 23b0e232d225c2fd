import { EgressGetRequest, type EgressGetResult, type Finding } from '@condenser/protocol/light';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useApp, useTexts } from '../app/context.ts';
import { DialogPanel } from '../controls/dialogPanel.tsx';
import { Findings, runDoctor } from './doctorPanel.tsx';
import { PromptsEditor } from './promptsEditor.tsx';
import { SettingField } from './settingField.tsx';
import { type SettingsForm, useSettingsForm } from './useSettingsForm.ts';
import './settingsPanel.css';
import { FigureList } from '../controls/figureList.tsx';

/** These settings have an editor of their own. */
const ELSEWHERE = new Set(['models', 'prompts']);

/** All settings, generated from their schema. */
export function SettingsPanel() {
  const texts = useTexts();
  const form = useSettingsForm();
  return (
    <DialogPanel title={texts.settings} wide>
      {form && <Form form={form} />}
    </DialogPanel>
  );
}

function Form({ form }: { readonly form: SettingsForm }) {
  const app = useApp();
  const texts = useTexts();
  const element = useRef<HTMLFormElement>(null);
  const { stored, errors } = form;
  const save = () => form.save().then((done) => done && app.toast(texts.saved));
  useEffect(() => {
    const wrong = element.current?.querySelector<HTMLElement>('[aria-invalid=true]');
    wrong?.focus();
    wrong?.closest('.setting')?.scrollIntoView({ block: 'center' });
  }, [errors]);
  return (
    <form
      ref={element}
      class="settings"
      onSubmit={(event) => {
        event.preventDefault();
        app.run(save());
      }}
    >
      <div class="setting-list">
        {Object.entries(form.fields)
          .filter(([name]) => !ELSEWHERE.has(name))
          .map(([name, schema]) => (
            <SettingField
              key={name}
              id={`setting-${name}`}
              name={name}
              schema={schema}
              text={form.text(name)}
              onInput={(text) => form.write(name, text)}
              error={errorOf(errors, name)}
              note={overriddenBy(stored.overridden[name], texts.overridden)}
            />
          ))}
      </div>
      <PromptsEditor
        prompts={form.prompts}
        onChange={form.writePrompts}
        errors={withoutPrefix(errors, 'prompts.')}
      />
      <EgressView />
      <section class="settings-part places" aria-label={texts.places}>
        <h3>{texts.places}</h3>
        <p class="data-folder">{texts.dataFolder(stored.dataFolder)}</p>
        <p class="settings-file">{texts.settingsFile(stored.file)}</p>
      </section>
      <TestPart form={form} />
    </form>
  );
}

/** Saves the changes, and runs the doctor with them. */
function TestPart({ form }: { readonly form: SettingsForm }) {
  const app = useApp();
  const texts = useTexts();
  const found = useRef<HTMLElement>(null);
  const [findings, setFindings] = useState<readonly Finding[]>();
  const [testing, setTesting] = useState(false);
  const test = async () => {
    if (!(await form.save())) return;
    setTesting(true);
    setFindings(undefined);
    await runDoctor(app.client)
      .then(setFindings)
      .finally(() => setTesting(false));
  };
  useEffect(() => {
    if (testing || findings) found.current?.scrollIntoView({ block: 'start' });
  }, [testing, findings]);
  return (
    <>
      {(testing || findings) && (
        <section class="settings-part" aria-label={texts.doctor} ref={found}>
          <h3>{texts.doctor}</h3>
          <Findings findings={findings} />
        </section>
      )}
      <div class="settings-bar">
        <button type="submit" class="button primary">
          {texts.save}
        </button>
        <button
          type="button"
          class="button test"
          disabled={testing}
          onClick={() => app.run(test())}
        >
          {texts.test}
        </button>
      </div>
    </>
  );
}

function errorOf(errors: Readonly<Record<string, string>>, name: string): string | undefined {
  const path = Object.keys(errors).find((one) => one === name || one.startsWith(`${name}.`));
  return path === undefined ? undefined : errors[path];
}

function withoutPrefix(errors: Readonly<Record<string, string>>, prefix: string) {
  const those = Object.entries(errors).filter(([path]) => path.startsWith(prefix));
  return Object.fromEntries(those.map(([path, text]) => [path.slice(prefix.length), text]));
}

function overriddenBy(
  source: 'flag' | 'environment' | undefined,
  notes: { readonly flag: string; readonly environment: string },
): string | undefined {
  return source === undefined ? undefined : notes[source];
}

/** The requests that left this program since it started, by host and by path. */
export function EgressView() {
  const app = useApp();
  const texts = useTexts();
  const [egress, setEgress] = useState<EgressGetResult>();
  useEffect(() => app.run(app.client.request(EgressGetRequest, {}).then(setEgress)), [app]);
  if (!egress) return null;
  const since = new Date(egress.since).toLocaleString(app.store.state.language);
  return (
    <section class="settings-part egress" aria-label={texts.egress}>
      <h3>{texts.egress}</h3>
      <p>
        {egress.local ? texts.egressLocal : texts.egressElsewhere}{' '}
        <strong class="egress-host">{egress.host}</strong>
      </p>
      <p class="egress-count">{texts.egressCount(egress.requests, since)}</p>
      <FigureList
        figures={[...Object.entries(egress.hosts), ...Object.entries(egress.paths)].map(
          ([name, value]) => ({ name, label: name, value }),
        )}
      />
    </section>
  );
}
