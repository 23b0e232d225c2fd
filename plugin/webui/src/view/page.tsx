import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import type { App } from '../app/app.ts';
import { isRunning } from '../state/running.ts';
import { wordsOf } from '../wording/wording.ts';
import { Announcer } from './announcer.tsx';
import { Composer } from './composer.tsx';
import { ConnectionBanner } from './connectionBanner.tsx';
import { AppProvider, WordsProvider } from './context.ts';
import { ConversationPane } from './conversationPane.tsx';
import { DoctorPanel } from './doctorPanel.tsx';
import { FindBar } from './find/findBar.tsx';
import { useFindKeys } from './find/useFindKeys.ts';
import { Header } from './header.tsx';
import { HistoryPanel } from './historyPanel.tsx';
import { InspectorPanel } from './inspectorPanel.tsx';
import { LinkDialog } from './linkDialog.tsx';
import { ModelsPanel } from './modelsPanel.tsx';
import { ModelOptionsPanel, OptionsPanel } from './settings/optionsPanel.tsx';
import { SettingsPanel } from './settings/settingsPanel.tsx';

/** The whole page. */
export function Page({ app }: { readonly app: App }) {
  const [state, setState] = useState(app.store.state);
  // Before anybody can type: a change between the first drawing and this would not be seen.
  useLayoutEffect(() => {
    const look = () => setState(app.store.state);
    look();
    return app.store.subscribe(look);
  }, [app]);
  useEffect(() => {
    document.documentElement.lang = state.language === 'zh' ? 'zh-CN' : 'en';
  }, [state.language]);
  useEscape(app);
  useFindKeys(app);
  return (
    <AppProvider value={app}>
      <WordsProvider value={wordsOf(state.language)}>
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
      </WordsProvider>
    </AppProvider>
  );
}

/** Escape closes what stands over the conversation, else stops the answer, else leads back to the editor. */
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
