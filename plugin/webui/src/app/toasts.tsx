import { IconButton } from '../controls/iconButton.tsx';
import type { Toast } from '../state/state.ts';
import { useApp, useTexts } from './context.ts';
import './toasts.css';

/** The toasts, at the bottom. */
export function Toasts({ toasts }: { readonly toasts: readonly Toast[] }) {
  const app = useApp();
  const texts = useTexts();
  const gone = (id: number) => app.store.dispatch({ type: 'toastGone', id });
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.map(({ id, text, action }) => (
        <div class="toast" key={id}>
          <span>{text}</span>
          {action && (
            <button
              type="button"
              class="text-button"
              onClick={() => {
                action.run();
                gone(id);
              }}
            >
              {action.label}
            </button>
          )}
          <IconButton icon="close" label={texts.close} onClick={() => gone(id)} />
        </div>
      ))}
    </div>
  );
}
