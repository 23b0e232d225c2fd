/** How a person may have set up their screen: narrow and wide, both themes, both languages. */
export const looks = [
  { width: 260, theme: 'dark', locale: 'en-US' },
  { width: 260, theme: 'light', locale: 'zh-CN' },
  { width: 1200, theme: 'light', locale: 'en-US' },
  { width: 1200, theme: 'dark', locale: 'zh-CN' },
] as const;
