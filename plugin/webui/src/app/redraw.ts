import { Component, type ComponentType, createElement, type FunctionComponent } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import type { PageState } from '../state/state.ts';
import { useApp } from './context.ts';

/**
 * A part of the current state, for a memoized component. A layout effect subscribes, so that no
 * change between the first render and the subscription is lost.
 */
export function useStored<Part>(select: (state: PageState) => Part): Part {
  const { store } = useApp();
  const [, draw] = useState(store.state);
  useLayoutEffect(() => {
    const update = () => draw(store.state);
    update();
    return store.subscribe(update);
  }, [store]);
  return select(store.state);
}

/** A component that is rendered again only when a property has changed. */
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
