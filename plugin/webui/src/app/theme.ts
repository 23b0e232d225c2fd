import type { HostTheme } from '../host/host.ts';
import type { Language } from '../i18n/texts.ts';

const LANGUAGE_KEY = 'condenser.language';

/** Applies the host's colours, sizes and contrast. */
export function applyTheme({ variables, dark, highContrast, zoom }: HostTheme): void {
  const { style, dataset } = document.documentElement;
  for (const [name, value] of Object.entries(variables)) {
    if (name.startsWith('--')) style.setProperty(name, value);
  }
  dataset.theme = dark ? 'dark' : 'light';
  dataset.contrast = highContrast ? 'high' : 'normal';
  if (zoom !== undefined) style.setProperty('--zoom', String(zoom));
}

/** The language that the user chose; undefined where the locale decides. */
export function storedLanguage(): Language | undefined {
  try {
    const kept = localStorage.getItem(LANGUAGE_KEY);
    return kept === 'zh' || kept === 'en' ? kept : undefined;
  } catch {
    return undefined;
  }
}

/** Calls the listener when the user chooses a language in another window. */
export function onLanguageStored(listener: (language: Language) => void): void {
  addEventListener('storage', ({ key }) => {
    const kept = storedLanguage();
    if (key === LANGUAGE_KEY && kept !== undefined) listener(kept);
  });
}

/** Stores the user's choice, where the host allows storage. */
export function storeLanguage(language: Language): void {
  try {
    localStorage.setItem(LANGUAGE_KEY, language);
  } catch {
    // The choice holds until the page is closed.
  }
}
