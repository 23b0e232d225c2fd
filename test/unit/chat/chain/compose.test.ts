import { promptsIn } from '@condenser/sidecar/chat/chain/prompts/promptSet.ts';
import { compose } from '@condenser/sidecar/chat/chain/rules/compose.ts';
import { describe, expect, it } from 'vitest';

const after = (...said: readonly (readonly [string, string])[]) =>
  said.map(([user, assistant]) => ({ user, assistant }));

describe('a part of the previous question is replaced', () => {
  it.each([
    ['How do I parse JSON in Java?', 'and in Kotlin?', 'How do I parse JSON in Kotlin?'],
    ['How do I parse JSON in Java?', 'in Kotlin instead', 'How do I parse JSON in Kotlin?'],
    ['How do I parse JSON in Java?', 'what about in C++?', 'How do I parse JSON in C++?'],
    ['How do I parse JSON in Java?', 'now the same in Go', 'How do I parse JSON in Go?'],
    ['How do I parse JSON in Java?', 'with Jackson?', 'How do I parse JSON in Java with Jackson?'],
    ['Write a queue', 'and without locks', 'Write a queue without locks.'],
    ['Write a queue in Rust', 'do it in Zig please', 'Write a queue in Zig.'],
    [
      'How do I find duplicates in a list?',
      'in Ruby?',
      'How do I find duplicates in a list in Ruby?',
    ],
    ['怎么用 Python 解析 JSON？', '用 Java 呢？', '怎么用 Java 解析 JSON？'],
    ['怎么解析 JSON 以外的配置？', '换成 Go', undefined],
    ['怎么排序？', '那用 Rust 怎么写？', '用 Rust 怎么排序？'],
    ['在 Vue 里怎么监听滚动？', '在 React 里呢', '在 React 里怎么监听滚动？'],
  ])('%s + %s', (previous, question, expected) => {
    const composed = compose(question, after([previous, 'Like this.']));
    if (expected === undefined) expect(composed.by).toBe('joined');
    else expect(composed).toEqual({ text: expected, by: 'replaced' });
  });

  it('is not replaced where the follow-up refers to the conversation', () => {
    for (const question of ['in this case?', 'with that one?', 'for the first?']) {
      expect(compose(question, after(['How do I sort?', 'So.'])).by).toBe('joined');
    }
  });

  it('continues from the previous replacement', () => {
    const turns = after(['How do I parse JSON in Java?', 'So.'], ['and in Go?', 'So.']);
    expect(compose('and in Rust?', turns).text).toBe('How do I parse JSON in Rust?');
  });
});

describe('the earlier questions are joined', () => {
  it.each([
    ['why?', 'Is Python slow? why?'],
    ['make it faster', 'Is Python slow? make it faster'],
  ])('to %s', (question, text) => {
    expect(compose(question, after(['Is Python slow?', 'Yes.']))).toEqual({ text, by: 'joined' });
  });

  it('from the one that started the topic', () => {
    const turns = after(
      ['How do I bake bread in an oven?', 'So.'],
      ['How do I deploy a Flask app on Heroku?', 'So.'],
      ['and the database?', 'So.'],
    );
    expect(compose('is it free?', turns).text).toBe(
      'How do I deploy a Flask app on Heroku? and the database? is it free?',
    );
  });

  it('in their standalone form where they have one', () => {
    const user = promptsIn('en').clarified('is it free?', 'Is Postgres on Heroku free?');
    expect(compose('why?', after(['How do I deploy?', 'So.'], [user, 'No.'])).text).toBe(
      'Is Postgres on Heroku free? why?',
    );
  });

  it('shortened where they are long', () => {
    const { text } = compose('why?', after([`Explain ${'this log line '.repeat(200)}`, 'So.']));
    expect(text.length).toBeLessThan(320);
    expect(text).toMatch(/… why\?$/);
  });
});

describe('a reference is resolved', () => {
  it.each([
    ['the second one, please', 'Ways to cache?', '1. Redis\n2. Memcached\n3. A map', 'Memcached'],
    ['tell me about option 3', 'Ways to cache?', '1. Redis\n2. Memcached\n3. A map', 'A map'],
    ['explain the latter', 'What are git fetch and git pull?', '`fetch` and `pull` …', 'pull'],
    ['第二个详细讲讲', '有哪些缓存？', '1. Redis\n2. 本地缓存', '本地缓存'],
    ['方案1呢', '有哪些缓存？', '1. Redis\n2. 本地缓存', 'Redis'],
    ['后者怎么用', 'let 和 const 的区别', '可以。', 'const'],
  ])('%s', (question, previous, answer, named) => {
    expect(compose(question, after([previous, answer])).text).toContain(named);
  });

  it('"the other one" is the one that the conversation did not continue with', () => {
    const turns = after(
      ['Where is the timeout set?', 'In `server.toml` or in `client.toml`.'],
      ['the first', 'In `server.toml`: `timeout = 3`.'],
    );
    expect(compose('no, the other one', turns).text).toContain('client.toml');
  });
});

describe('a question that stands alone is not changed', () => {
  it.each([
    'Which port does PostgreSQL listen on by default?',
    'What is a monad?',
    'How do I list open ports on Ubuntu?',
    'Explain what a mutex is',
    'Which HTTP status code means too many requests?',
    'How do I roll back a migration in Rails?',
    'Linux 怎么查看磁盘占用？',
    'npm 和 pnpm 有什么区别？',
  ])('%s', (question) => {
    const turns = after(['How do I center a div in CSS?', 'With a grid.']);
    expect(compose(question, turns)).toEqual({ text: question, by: 'alone' });
  });

  it.each([
    'how do I center it vertically too?',
    'what if the div is wider?',
    'is that slow?',
    'can Safari do a grid too?',
    'what about Safari?',
    'why not flexbox?',
    '为什么？',
    '多行呢',
    '能再短一点吗',
  ])('a question that does not stand alone is: %s', (question) => {
    const turns = after(['How do I center a div in CSS?', 'With a grid.']);
    expect(compose(question, turns).by).not.toBe('alone');
  });

  it('neither is the first question of a conversation', () => {
    expect(compose('and in Kotlin?', [])).toEqual({ text: 'and in Kotlin?', by: 'alone' });
  });
});
