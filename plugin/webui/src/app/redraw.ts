import { Component, type ComponentType, createElement, type FunctionComponent } from 'preact';
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

/** A view that is made again only when one of its properties is another one. */
export function memo<Properties extends object>(
  view: FunctionComponent<Properties>,
): ComponentType<Properties> {
  return class Memo extends Component<Properties> {
    override shouldComponentUpdate(next: Readonly<Properties>): boolean {
      const now = this.props as Readonly<Record<string, unknown>>;
      return Object.entries(next).some(([name, value]) => now[name] !== value);
    }

    override render() {
      return createElement(view, this.props as Properties);
    }
  };
}
