import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { pseudoTerminal } from '../provision/pseudoTerminal.ts';
import { CommandHome } from './commandHome.ts';
import { homeWith, listed, onlyId } from './conversationsHome.ts';
import { runToEnd } from './runToEnd.ts';
import { condenseReply, firstReply, scene, secondReply } from './scene.ts';
import { startFake } from './starting.ts';

const terminal = await pseudoTerminal.locate();

describe('condenser conversations list', () => {
  it('lists the conversations of other processes, newest first, without Ollama', async () => {
    const home = await homeWith('What is a queue?', 'What is a stack?');
    const { code, stdout, stderr } = await home.run(['conversations', 'list']);
    const line = String.raw`[0-9a-f]{8}  \d{4}-\d\d-\d\d \d\d:\d\d     1  What is a`;
    expect(stdout).toMatch(new RegExp(`^${line} stack\\?\n${line} queue\\?\n$`));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('reports that there are none, in the language of the locale', async () => {
    const home = new CommandHome();
    const chinese = await home.run(['conversations', 'list'], { env: { LANG: 'zh_CN.UTF-8' } });
    expect(chinese).toEqual({ code: 0, stdout: '', stderr: '还没有对话。\n' });
    const english = await home.run(['conversations', 'list', '--deleted']);
    expect(english).toEqual({ code: 0, stdout: '', stderr: 'The trash is empty.\n' });
  });

  it('shows at most the limit, and says that there are more', async () => {
    const home = await homeWith('one?', 'two?');
    const { stdout, stderr } = await home.run(['conversations', 'list', '--limit', '1']);
    expect(stdout).toMatch(/^\S+ .*two\?\n$/);
    expect(stderr).toContain('--limit');
  });

  it.each(['0', '-1', 'many', ''])('refuses the limit "%s" and names it', async (limit) => {
    const home = new CommandHome();
    const { code, stderr } = await home.run(['conversations', 'list', `--limit=${limit}`]);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      new RegExp(`^condenser: --limit must be an integer from 1 to \\d+, not "${limit}"\\.$`, 'm'),
    );
  });

  it('shows the conversations of one project', async () => {
    const home = await homeWith('What is a queue?');
    const { stdout } = await home.run(['conversations', 'export', '--json']);
    const document = JSON.parse(stdout) as { conversations: Record<string, unknown>[] };
    const [conversation] = document.conversations;
    const conversationId = '00000000-0000-8000-8000-000000000000';
    const other = { ...conversation, workspaceUri: 'file:///notes', conversationId };
    const input = JSON.stringify({ ...document, conversations: [other] });
    await home.run(['conversations', 'import', '-'], { input });
    expect(await listed(home)).toHaveLength(2);
    expect(await listed(home, '--workspace', 'file:///notes')).toMatchObject([{ conversationId }]);
  });

  it('never starts the engine, whatever the flags', async () => {
    const home = new CommandHome();
    const args = ['--builtin', '--builtin-fallback', 'conversations', 'list'];
    const { code, stderr } = await home.run(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'There are no conversations yet.\n' });
    // Listing writes nothing but the log.
    const left = existsSync(home.path('condenser')) ? readdirSync(home.path('condenser')) : [];
    expect(left).not.toContain('engine');
  });
});

describe('condenser conversations search', () => {
  it('finds words of questions and answers, in Chinese too', async () => {
    const home = await homeWith('What is a queue?', '怎么读取文件？');
    const inAnswer = await home.run(['conversations', 'search', 'fake']);
    expect(inAnswer.stdout.match(/This is the fake\./g)).toHaveLength(2);
    const chinese = await home.run(['conversations', 'search', '文件']);
    expect(chinese.stdout).toMatch(/^\S+ .*怎么读取文件？\n {4}怎么读取文件？\n$/);
    const { stdout } = await home.run(['conversations', 'search', '--json', 'que']);
    expect(JSON.parse(stdout)).toMatchObject({
      hits: expect.arrayContaining([
        expect.objectContaining({ part: 'question', excerpt: 'What is a queue?' }),
      ]),
    });
  });

  it('reports that nothing was found', async () => {
    const home = await homeWith('What is a queue?');
    const { code, stdout, stderr } = await home.run(['conversations', 'search', 'heap']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toContain('heap');
  });
});

describe('condenser ask --conversation', () => {
  it('continues it: the history is sent, and show prints both turns', async () => {
    const home = new CommandHome();
    const fake = await startFake({ replies: [firstReply, condenseReply, secondReply] });
    await home.run(['ask', scene.question], { fake });
    const id = await onlyId(home);
    const { stdout, stderr } = await home.run(
      ['ask', '--conversation', id.slice(0, 6), scene.followUp],
      { fake },
    );
    expect(stdout).toBe(`${scene.secondAnswer.join('')}\n`);
    expect(stderr).toContain(scene.rewrite.join(''));
    const shown = await home.run(['conversations', 'show', id.slice(0, 6)]);
    expect(shown.stdout.split('\n').slice(2)).toEqual([
      '',
      `> ${scene.question}`,
      scene.answer.join(''),
      '',
      `> ${scene.followUp}`,
      `Understood as: ${scene.rewrite.join('')}`,
      scene.secondAnswer.join(''),
      '',
    ]);
  });

  it('keeps its model unless a flag names another one', async () => {
    const home = new CommandHome();
    const fake = await startFake({ models: [{ name: 'one:7b' }, { name: 'two:7b' }] });
    await home.run(['--model', 'one:7b', 'ask', 'first?'], { fake });
    const id = await onlyId(home);
    await home.run(['ask', '--conversation', id, 'second?'], { fake });
    expect(await listed(home)).toMatchObject([{ turnCount: 2, model: 'one:7b' }]);
    await home.run(['--model', 'two:7b', 'ask', '--conversation', id, 'third?'], { fake });
    expect(await listed(home)).toMatchObject([{ turnCount: 3, model: 'two:7b' }]);
  });

  it('works for chat, which prints the title of the conversation', async () => {
    const home = await homeWith('What is a queue?');
    const id = await onlyId(home);
    const fake = await startFake();
    const { code, stderr } = await home.run(['chat', '--conversation', id], {
      fake,
      input: 'And a stack?\n',
    });
    expect(code).toBe(0);
    expect(stderr).toContain('Continuing: What is a queue? (1 turn)');
    expect(await listed(home)).toMatchObject([{ conversationId: id, turnCount: 2 }]);
  });

  it.each([[['ask', 'Why?']], [['chat']]])(
    'with an id of nothing, %j says so and asks nothing',
    async (args) => {
      const home = new CommandHome();
      const fake = await startFake();
      const { code, stderr } = await home.run([...args, '--conversation', 'abcd'], { fake });
      expect(code).toBe(2);
      expect(stderr).toBe('There is no conversation abcd.\n');
      expect(fake.chats).toEqual([]);
    },
  );
});

describe('condenser conversations rm', () => {
  it('moves conversations to the trash, and prints a command that restores them', async () => {
    const home = await homeWith('What is a queue?');
    const id = await onlyId(home);
    const { code, stderr } = await home.run(['conversations', 'rm', id.slice(0, 5)]);
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /Moved to the trash: What is a queue\?\nUntil \d{4}-\d\d-\d\d \d\d:\d\d /,
    );
    expect(await listed(home)).toEqual([]);
    expect(await listed(home, '--deleted')).toMatchObject([{ conversationId: id }]);
    const [, command = ''] = /condenser (conversations rm .*)\n/.exec(stderr) ?? [];
    expect((await home.run(command.split(' '))).code).toBe(0);
    expect(await listed(home)).toMatchObject([{ conversationId: id, turnCount: 1 }]);
  });

  it('rejects questions to a conversation in the trash', async () => {
    const home = await homeWith('What is a queue?');
    const id = await onlyId(home);
    const { stdout } = await home.run(['conversations', 'rm', '--json', id]);
    expect(JSON.parse(stdout)).toEqual({
      conversations: [{ conversationId: id, restorableUntil: expect.stringMatching(/^\d{4}-/) }],
    });
    const { code, stderr } = await home.run(['ask', '--conversation', id, 'And?']);
    expect(code).toBe(2);
    expect(stderr).toContain(`conversations rm --restore ${id}`);
  });

  it('deletes the file with --permanently', async () => {
    const home = await homeWith('What is a queue?');
    const id = await onlyId(home);
    const { code, stderr } = await home.run(['conversations', 'rm', '--permanently', id]);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: 'Deleted permanently: What is a queue?\n',
    });
    expect(await listed(home, '--deleted')).toEqual([]);
    expect(readdirSync(home.path('condenser', 'conversations'))).toEqual([]);
  });

  it('removes none when one ID is unknown or ambiguous', async () => {
    const home = await homeWith('What is a queue?');
    const id = await onlyId(home);
    const unknown = await home.run(['conversations', 'rm', id, 'zzzz']);
    expect(unknown).toMatchObject({ code: 2, stderr: 'There is no conversation zzzz.\n' });
    const twin = `${id.slice(0, 35)}${id.endsWith('0') ? '1' : '0'}`;
    const { stdout } = await home.run(['conversations', 'export', '--json']);
    const input = stdout.replaceAll(id, twin);
    await home.run(['conversations', 'import', '-'], { input });
    const several = await home.run(['conversations', 'rm', id.slice(0, 8)]);
    expect(several.code).toBe(2);
    expect(several.stderr).toContain(id);
    expect(several.stderr).toContain(twin);
    const empty = await home.run(['conversations', 'rm', '']);
    expect(empty.code).toBe(2);
    expect(await listed(home)).toHaveLength(2);
  });
});

describe('condenser conversations show', () => {
  it('prints everything as JSON', async () => {
    const home = await homeWith('What is a queue?');
    const { stdout } = await home.run(['conversations', 'show', '--json', await onlyId(home)]);
    expect(JSON.parse(stdout)).toMatchObject({
      conversation: { title: 'What is a queue?' },
      turns: [{ text: 'What is a queue?', answer: 'This is the fake.', stopReason: 'complete' }],
      unreadableLines: 0,
    });
  });

  it('shows the error of Ollama, and counts a damaged line', async () => {
    const home = new CommandHome();
    await home.run(['--model', 'fake:latest', 'ask', 'What is a queue?']);
    const id = await onlyId(home);
    const file = home.path('condenser', 'conversations', `${id}.jsonl`);
    writeFileSync(file, '{"type":"delta",\n', { flag: 'a' });
    const { code, stdout, stderr } = await home.run(['conversations', 'show', id]);
    expect(code).toBe(0);
    expect(stdout).toContain('> What is a queue?\n[Ollama does not answer');
    expect(stderr).toContain('1 line of its file is damaged');
  });

  it.skipIf(terminal === undefined)(
    'shows a terminal nothing that it would obey, and a pipe all that was said',
    async () => {
      const home = new CommandHome();
      const evil = '\u001b]0;title\u0007\u001b[2J done';
      const fake = await startFake({ otherwise: { tokens: [evil] } });
      await home.run(['ask', `Why \u001b[31mred?`], { fake });
      const id = await onlyId(home);
      expect((await home.run(['conversations', 'show', id])).stdout).toContain(evil);
      const bundle = 'sidecar/dist/condenser.mjs';
      for (const command of [`show ${id}`, 'list', 'search done', 'export', `show --json ${id}`]) {
        const env = { PATH: process.env.PATH, XDG_DATA_HOME: home.folder, NO_COLOR: '1' };
        const line = `${process.execPath} ${bundle} conversations ${command}`;
        const { stdout } = await runToEnd('script', ['-qec', line, '/dev/null'], { env });
        expect(stdout).toMatch(/red\?/);
        expect(stdout).not.toContain('\u001b');
      }
    },
  );
});
