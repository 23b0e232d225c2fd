import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { type Texts, textsOf } from '../i18n/texts.ts';
import type { App } from './app.ts';

const AppContext = createContext<App | undefined>(undefined);
const TextsContext = createContext<Texts>(textsOf('en'));

/** Gives the app to every view below. */
export const AppProvider = AppContext.Provider;
/** Gives the words of the chosen language to every view below. */
export const TextsProvider = TextsContext.Provider;

/** The app that the view belongs to. */
export function useApp(): App {
  const app = useContext(AppContext);
  if (!app) throw new Error('A view stands outside of the page');
  return app;
}

/** The words of the chosen language. */
export function useTexts(): Texts {
  return useContext(TextsContext);
}
