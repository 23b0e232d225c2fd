import { isThinkingAloud } from '@condenser/sidecar/chat/chain/guards/answerGuard.ts';
import { cleanTitle } from '@condenser/sidecar/chat/chain/title.ts';
import { describe, expect, it } from 'vitest';

const QUESTION = 'How do I read a file?';

describe('thinking aloud', () => {
  it.each([
    'Okay, the user wants to know how to read a file.',
    'Okay, so the user is asking about files.',
    'Alright, let me think about this.',
    'Hmm, I need to rewrite the follow-up.',
    'The user asks for Java.',
    'We need to produce a standalone question.',
    'I should rephrase the question',
    "Let's break this down",
    'First, I have to look at the conversation.',
    '嗯，用户想知道怎么读文件。',
    '好的，用户问的是 Java。',
    '好，我需要改写这个问题。',
    '用户想要一个标题',
    '首先，用户的问题是关于缓存的',
  ])('is recognized: %s', (text) => {
    expect(isThinkingAloud(text, QUESTION)).toBe(true);
    expect(cleanTitle(text, QUESTION)).toBeUndefined();
  });

  it.each([
    'How do I read a file in Java?',
    'What does the user table hold?',
    'Why is the user not authenticated in the session?',
    'The user table of the shop',
    'Let expressions in Rust',
    'First steps with streams',
    'Okay buttons in a dialog',
    'I/O in Java',
    '怎么用 Java 读文件？',
    '用户登录流程',
    '首先应该学哪种语言？',
    '好的缓存策略有哪些？',
  ])('is not mistaken for: %s', (text) => {
    expect(isThinkingAloud(text, QUESTION)).toBe(false);
  });

  it('is accepted where the question starts in the same way', () => {
    expect(isThinkingAloud('Okay, let me ask about Java', 'ok, let me ask again')).toBe(false);
  });
});

describe('a title', () => {
  it.each([
    ['读取文件的方法', 'How do I read a file?'],
    ['Reading files', '怎么读文件？'],
    ['Чтение файлов', 'How do I read a file?'],
    ['ファイルを読む', 'How do I read a file?'],
  ])('in another script than the question is refused: %s', (title, question) => {
    expect(cleanTitle(title, question)).toBeUndefined();
  });

  it.each([
    ['Reading files', 'How do I read a file?'],
    ['读取文件', '怎么读文件？'],
  ])('in the script of the question is accepted: %s', (title, question) => {
    expect(cleanTitle(title, question)).toBe(title);
  });
});

describe('a title', () => {
  it.each([
    'Files</think>',
    'A <reasoning> file',
    '◁think▷ Files',
    '<|think|>Files',
    'Files <unused95>',
    'Read [THINK] files',
    'Files ...done thinking.',
    '</ THINK >Files',
  ])('never contains a tag of thinking: %s', (text) => {
    expect(cleanTitle(text, QUESTION)).toBeUndefined();
  });

  it('may contain other tags', () => {
    expect(cleanTitle('The <table> element', QUESTION)).toBe('The <table> element');
  });
});
