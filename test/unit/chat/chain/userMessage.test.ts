import type { ContextItem } from '@condenser/protocol';
import { userMessage } from '@condenser/sidecar/chat/chain/messages.ts';
import { promptsIn } from '@condenser/sidecar/chat/chain/prompts/promptSet.ts';
import { describe, expect, it } from 'vitest';

const english = promptsIn('en');

function item(more: Partial<ContextItem>): ContextItem {
  return { kind: 'selection', text: 'x', ...more };
}

/** The line above the code. */
function header(more: Partial<ContextItem>): string {
  return userMessage('?', [item(more)], english).split('\n```')[0] ?? '';
}

function range(startLine: number, endLine: number, endCharacter: number): ContextItem['range'] {
  return {
    start: { line: startLine, character: 0 },
    end: { line: endLine, character: endCharacter },
  };
}

describe('userMessage', () => {
  it('is the question alone when there is no context', () => {
    expect(userMessage('why?', [], english)).toBe('why?');
  });

  it('fences and names each piece with its language, and ends with the question', () => {
    const items = [
      item({ uri: 'file:///a/Main.java', languageId: 'java', text: 'int a;' }),
      item({ title: 'notes', text: 'b' }),
      item({ text: 'c' }),
    ];
    expect(userMessage('why?', items, english)).toBe(
      'From Main.java:\n```java\nint a;\n```\n\nFrom notes:\n```\nb\n```\n\n```\nc\n```\n\nwhy?',
    );
  });

  it('is in the language of the prompts', () => {
    const items = [item({ title: 'Main.java', range: range(0, 4, 2) })];
    const chinese = promptsIn('zh');
    expect(userMessage('为什么？', items, chinese)).toContain(
      chinese.source('Main.java', { first: 1, last: 5 }),
    );
  });

  it.each([
    ['a whole line up to the next', range(2, 3, 0), 3, 3],
    ['into the last line', range(2, 3, 4), 3, 4],
    ['within one line', range(2, 2, 4), 3, 3],
    ['a caret at the start of a line', range(4, 4, 0), 5, 5],
    ['the first line', range(0, 0, 0), 1, 1],
  ])('counts lines from one: %s', (_, lines, first, last) => {
    expect(header({ title: 'a', range: lines })).toBe(english.source('a', { first, last }));
  });

  it.each([
    ['file:///home/me/secret/Main.java', 'From Main.java:'],
    ['file:///C%3A/code/%E6%96%87%20a.ts', 'From 文 a.ts:'],
    ['file:///a/b%ZZ.ts', 'From b%ZZ.ts:'],
    ['untitled:Untitled-1', 'From untitled:Untitled-1:'],
    ['jar:file:///a.jar!/b/C.class?x#y', 'From C.class:'],
  ])('contains only the file’s name, not its folder: %s', (uri, expected) => {
    expect(header({ uri })).toBe(expected);
  });

  it('has no name where the context has none', () => {
    expect(userMessage('?', [item({ uri: 'file:///a/' })], english)).toBe('```\nx\n```\n\n?');
  });

  it.each([
    ['no fence', 'x', '```'],
    ['a fence', '```\nx\n```', '````'],
    ['a longer fence', '`````', '``````'],
    ['single backticks', '`a` ``b``', '```'],
  ])('has a fence that the code cannot end: %s', (_, text, fence) => {
    expect(userMessage('?', [item({ text })], english)).toBe(`${fence}\n${text}\n${fence}\n\n?`);
  });
});
