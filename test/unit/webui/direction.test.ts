import { directionOf } from '@condenser/webui/markdown/markdownStream.ts';
import { expect, it } from 'vitest';

it.each([
  ['Hello, שלום', 'ltr'],
  ['שלום, hello', 'rtl'],
  ['1. **مرحبا**', 'rtl'],
  ['中文', 'ltr'],
  ['--- 1 | 2', undefined],
  ['', undefined],
])('the direction of %j is that of its first letter', (text, direction) => {
  expect(directionOf(text)).toBe(direction);
});
