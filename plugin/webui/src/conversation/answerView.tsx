import type { ContextItem } from '@condenser/protocol/light';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { App } from '../app/app.ts';
import { memo, useApp, useTexts } from '../app/context.ts';
import type { Texts } from '../i18n/texts.ts';
import { type CodeAction, type CodeBlockOptions, codeBlockAround } from '../markdown/codeBlock.ts';
import { DrawQueue } from '../markdown/drawQueue.ts';
import { MarkdownStream } from '../markdown/markdownStream.ts';
import { frames } from '../state/store.ts';
import { askToOpen } from './linkDialog.tsx';
import '../markdown/codeBlock.css';
import '../markdown/markdown.css';

/** Shared by all answers of the page. */
const drawQueue = new DrawQueue({ nextFrame: frames, now: () => performance.now() });

/** An answer, drawn by a MarkdownStream. */
export const AnswerView = memo(function AnswerView(properties: {
  readonly text: string;
  readonly finished: boolean;
  readonly context: readonly ContextItem[];
}) {
  const { text, finished, context } = properties;
  const app = useApp();
  const texts = useTexts();
  const container = useRef<HTMLDivElement>(null);
  const stream = useRef<{ drawn: MarkdownStream; texts: Texts }>();
  useLayoutEffect(() => {
    const element = container.current;
    if (!element) return;
    const before = stream.current;
    // A reload may make the text shorter, and another language changes its labels: both redraw it.
    if (!before || before.drawn.length > text.length || before.texts !== texts) {
      before?.drawn.dispose();
      element.replaceChildren();
      const drawn = new MarkdownStream(element, optionsOf(app, texts), drawQueue);
      stream.current = { drawn, texts };
    }
    stream.current?.drawn.update(text, finished);
  }, [text, finished, texts]);
  useEffect(() => () => stream.current?.drawn.dispose(), []);
  const onClick = (event: MouseEvent) => onAnswerClick(event, app, texts, context);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the clicks are those of its buttons and links.
    <div
      class="answer"
      ref={container}
      onClick={onClick}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && linkOf(event)) openLink(event);
      }}
    />
  );
});

function optionsOf(app: App, texts: Texts): CodeBlockOptions {
  const { methods } = app.store.state.abilities;
  const ofHost: [CodeAction, string][] = [
    ['insert', 'ide/insert'],
    ['replace', 'ide/replaceSelection'],
    ['newFile', 'ide/newFile'],
    ['diff', 'ide/diff'],
  ];
  const able = ofHost.filter(([, method]) => methods.has(method)).map(([action]) => action);
  return {
    actions: ['copy', ...able],
    label: (action) => texts[action],
    hiddenCharacters: texts.hiddenCharacters,
    leftOut: texts.leftOut,
    codeLabel: texts.code,
  };
}

function linkOf(event: Event): HTMLElement | undefined {
  const target = event.target instanceof Element ? event.target : undefined;
  return target?.closest<HTMLElement>('a.link') ?? undefined;
}

function openLink(event: Event): void {
  const href = linkOf(event)?.dataset.href;
  if (event.isTrusted && href !== undefined) askToOpen(href);
}

/** Ignores clicks that a script dispatched. */
function onAnswerClick(
  event: MouseEvent,
  app: App,
  texts: Texts,
  context: readonly ContextItem[],
): void {
  if (!event.isTrusted || !(event.target instanceof Element)) return;
  if (linkOf(event)) {
    openLink(event);
    return;
  }
  const button = event.target.closest<HTMLElement>('[data-code-action]');
  const block = button ? codeBlockAround(button) : undefined;
  if (!button || !block) return;
  const { actions } = app;
  const unless = (done: boolean) => {
    if (!done) app.toast(texts.notApplied);
  };
  const does: Record<CodeAction, () => Promise<unknown>> = {
    copy: () => actions.copy(event, block.source).then((done) => done && app.toast(texts.copied)),
    insert: () => actions.insert(event, block).then(unless),
    replace: () => actions.change(event, block, 'replace', context).then(unless),
    diff: () => actions.change(event, block, 'diff', context).then(unless),
    newFile: () => actions.newFile(event, block),
    fold: async () => block.toggleFold(),
  };
  app.run(does[button.dataset.codeAction as CodeAction]());
}
