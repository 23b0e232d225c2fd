import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { type Texts, textsOf } from '../i18n/texts.ts';
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
