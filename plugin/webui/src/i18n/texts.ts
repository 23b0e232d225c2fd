import { chinese } from './chinese.ts';
import { english } from './english.ts';

/** Every text of the page itself. A language that lacks one does not compile. */
export type Texts = { readonly [Name in keyof typeof english]: Widened<(typeof english)[Name]> };

/** The same shape in any language. */
export type Widened<Value> = Value extends string
  ? string
  : Value extends (...parameters: infer Parameters) => string
    ? (...parameters: Parameters) => string
    : { readonly [Name in keyof Value]: Widened<Value[Name]> };

/** The languages of the page. */
export type Language = 'en' | 'zh';

/** The texts of a language. */
export function textsOf(language: Language): Texts {
  return language === 'zh' ? chinese : english;
}

/** The BCP 47 tag of a language. */
export function localeOf(language: Language): string {
  return language === 'zh' ? 'zh-CN' : 'en';
}

/** The language for a locale, written as browsers and IDEs write it. */
export function languageOf(locale: string | undefined): Language {
  return locale?.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}
