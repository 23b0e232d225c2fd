import type { PageState } from '../state/state.ts';
import { useWords } from './context.ts';
import './connectionBanner.css';

/** Says that the page stands alone, as long as it does. */
export function ConnectionBanner({ state }: { readonly state: PageState }) {
  const words = useWords();
  if (state.connection === 'connected') return null;
  if (state.connection === 'refused') {
    return (
      <div class="card error connection-card" role="alert">
        <strong>{words.refused}</strong>
        <p>{words.refusedWhy}</p>
        <p>{words.refusedWhatToDo}</p>
      </div>
    );
  }
  return (
    <div class="banner" role="status">
      <span class="spinner" aria-hidden="true" />
      {state.connection === 'lost' ? words.lost : words.connecting}
    </div>
  );
}
