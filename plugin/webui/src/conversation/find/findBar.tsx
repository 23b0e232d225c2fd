import { useEffect, useRef, useState } from 'preact/hooks';
import type { App } from '../../app/app.ts';
import { useApp, useTexts } from '../../app/context.ts';
import { IconButton } from '../../controls/iconButton.tsx';
import { DRAWN_EVENT } from '../../markdown/markdownStream.ts';
import type { PageState } from '../../state/state.ts';
import { findRanges } from './textSearch.ts';
import './findBar.css';

/** Finds text in the current conversation: Enter for the next match, Shift-Enter for the previous. */
export function FindBar({ state }: { readonly state: PageState }) {
  const app = useApp();
  const texts = useTexts();
  const field = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const found = useFound(state, query);
  const close = () => app.set({ finding: false });
  const step = (by: number) => {
    if (found.length > 0) setAt((at + by + found.length) % found.length);
  };
  useEffect(() => {
    field.current?.focus();
    app.run(readAll(app));
  }, [app]);
  useEffect(() => show(found, at), [found, at]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === 'Enter') step(event.shiftKey ? -1 : 1);
    else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
  };
  return (
    <search class="find-bar" onKeyDown={onKeyDown}>
      <input
        class="field"
        ref={field}
        value={query}
        placeholder={texts.find}
        aria-label={texts.find}
        onInput={(event) => {
          setQuery(event.currentTarget.value);
          setAt(0);
        }}
      />
      <span class="find-count" role="status">
        {query !== '' && texts.foundAt(Math.min(at + 1, found.length), found.length)}
      </span>
      <IconButton icon="up" label={texts.findPrevious} onClick={() => step(-1)} />
      <IconButton icon="down" label={texts.findNext} onClick={() => step(1)} />
      <IconButton icon="close" label={texts.close} onClick={close} />
    </search>
  );
}

/** The matches in the turns that are shown. */
function useFound(state: PageState, query: string): readonly Range[] {
  const [found, setFound] = useState<readonly Range[]>([]);
  const view = state.conversations[state.current];
  useEffect(() => {
    const root = document.querySelector('.turns');
    const find = () => setFound(root ? findRanges(root, query.trim()) : []);
    find();
    // Long answers are drawn over several frames.
    root?.addEventListener(DRAWN_EVENT, find);
    return () => root?.removeEventListener(DRAWN_EVENT, find);
  }, [query, view]);
  return found;
}

/** Highlights all matches and scrolls to the current one, without changing the answers. */
function show(found: readonly Range[], at: number): (() => void) | undefined {
  const current = found[Math.min(at, found.length - 1)];
  current?.startContainer.parentElement?.scrollIntoView({ block: 'center' });
  if (!('highlights' in CSS)) return undefined;
  CSS.highlights.set('found', new Highlight(...found));
  if (current) CSS.highlights.set('found-now', new Highlight(current));
  return () => {
    CSS.highlights.delete('found');
    CSS.highlights.delete('found-now');
  };
}

/** Loads all turns: only loaded ones can be searched. */
async function readAll(app: App): Promise<void> {
  const { current } = app.store.state;
  for (let left = true; left; ) {
    const before = app.store.state.conversations[current];
    if (!before?.earlier || !app.store.state.finding) return;
    await app.conversations.loadEarlier(current);
    left = app.store.state.conversations[current] !== before;
  }
}
