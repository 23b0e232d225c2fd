import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { Composer } from '../composer/composer.tsx';
import { ConversationPane } from '../conversation/conversationPane.tsx';
import { FindBar } from '../conversation/find/findBar.tsx';
import { useFindKeys } from '../conversation/find/useFindKeys.ts';
import { Header } from '../conversation/header.tsx';
import { LinkDialog } from '../conversation/linkDialog.tsx';
import { HistoryPanel } from '../history/historyPanel.tsx';
import { localeOf, textsOf } from '../i18n/texts.ts';
import { InspectorPanel } from '../inspector/inspectorPanel.tsx';
import { ModelsPanel } from '../models/modelsPanel.tsx';
import { DoctorPanel } from '../settings/doctorPanel.tsx';
import { ModelOptionsPanel, OptionsPanel } from '../settings/optionsPanel.tsx';
import { SettingsPanel } from '../settings/settingsPanel.tsx';
import { isRunning } from '../state/state.ts';
import { Announcer } from './announcer.tsx';
import type { App } from './app.ts';
import { ConnectionBanner } from './connectionBanner.tsx';
import { AppProvider, TextsProvider } from './context.ts';
import './page.css';

/** The whole page. */
export function Page({ app }: { readonly app: App }) {
  const [state, setState] = useState(app.store.state);
  // A layout effect, so that no change between the first render and the subscription is lost.
  useLayoutEffect(() => {
    const update = () => setState(app.store.state);
    update();
    return app.store.subscribe(update);
  }, [app]);
  useEffect(() => {
    document.documentElement.lang = localeOf(state.language);
  }, [state.language]);
  useEscape(app);
  useFindKeys(app);
  return (
    <AppProvider value={app}>
      <TextsProvider value={textsOf(state.language)}>
        <div class="page">
          <HistoryPanel state={state} />
          <main class="conversation-side">
            <Header state={state} />
            <ConnectionBanner state={state} />
            {state.finding && <FindBar key={state.current} state={state} />}
            <ConversationPane state={state} />
            <Composer state={state} />
          </main>
          {state.panel === 'models' && <ModelsPanel state={state} />}
          {state.panel === 'doctor' && <DoctorPanel />}
          {state.panel === 'options' && <OptionsPanel state={state} />}
          {state.panel === 'modelOptions' && <ModelOptionsPanel state={state} />}
          {state.panel === 'settings' && <SettingsPanel />}
          {state.panel === 'inspector' && <InspectorPanel turnId={state.inspected} />}
          <LinkDialog />
          <Announcer state={state} />
        </div>
      </TextsProvider>
    </AppProvider>
  );
}

/** Escape closes the open panel, else stops the answer, else returns to the editor. */
function useEscape(app: App): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.isComposing || event.defaultPrevented) return;
      // A dialog closes by itself.
      if (document.querySelector('dialog[open]')) return;
      if (app.store.state.panel !== 'none') app.set({ panel: 'none' });
      else if (isRunning(app.store.state)) app.run(app.turns.stop());
      else app.run(app.actions.focusEditor(event));
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [app]);
}
