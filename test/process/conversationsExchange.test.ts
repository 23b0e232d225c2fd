import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CommandHome } from './commandHome.ts';
import { homeWith, listed } from './conversationsHome.ts';

describe('condenser conversations export and import', () => {
  it('copies everything to another home, and changes nothing the second time', async () => {
    const home = await homeWith('What is a queue?', '怎么读取文件？');
    const file = home.path('all.json');
    const written = await home.run(['conversations', 'export', '--json', '--output', 'all.json']);
    expect(written).toMatchObject({ code: 0, stdout: '' });
    expect(written.stderr).toBe(`2 conversations written to ${file}\n`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const other = new CommandHome();
    const first = await other.run(['conversations', 'import', '--json', file]);
    expect(JSON.parse(first.stdout)).toMatchObject({ turnsAdded: 2, turnsKnown: 0 });
    const again = await other.run(['conversations', 'import', file]);
    expect(again.stderr).toBe('0 turns added to 0 conversations; 2 turns already present.\n');
    const { stdout } = await other.run(['conversations', 'export', '--json']);
    expect(stdout).toBe(readFileSync(file, 'utf8'));
  });

  it('prints the given conversations as Markdown', async () => {
    const home = await homeWith('What is a queue?', 'What is a stack?');
    const [newest] = await listed(home);
    const { stdout } = await home.run(['conversations', 'export', newest?.conversationId ?? '']);
    expect(stdout).toMatch(/^# What is a stack\?\n[\s\S]*This is the fake\./);
    expect(stdout).not.toContain('queue');
  });

  it('does not replace an existing file without --force', async () => {
    const home = await homeWith('What is a queue?');
    const file = home.path('notes.md');
    writeFileSync(file, 'mine');
    const refused = await home.run(['conversations', 'export', '--output', 'notes.md']);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain(file);
    expect(refused.stderr).toContain('--force');
    expect(readFileSync(file, 'utf8')).toBe('mine');
    const forced = await home.run(['conversations', 'export', '--force', '--output', 'notes.md']);
    expect(forced.code).toBe(0);
    expect(readFileSync(file, 'utf8')).toContain('# What is a queue?');
  });

  it('names a file that is not writable, and exits with 1', async () => {
    const home = await homeWith('What is a queue?');
    const { code, stderr } = await home.run(['conversations', 'export', '--output', 'no/such/a']);
    expect(code).toBe(1);
    expect(stderr).toContain(home.path('no/such/a'));
  });

  it.each([
    ['no JSON', 'stdin: "file": must be valid JSON'],
    ['{"format":"condenser-conversations","version":9,"conversations":[]}', '"version": must be 1'],
    ['{"format":"condenser-conversations","version":1,"conversations":[{}]}', '"conversations.0.'],
  ])('takes in nothing of %s and names what is wrong', async (input, named) => {
    const home = new CommandHome();
    const { code, stderr } = await home.run(['conversations', 'import', '-'], { input });
    expect(code).toBe(2);
    expect(stderr).toContain(named);
    expect(await listed(home)).toEqual([]);
  });

  it('names a missing import file', async () => {
    const { code, stderr } = await new CommandHome().run(['conversations', 'import', 'gone.json']);
    expect(code).toBe(2);
    expect(stderr).toContain('gone.json does not exist.');
  });
});
