import { useEffect, useRef, useState } from 'preact/hooks';
import { useApp, useTexts } from '../app/context.ts';
import '../controls/dialogPanel.css';
import './linkDialog.css';

const ASKED = 'condenser-open-link';

/** Asks the user whether to open a link of an answer. */
export function askToOpen(href: string): void {
  document.dispatchEvent(new CustomEvent(ASKED, { detail: href }));
}

/** Shows the real address of a link before it is opened. */
export function LinkDialog() {
  const app = useApp();
  const texts = useTexts();
  const [href, setHref] = useState<string>();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const onAsked = (event: Event) => setHref(String((event as CustomEvent<unknown>).detail));
    document.addEventListener(ASKED, onAsked);
    return () => document.removeEventListener(ASKED, onAsked);
  }, []);
  useEffect(() => {
    if (href !== undefined) dialog.current?.showModal();
  }, [href]);
  const close = () => dialog.current?.close();
  if (href === undefined) return null;
  return (
    <dialog
      ref={dialog}
      class="dialog"
      aria-label={texts.openLink}
      onClose={() => setHref(undefined)}
    >
      <p>{texts.openLink}</p>
      <p class="address">
        <strong>{new URL(href).host}</strong>
        <span>{href}</span>
      </p>
      <div class="buttons">
        <button
          type="button"
          class="button primary"
          onClick={(event) => {
            app.run(app.actions.openExternal(event, href));
            close();
          }}
        >
          {texts.open}
        </button>
        <button
          type="button"
          class="button"
          onClick={(event) => {
            app.run(app.actions.copy(event, href));
            close();
          }}
        >
          {texts.copy}
        </button>
        <button type="button" class="button" onClick={close}>
          {texts.cancel}
        </button>
      </div>
    </dialog>
  );
}
