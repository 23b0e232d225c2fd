import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { CommandHome } from './commandHome.ts';
import { commandTable } from './commandTable.ts';

/** The words of every command that the help shows, such as `models pull`. */
function commandPaths(command: Command, path: readonly string[] = []): string[][] {
  const visible = command.createHelp().visibleCommands(command);
  return [[...path], ...visible.flatMap((inner) => commandPaths(inner, [...path, inner.name()]))];
}

const paths = commandPaths(commandTable()).filter((path) => path.at(-1) !== 'help');

/** Names and commands, which are the same in every language. */
const NAMES =
  /https?:\S+|--[\w-]+(?: json\b)?|-h\b|-V\b|\bcondenser(?: [a-z]+)*|^ {2}[\w-]+(?: help)?|JSON-RPC|Content-Length|hf\.co\/owner\/repo:quantization|huggingface\.co|\/plain,chain=basic|OLLAMA_HOST|CONDENSER_TOKEN|condense\+history|llama3|q4_K_M|Modelfile/gm;

function englishSentences(text: string): string[] {
  return text.replace(NAMES, '@').match(/[A-Za-z]{2,}[ ,]+[A-Za-z]{2,}/g) ?? [];
}

test.each(paths.map((path) => [path.join(' '), path] as const))(
  'under a Chinese locale the help of "%s" has no English sentence',
  async (_, path) => {
    const { code, stdout, stderr } = await new CommandHome().run([...path, '--help'], {
      env: { LC_ALL: 'zh_CN.UTF-8' },
    });

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^用法：condenser/);
    expect(stdout).toContain('显示本帮助');
    expect(englishSentences(stdout)).toEqual([]);
    expect(stdout).not.toMatch(/<[a-z]|\[[a-z]|default|choices/);
  },
);

test('the descriptions of the Chinese help are aligned', async () => {
  const { stdout } = await new CommandHome().run(['models', 'create', '--help'], {
    env: { LANG: 'zh_CN.UTF-8' },
  });

  const lines = stdout.split('\n').filter((line) => line.startsWith('  '));
  const columns = lines.flatMap((line) => {
    const term = /^ {2}\S.*? {2,}(?=\S)/.exec(line)?.[0];
    return term === undefined ? [] : term.length + (term.match(/\p{Script=Han}/gu)?.length ?? 0);
  });
  expect(columns.length).toBeGreaterThan(15);
  expect(new Set(columns).size).toBe(1);
});

test('in other locales the help is in English, with choices and defaults', async () => {
  const { stdout } = await new CommandHome().run(['conversations', 'export', '--help'], {
    env: { LANG: 'de_DE.UTF-8' },
  });

  expect(stdout).toContain('Usage: condenser conversations export [options] [id...]');
  expect(stdout.replace(/\s+/g, ' ')).toContain('(choices: markdown, json; default: markdown)');
  expect(stdout).not.toMatch(/\p{Script=Han}/u);
});
