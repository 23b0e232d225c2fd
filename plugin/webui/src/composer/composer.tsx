import type { Draft } from '@condenser/protocol/light';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { App } from '../app/app.ts';
import { useApp, useTexts } from '../app/context.ts';
import type { Texts } from '../i18n/texts.ts';
import type { PageState } from '../state/state.ts';
import { isRunning } from '../state/state.ts';
import { ComposerBar } from './composerBar.tsx';
import { ContextChips } from './contextChips.tsx';
import { isLongPaste, looksLikeCode, questionsOf, readFile } from './contextItems.ts';
import { isPromptQuery, PromptList, usePrompts } from './promptList.tsx';
import { useSecretReasons } from './secretCheck.ts';
import './composer.css';

const EMPTY: Draft = { text: '', context: [] };
const MAX_HEIGHT_PX = 240;

/** The input for a question. Its content is the draft, which survives the page. */
export function Composer({ state }: { readonly state: PageState }) {
  const app = useApp();
  const texts = useTexts();
  const field = useRef<HTMLTextAreaElement>(null);
  const recalled = useRef(-1);
  const draft = state.drafts[state.current] ?? EMPTY;
  const otherDrafts = state.otherDrafts[state.current] ?? [];
  const set = (values: Partial<Draft>) => app.drafts.set({ ...draft, ...values });
  const prompts = usePrompts(state.prompts, draft.text, (text) => set({ text }));
  useGrowing(field, draft.text);
  useEffect(() => app.models.refresh(), [app, draft.text === '']);
  const secrets = useSecretReasons(draft.context);
  const send = () => {
    // The latest draft, which may not be drawn yet.
    const { state: now } = app.store;
    const { text, context } = now.drafts[now.current] ?? EMPTY;
    if (text.trim() === '' || isRunning(now)) return;
    recalled.current = -1;
    app.turns.send(text, context);
    field.current?.focus();
  };
  const attach = (files: readonly File[]) => app.run(attachFiles(app, texts, files));
  const { dragging, dropping } = useDropping(attach);
  const onKeyDown = (event: KeyboardEvent) => {
    // A composing Enter belongs to the input method; Safari and some IDEs say so by 229 alone.
    if (event.isComposing || event.keyCode === 229) return;
    if (prompts.onKey(event)) return;
    if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      send();
    } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      recall(event, state, recalled, draft.text, (text) => set({ text }));
    }
  };
  return (
    <form
      class={`composer ${dragging ? 'dragging' : ''}`}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      {...dropping}
    >
      {isPromptQuery(draft.text) && <PromptList prompts={prompts} />}
      {otherDrafts.length > 0 && (
        <button type="button" class="text-button" onClick={() => app.drafts.swap()}>
          {texts.otherDrafts(otherDrafts.length)}
        </button>
      )}
      <ContextChips
        items={draft.context}
        secrets={secrets}
        onRemove={(index) => set({ context: draft.context.filter((_, at) => at !== index) })}
      />
      <textarea
        ref={field}
        rows={1}
        value={draft.text}
        placeholder={dragging ? texts.dropHere : texts.ask}
        aria-label={texts.ask}
        onInput={(event) => set({ text: event.currentTarget.value })}
        onKeyDown={onKeyDown}
        onPaste={(event) => onPaste(event, app, texts, attach)}
      />
      <ComposerBar state={state} onAttach={attach} running={isRunning(state)} />
    </form>
  );
}

/** Files that are dragged here and let go. */
function useDropping(attach: (files: readonly File[]) => void) {
  const [dragging, setDragging] = useState(false);
  const dropping = {
    onDragOver: (event: DragEvent) => {
      event.preventDefault();
      setDragging(true);
    },
    onDragLeave: () => setDragging(false),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      setDragging(false);
      attach([...(event.dataTransfer?.files ?? [])]);
    },
  };
  return { dragging, dropping };
}

function useGrowing(field: { readonly current: HTMLTextAreaElement | null }, text: string): void {
  useLayoutEffect(() => {
    if (field.current) fit(field.current);
  }, [field, text]);
  // In a narrower or wider window the same text has more or fewer lines.
  useEffect(() => {
    const element = field.current;
    if (!element) return;
    let { clientWidth } = element;
    const observer = new ResizeObserver(() => {
      if (element.clientWidth === clientWidth) return;
      clientWidth = element.clientWidth;
      fit(element);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [field]);
}

function fit(element: HTMLTextAreaElement): void {
  element.style.height = 'auto';
  element.style.height = `${Math.min(MAX_HEIGHT_PX, element.scrollHeight)}px`;
}

/** ↑ in an empty input, and from there on, walks through the questions before. */
function recall(
  event: KeyboardEvent,
  state: PageState,
  recalled: { current: number },
  text: string,
  set: (text: string) => void,
): void {
  const questions = questionsOf(state.conversations[state.current]?.turns ?? []);
  const isUntouched = text === '' || text === questions[recalled.current];
  if (!isUntouched || questions.length === 0) return;
  const step = event.key === 'ArrowUp' ? 1 : -1;
  const next = Math.max(-1, Math.min(questions.length - 1, recalled.current + step));
  if (next === recalled.current) return;
  event.preventDefault();
  recalled.current = next;
  set(questions[next] ?? '');
}

async function attachFiles(app: App, texts: Texts, files: readonly File[]): Promise<void> {
  for (const file of files) {
    const item = await readFile(file);
    if (typeof item === 'string') {
      app.toast(texts[item](file.name));
      continue;
    }
    app.drafts.add([item]);
  }
}

/** Files and long texts become context, code a fenced block that the browser's own undo takes back. */
function onPaste(
  event: ClipboardEvent,
  app: App,
  texts: Texts,
  attach: (files: readonly File[]) => void,
): void {
  const files = [...(event.clipboardData?.files ?? [])];
  const text = event.clipboardData?.getData('text/plain') ?? '';
  if (files.length > 0) {
    event.preventDefault();
    attach(files);
  } else if (isLongPaste(text)) {
    event.preventDefault();
    app.drafts.add([
      { kind: 'text', text, title: texts.pasted(text.replace(/\n$/, '').split('\n').length) },
    ]);
  } else if (looksLikeCode(text)) {
    event.preventDefault();
    // Only this keeps the undo history of the field.
    document.execCommand('insertText', false, `\n\`\`\`\n${text.replace(/\n$/, '')}\n\`\`\`\n`);
  }
}
