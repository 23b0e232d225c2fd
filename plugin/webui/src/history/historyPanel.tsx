import type { ConversationSummary, SearchHit } from '@condenser/protocol/light';
import { useEffect, useRef } from 'preact/hooks';
import { useApp, useTexts } from '../app/context.ts';
import { Icon, IconButton } from '../controls/iconButton.tsx';
import { shortDate } from '../i18n/format.ts';
import { localeOf } from '../i18n/texts.ts';
import type { PageState } from '../state/state.ts';
import './historyPanel.css';

/** All conversations: beside the current one where the window is wide enough, else over it. */
export function HistoryPanel({ state }: { readonly state: PageState }) {
  const app = useApp();
  const texts = useTexts();
  const field = useRef<HTMLInputElement>(null);
  const isOpen = state.panel === 'history';
  useEffect(() => {
    if (isOpen) field.current?.focus();
  }, [isOpen]);
  const { search, summaries, nextCursor } = state;
  const isEmpty = search ? search.hits.length === 0 : summaries.length === 0;
  return (
    <nav class={`history ${isOpen ? 'open' : ''}`} aria-label={texts.history}>
      <div class="history-top">
        <label class="search">
          <Icon name="search" />
          <input
            ref={field}
            type="search"
            placeholder={texts.searchHistory}
            aria-label={texts.searchHistory}
            onInput={(event) => app.run(app.conversations.search(event.currentTarget.value))}
          />
        </label>
        <IconButton
          icon="close"
          class="history-close"
          label={texts.close}
          onClick={() => app.set({ panel: 'none' })}
        />
      </div>
      <ul class="history-list">
        {search
          ? search.hits.map((hit) => <Hit hit={hit} key={hitKey(hit)} />)
          : summaries.map((summary) => (
              <Entry
                key={summary.conversationId}
                summary={summary}
                isCurrent={summary.conversationId === state.current}
              />
            ))}
      </ul>
      {isEmpty && <p class="quiet">{search ? texts.nothingFound : texts.noConversations}</p>}
      {!search && nextCursor !== undefined && (
        <button
          type="button"
          class="text-button"
          onClick={() => app.run(app.conversations.list(nextCursor))}
        >
          {texts.loadMore}
        </button>
      )}
    </nav>
  );
}

function Entry(properties: { readonly summary: ConversationSummary; readonly isCurrent: boolean }) {
  const { summary, isCurrent } = properties;
  const app = useApp();
  const texts = useTexts();
  const { conversationId, title, running, updatedAt, damaged } = summary;
  return (
    <li class="history-entry">
      <button
        type="button"
        class="history-open"
        aria-current={isCurrent ? 'page' : undefined}
        onClick={() => app.run(app.conversations.open(conversationId))}
      >
        <span class="history-title">{title}</span>
        {running ? (
          <span class="history-running">
            <span class="spinner" aria-hidden="true" />
            {texts.running}
          </span>
        ) : (
          <time dateTime={updatedAt}>
            {shortDate(updatedAt, localeOf(app.store.state.language))}
          </time>
        )}
        {damaged && <span class="history-damaged">{damaged.message}</span>}
      </button>
      <IconButton
        icon="trash"
        label={`${texts.delete}: ${title}`}
        onClick={() => app.deleteConversation(conversationId, title)}
      />
    </li>
  );
}

function Hit({ hit }: { readonly hit: SearchHit }) {
  const app = useApp();
  const { conversationId, title } = hit.conversation;
  return (
    <li class="history-entry">
      <button
        type="button"
        class="history-open"
        onClick={() => app.run(app.conversations.open(conversationId))}
      >
        <span class="history-title">{title}</span>
        {hit.part !== 'title' && <span class="excerpt">{marked(hit)}</span>}
      </button>
    </li>
  );
}

function marked({ excerpt, matches }: SearchHit) {
  let end = 0;
  const parts = matches.flatMap(([start, length]) => {
    const before = excerpt.slice(end, start);
    end = start + length;
    return [before, <mark key={start}>{excerpt.slice(start, end)}</mark>];
  });
  return [...parts, excerpt.slice(end)];
}

function hitKey({ conversation, turnId, part }: SearchHit): string {
  return `${conversation.conversationId} ${turnId} ${part}`;
}
