import {
  Component,
  type ComponentType,
  createContext,
  createElement,
  type FunctionComponent,
} from 'preact';
import { useContext, useLayoutEffect, useState } from 'preact/hooks';
import { type Texts, textsOf } from '../i18n/texts.ts';
import type { PageState } from '../state/state.ts';
import type { App } from './app.ts';

const AppContext = createContext<App | undefined>(undefined);
const TextsContext = createContext<Texts>(textsOf('en'));

/** Provides the app to the components below. */
export const AppProvider = AppContext.Provider;
/** Provides the texts of the current language to the components below. */
export const TextsProvider = TextsContext.Provider;

/** The app of the component. */
export function useApp(): App {
  const app = useContext(AppContext);
  if (!app) throw new Error('The component is not inside an AppProvider');
  return app;
}

/** The texts of the current language. */
export function useTexts(): Texts {
  return useContext(TextsContext);
}

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
