import {
  count,
  longText,
  moment,
  shortText,
  shortTexts,
} from '@condenser/sidecar/models/untrusted.ts';
import { describe, expect, it } from 'vitest';

describe('a text of a model', () => {
  it('loses control characters and those that reorder text', () => {
    expect(shortText('qwen\u001b[31m\u0007\u202e\u009b2J:7b')).toBe('qwen:7b');
    expect(longText('a\u0000b\n\tc\r')).toBe('ab\n\tc');
    expect(shortText('one\ntwo\tthree')).toBe('one two three');
  });

  it('is bounded, with a mark where it was cut', () => {
    const text = longText('x'.repeat(10_000_000)) ?? '';
    expect(text).toHaveLength(64 * 1024 + 1);
    expect(text.endsWith('…')).toBe(true);
    expect(shortText('y'.repeat(600))).toHaveLength(513);
    expect(shortTexts(Array.from({ length: 1000 }, () => 'vision'))).toHaveLength(64);
  });

  it.each([undefined, null, 7, {}, [], '', '\u0000'])(
    'is nothing when it is no text: %j',
    (value) => {
      expect(shortText(value)).toBeUndefined();
      expect(longText(value)).toBeUndefined();
    },
  );

  it('is a list of texts only', () => {
    expect(shortTexts('completion')).toEqual([]);
    expect(shortTexts(['completion', 7, null, { a: 1 }, 'tools'])).toEqual(['completion', 'tools']);
  });

  it.each([
    [1, 1],
    [0, 0],
    [-1, undefined],
    [Number.NaN, undefined],
    [Number.POSITIVE_INFINITY, undefined],
    ['5', undefined],
  ])('counts %s as %s', (value, expected) => expect(count(value)).toBe(expected));

  it.each([
    ['2026-03-01T10:17:00.123456+01:00', '2026-03-01T09:17:00.123Z'],
    ['2318-01-01T00:00:00Z', undefined],
    ['0001-01-01T00:00:00Z', undefined],
    ['yesterday', undefined],
    [12, undefined],
  ])('the moment %s is %s', (value, expected) => expect(moment(value)).toBe(expected));
});
