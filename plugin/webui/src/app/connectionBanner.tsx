import type { PageState } from '../state/state.ts';
import { useTexts } from './context.ts';
import './connectionBanner.css';

/** Shows that the page has no connection. */
export function ConnectionBanner({ state }: { readonly state: PageState }) {
  const texts = useTexts();
  if (state.connection === 'connected') return null;
  if (state.connection === 'refused') {
    return (
      <div class="card error connection-card" role="alert">
        <strong>{texts.refused}</strong>
        <p>{texts.refusedWhy}</p>
        <p>{texts.refusedWhatToDo}</p>
      </div>
    );
  }
  return (
    <div class="banner" role="status">
      <span class="spinner" aria-hidden="true" />
      {state.connection === 'lost' ? texts.lost : texts.connecting}
    </div>
  );
}
