import { ConversationExportRequest, type ConversationSummary } from '@condenser/protocol/light';
import { useRef } from 'preact/hooks';
import { useApp, useTexts } from '../app/context.ts';
import { storeLanguage } from '../app/theme.ts';
import { Menu, type MenuItem } from '../controls/menu.tsx';
import type { RpcClient } from '../rpc/client.ts';
import type { PageState } from '../state/state.ts';
import { jump, openFind } from './find/useFindKeys.ts';

/** A browser has begun the download by then. */
const DOWNLOAD_MS = 10_000;

/** The menu of the conversation and of the page. */
export function ConversationMenu(properties: {
  readonly state: PageState;
  readonly summary: ConversationSummary | undefined;
  readonly onRename: () => void;
}) {
  const { state, summary, onRename } = properties;
  const app = useApp();
  const texts = useTexts();
  const file = useRef<HTMLInputElement>(null);
  const save = (format: 'markdown' | 'json') =>
    app.run(exportConversation(app.client, state.current, format));
  const switchLanguage = () => {
    const language = state.language === 'zh' ? 'en' : 'zh';
    storeLanguage(language);
    app.session.setLanguage(language);
  };
  const ofConversation: MenuItem[] = summary
    ? [
        { label: texts.rename, run: onRename },
        { label: texts.exportMarkdown, run: () => save('markdown') },
        { label: texts.exportJson, run: () => save('json') },
        {
          label: texts.delete,
          run: () => app.deleteConversation(summary.conversationId, summary.title),
        },
        { label: texts.findHere, run: () => openFind(app) },
        { label: texts.previousQuestion, run: () => jump(-1) },
        { label: texts.nextQuestion, run: () => jump(1) },
        { label: texts.options, run: () => app.set({ panel: 'options' }) },
      ]
    : [];
  const { openWindow } = app;
  const items: MenuItem[] = [
    ...ofConversation,
    ...(openWindow ? [{ label: texts.newWindow, run: () => app.run(openWindow()) }] : []),
    { label: texts.importJson, run: () => file.current?.click() },
    { label: texts.settings, run: () => app.set({ panel: 'settings' }) },
    { label: texts.runDoctor, run: () => app.set({ panel: 'doctor' }) },
    { label: texts.languageSwitch, run: switchLanguage },
  ];
  return (
    <>
      <Menu label={texts.more} icon="more" items={items} />
      <input
        ref={file}
        class="visually-hidden"
        type="file"
        accept="application/json,.json"
        tabIndex={-1}
        aria-label={texts.importJson}
        onChange={(event) => {
          const chosen = event.currentTarget.files?.[0];
          event.currentTarget.value = '';
          const added = chosen?.text().then((text) => app.conversations.import(text));
          if (added) app.run(added.then((turns) => app.toast(texts.imported(turns))));
        }}
      />
    </>
  );
}

/** Exports a conversation, and offers it to the user as a file. */
async function exportConversation(
  client: RpcClient,
  conversationId: string,
  format: 'markdown' | 'json',
): Promise<void> {
  const params = { conversationIds: [conversationId], format };
  const { fileName, text } = await client.request(ConversationExportRequest, params);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), DOWNLOAD_MS);
}
