import { useState } from 'preact/hooks';
import { useApp, useTexts } from '../app/context.ts';
import { IconButton } from '../controls/iconButton.tsx';
import type { PageState } from '../state/state.ts';
import { NEW } from '../state/state.ts';
import { ConversationMenu } from './conversationMenu.tsx';
import './header.css';

/** The bar above the conversation: history, title, new conversation, menu. */
export function Header({ state }: { readonly state: PageState }) {
  const app = useApp();
  const texts = useTexts();
  const [renaming, setRenaming] = useState(false);
  const summary = state.summaries.find(({ conversationId }) => conversationId === state.current);
  const title = summary?.title ?? texts.newConversation;
  const rename = (text: string) => {
    setRenaming(false);
    if (summary && text !== title) app.run(app.conversations.rename(state.current, text));
  };
  return (
    <header class="header">
      <IconButton
        icon="history"
        class="history-button"
        label={texts.history}
        expanded={state.panel === 'history'}
        onClick={() => app.set({ panel: state.panel === 'history' ? 'none' : 'history' })}
      />
      {renaming ? (
        <TitleField title={title} label={texts.rename} onDone={rename} />
      ) : (
        <h1 class="title" title={title}>
          {title}
        </h1>
      )}
      <IconButton
        icon="plus"
        label={texts.newConversation}
        disabled={state.current === NEW}
        onClick={() => app.conversations.startNew()}
      />
      <ConversationMenu state={state} summary={summary} onRename={() => setRenaming(true)} />
    </header>
  );
}

function TitleField(properties: {
  readonly title: string;
  readonly label: string;
  readonly onDone: (text: string) => void;
}) {
  const { title, label, onDone } = properties;
  return (
    <input
      class="field title-field"
      aria-label={label}
      defaultValue={title}
      maxLength={200}
      ref={(field) => field?.focus()}
      onBlur={(event) => onDone(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.isComposing) return;
        if (event.key === 'Enter') onDone(event.currentTarget.value);
        if (event.key === 'Escape') {
          event.preventDefault();
          onDone(title);
        }
      }}
    />
  );
}
