import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BUNDLE, CommandHome } from './commandHome.ts';
import { runToEnd } from './runToEnd.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const { engines, scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const NEEDED: string = engines.node.replace('>=', '');
const CHECK = '-r ./tools/requireNode.cjs';

/** The start of each command line; the rest is a trivial command. */
const starts: readonly (readonly [string, readonly string[]])[] = [
  ['the bundle', [BUNDLE, '--version']],
  ['stdio', [BUNDLE, 'stdio']],
  ['npm start', ['tools/start.mjs', '--version']],
  ['npm run build', [...CHECK.split(' '), 'tools/build.mjs']],
];

describe.each(starts)('%s', (_, args) => {
  test.each(['12.22.12', '16.20.2', '18.20.8', '20.17.0', '9.11.2'])(
    'on Node %s says which one is needed and which one was found, and exits with 2',
    async (version) => {
      const { code, stdout, stderr } = await runOn(version, args, 'C');

      const sentence = `Condenser needs Node.js ${NEEDED} or newer; this is ${version} (${process.execPath}). Install a newer version from nodejs.org.\n`;
      expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: sentence });
    },
  );

  test('reports it in Chinese in a Chinese locale', async () => {
    const { code, stderr } = await runOn('18.20.8', args, 'zh_CN.UTF-8');

    expect(code).toBe(2);
    expect(stderr).toContain(`Condenser 需要 Node.js ${NEEDED} 或更高版本，当前是 18.20.8`);
  });
});

test.each(['20.18.0', '20.100.1', '21.0.0', '100.0.0', '24.0.0-nightly'])(
  'Node %s is new enough',
  async (version) => {
    const { code, stdout } = await runOn(version, [BUNDLE, '--version'], 'C');

    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
  },
);

test('every script of package.json that runs our tools checks Node first', () => {
  const tools = Object.entries<string>(scripts).filter(([, script]) => script.includes('tools/'));

  for (const [name, script] of tools) {
    const checked = name === 'start' || script.includes('tools/requireNode.cjs');
    expect({ name, checked }).toEqual({ name, checked: true });
  }
});

test('the code before the check can be parsed by old versions of Node', () => {
  const entry = readFileSync(BUNDLE, 'utf8');

  expect(entry.split('\n').at(-2)).toBe("import('./main.mjs');");
  for (const file of [entry, readTool('requireNode.cjs'), readTool('start.mjs')]) {
    const code = file.replace(/^\s*(?:\/\/|\*|\/\*\*).*$/gm, '');
    expect(code).not.toMatch(/\?\?|\?\.|#[a-z]|^\s*await |static \{|import .* from/m);
  }
});

function readTool(name: string): string {
  return readFileSync(join(ROOT, 'tools', name), 'utf8');
}

function runOn(version: string, args: readonly string[], locale: string) {
  const preload = resolve(import.meta.dirname, 'oldNode.cjs');
  return runToEnd(process.execPath, ['-r', preload, ...args], {
    cwd: ROOT,
    env: new CommandHome().environment({ env: { OLD_NODE: version, LC_ALL: locale } }),
  });
}
