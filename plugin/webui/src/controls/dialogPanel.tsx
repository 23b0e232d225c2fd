import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useApp, useTexts } from '../app/context.ts';
import { IconButton } from './iconButton.tsx';
import './dialogPanel.css';

/** A dialog over the conversation. Escape or its close button closes it; the focus returns. */
export function DialogPanel(properties: {
  readonly title: string;
  readonly children: ComponentChildren;
  /** For content with long lines. */
  readonly wide?: boolean;
}) {
  const app = useApp();
  const texts = useTexts();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      class={properties.wide ? 'dialog panel wide' : 'dialog panel'}
      aria-label={properties.title}
      onClose={() => app.set({ panel: 'none' })}
    >
      <header class="panel-header">
        <h2>{properties.title}</h2>
        <IconButton icon="close" label={texts.close} onClick={() => dialog.current?.close()} />
      </header>
      <div class="panel-body">{properties.children}</div>
    </dialog>
  );
}
