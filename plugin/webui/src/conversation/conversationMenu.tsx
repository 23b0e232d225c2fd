import type { ConversationSummary } from '@condenser/protocol';
import { useRef } from 'preact/hooks';
import { useApp, useWords } from '../app/context.ts';
import { keepLanguage } from '../app/theme.ts';
import { Menu, type MenuItem } from '../controls/menu.tsx';
import type { PageState } from '../state/state.ts';
import { jump, openFind } from './find/useFindKeys.ts';

/** What can be done with the conversation that is shown, and with the page. */
export function ConversationMenu(properties: {
  readonly state: PageState;
  readonly summary: ConversationSummary | undefined;
  readonly onRename: () => void;
}) {
  const { state, summary, onRename } = properties;
  const app = useApp();
  const words = useWords();
  const file = useRef<HTMLInputElement>(null);
  const save = (format: 'markdown' | 'json') =>
    app.run(app.library.export(state.current, format).then(saveText));
  const switchLanguage = () => {
    const language = state.language === 'zh' ? 'en' : 'zh';
    keepLanguage(language);
    app.speak(language);
  };
  const ofConversation: MenuItem[] = summary
    ? [
        { label: words.rename, run: onRename },
        { label: words.exportMarkdown, run: () => save('markdown') },
        { label: words.exportJson, run: () => save('json') },
        { label: words.delete, run: () => app.delete(summary.conversationId, summary.title) },
        { label: words.findHere, run: () => openFind(app) },
        { label: words.previousQuestion, run: () => jump(-1) },
        { label: words.nextQuestion, run: () => jump(1) },
        { label: words.options, run: () => app.set({ panel: 'options' }) },
      ]
    : [];
  const { openWindow } = app;
  const items: MenuItem[] = [
    ...ofConversation,
    ...(openWindow ? [{ label: words.newWindow, run: () => app.run(openWindow()) }] : []),
    { label: words.importJson, run: () => file.current?.click() },
    { label: words.settings, run: () => app.set({ panel: 'settings' }) },
    { label: words.runDoctor, run: () => app.set({ panel: 'doctor' }) },
    { label: words.languageSwitch, run: switchLanguage },
  ];
  return (
    <>
      <Menu label={words.more} icon="more" items={items} />
      <input
        ref={file}
        class="visually-hidden"
        type="file"
        accept="application/json,.json"
        tabIndex={-1}
        aria-label={words.importJson}
        onChange={(event) => {
          const chosen = event.currentTarget.files?.[0];
          event.currentTarget.value = '';
          const added = chosen?.text().then((text) => app.library.import(text));
          if (added) app.run(added.then((turns) => app.toast(words.imported(turns))));
        }}
      />
    </>
  );
}

/** Offers a text to the person as a file of this name. */
export function saveText({ fileName, text }: { fileName: string; text: string }): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
