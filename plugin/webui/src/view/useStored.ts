import { useLayoutEffect, useState } from 'preact/hooks';
import type { PageState } from '../state/state.ts';
import { useApp } from './context.ts';

/**
 * A part of the state as it is now, for a view that is not made anew with the page. Listens before
 * anybody can do anything: a change between the first drawing and that would not be seen.
 */
export function useStored<Part>(select: (state: PageState) => Part): Part {
  const { store } = useApp();
  const [, draw] = useState(store.state);
  useLayoutEffect(() => {
    const look = () => draw(store.state);
    look();
    return store.subscribe(look);
  }, [store]);
  return select(store.state);
}
