import type { HostTheme } from '../host/host.ts';
import type { Language } from '../i18n/texts.ts';

const LANGUAGE_KEY = 'condenser.language';

/** Shows the page in the host's colours, sizes and contrast, from now on. */
export function applyTheme({ variables, dark, highContrast, zoom }: HostTheme): void {
  const { style, dataset } = document.documentElement;
  for (const [name, value] of Object.entries(variables)) {
    if (name.startsWith('--')) style.setProperty(name, value);
  }
  dataset.theme = dark ? 'dark' : 'light';
  dataset.contrast = highContrast ? 'high' : 'normal';
  if (zoom !== undefined) style.setProperty('--zoom', String(zoom));
}

/** The language that the person chose here; undefined as long as the locale decides. */
export function keptLanguage(): Language | undefined {
  try {
    const kept = localStorage.getItem(LANGUAGE_KEY);
    return kept === 'zh' || kept === 'en' ? kept : undefined;
  } catch {
    return undefined;
  }
}

/** Tells of a language that the person chose in another window. */
export function onLanguageKept(listener: (language: Language) => void): void {
  addEventListener('storage', ({ key }) => {
    const kept = keptLanguage();
    if (key === LANGUAGE_KEY && kept !== undefined) listener(kept);
  });
}

/** Remembers the person's choice, where the host lets a page remember anything. */
export function keepLanguage(language: Language): void {
  try {
    localStorage.setItem(LANGUAGE_KEY, language);
  } catch {
    // The choice holds until the page is closed.
  }
}
