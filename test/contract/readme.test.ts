import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { withFigures } from '../bench/readmeFigures.ts';
import { commandsOf } from './readmeText.ts';

describe.each(['README.md', 'README.zh-CN.md'])('%s', (file) => {
  const text = readFileSync(file, 'utf8');

  it('shows the figures of bench/results.json', () => {
    const results: unknown = JSON.parse(readFileSync('bench/results.json', 'utf8'));
    expect(withFigures(text, results)).toBe(text);
  });

  it('has the same commands as the English version', () => {
    expect(commandsOf(text)).toEqual(commandsOf(readFileSync('README.md', 'utf8')));
  });

  it('links only to existing files', () => {
    for (const [, target = ''] of text.matchAll(/\]\((?!https?:)([^)#]+)/g)) {
      expect(readFileSync(target, 'utf8').length, target).toBeGreaterThan(0);
    }
  });
});
