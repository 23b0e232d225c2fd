import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import { screenshot } from './chromiumBrowser.ts';

/** Screens of users: narrow and wide, both themes, both languages. */
export const looks = [
  { width: 260, theme: 'dark', locale: 'en-US' },
  { width: 260, theme: 'light', locale: 'zh-CN' },
  { width: 1200, theme: 'light', locale: 'en-US' },
  { width: 1200, theme: 'dark', locale: 'zh-CN' },
] as const;
export type Look = (typeof looks)[number];

/** Opens a link on this screen, in a fresh browser context. */
export async function openAt(
  browser: Browser,
  link: string,
  look: Look,
  permissions: string[] = [],
): Promise<Page> {
  const { width, theme: colorScheme, locale } = look;
  const viewport = { width, height: 760 };
  const context = await browser.newContext({ viewport, colorScheme, locale, permissions });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await page.goto(link);
  return page;
}

const WIDTHS = [260, 420, 1200];
const THEMES = ['light', 'dark'] as const;
const LANGUAGES = ['en', 'zh'] as const;

/**
 * Draws what the page shows now at each width, in both themes and both languages, holds every look
 * to fit its width, and leaves the page as it was.
 */
export async function drawEveryLook(page: Page, name: string): Promise<void> {
  const size = page.viewportSize() ?? { width: 420, height: 760 };
  const before = await page.evaluate(() => document.documentElement.lang);
  const tooWide: Record<string, string[]> = {};
  for (const language of LANGUAGES) {
    await speak(page, language);
    for (const width of WIDTHS) {
      await page.setViewportSize({ ...size, width });
      for (const colorScheme of THEMES) {
        await page.emulateMedia({ colorScheme });
        await screenshot(page, `${name}-${width}-${colorScheme}-${language}`);
      }
      const found = await widerThanPage(page);
      if (found.length > 0) tooWide[`${width} px, ${language}`] = found;
    }
  }
  await page.setViewportSize(size);
  await page.emulateMedia({ colorScheme: null });
  await speak(page, before.startsWith('zh') ? 'zh' : 'en');
  expect(tooWide, `what "${name}" shows beyond the edge of the page`).toEqual({});
}

/** Switches the language as from another window, which changes nothing else here. */
async function speak(page: Page, language: 'en' | 'zh'): Promise<void> {
  await page.evaluate((wanted) => {
    const key = 'condenser.language';
    localStorage.setItem(key, wanted);
    dispatchEvent(new StorageEvent('storage', { key, newValue: wanted }));
  }, language);
  await page.waitForFunction(
    (wanted) => document.documentElement.lang.startsWith(wanted),
    language,
  );
}

/** What stands beyond the right edge and cannot be scrolled to in a box of its own. */
function widerThanPage(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const { scrollWidth } = document.scrollingElement ?? document.body;
    if (scrollWidth > innerWidth) found.push(`the page itself: ${scrollWidth}`);
    for (const element of document.querySelectorAll('body *')) {
      const { right, width } = element.getBoundingClientRect();
      if (width === 0 || right <= innerWidth + 1) continue;
      if (element.closest('pre, table, .table, .visually-hidden, [inert]')) continue;
      const { textOverflow } = getComputedStyle(element.parentElement ?? element);
      if (textOverflow !== 'ellipsis') found.push(`${element.tagName}.${element.className}`);
    }
    return found;
  });
}
