import { chinese } from './chinese.ts';
import { english } from './english.ts';

/** Every word of the page that is its own. A language without one of them does not compile. */
export type Words = { readonly [Name in keyof typeof english]: Widened<(typeof english)[Name]> };

/** The same shape in any words. */
export type Widened<Value> = Value extends string
  ? string
  : Value extends (...parameters: infer Parameters) => string
    ? (...parameters: Parameters) => string
    : { readonly [Name in keyof Value]: Widened<Value[Name]> };

/** The languages that the page speaks. */
export type Language = 'en' | 'zh';

/** The words of a language. */
export function wordsOf(language: Language): Words {
  return language === 'zh' ? chinese : english;
}

/** The language for a locale, written as browsers and IDEs write it. */
export function languageOf(locale: string | undefined): Language {
  return locale?.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}
