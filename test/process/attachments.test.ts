import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { FakeOllama } from '../fakes/ollama/fakeOllama.ts';
import { BUNDLE, CommandHome } from './commandHome.ts';
import { runToEnd } from './runToEnd.ts';
import { startFake } from './starting.ts';

const TEXT = 'Größe: 5 €? naïve “café”\n';
const CHINESE = 'int 大小 = 1; // 😀\n';
const windows1252 = Buffer.from(
  [...TEXT].map((char) => ({ '€': 0x80, '“': 0x93, '”': 0x94 })[char] ?? char.charCodeAt(0)),
);
const utf16le = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');
const utf16be = (text: string) => utf16le(text).swap16();
const PNG = Buffer.concat([
  Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'),
  deflateSync('pixels'),
]);

/** [description, bytes, sent text] */
const texts: readonly (readonly [string, Buffer, string])[] = [
  ['UTF-8', Buffer.from(TEXT), TEXT],
  ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${CHINESE}`), CHINESE],
  ['UTF-16, little end first', utf16le(CHINESE), CHINESE],
  ['UTF-16, big end first', utf16be(CHINESE), CHINESE],
  ['Latin-1', Buffer.from('Größe naïve café\n', 'latin1'), 'Größe naïve café\n'],
  ['Latin-1 as Windows writes it', windows1252, TEXT],
  [
    'text with colours of a terminal',
    Buffer.from('\u001b[31mred\u001b[0m\n'),
    '\u001b[31mred\u001b[0m\n',
  ],
  ['empty', Buffer.alloc(0), ''],
];

/** [description, bytes] */
const binaries: readonly (readonly [string, Buffer])[] = [
  ['a PNG', PNG],
  ['a gzip archive', gzipSync('text')],
  ['a JPEG', Buffer.from('ffd8ffe000104a46494600010100', 'hex')],
  ['a program', Buffer.from('7f454c46020101000000000000000000', 'hex')],
  ['text with a NUL', Buffer.from('before\0after')],
  ['UTF-16 with a NUL', utf16le('before\0after')],
  ['UTF-32', Buffer.from('fffe00006100000062000000', 'hex')],
];

describe('ask', () => {
  test.each(texts)('sends a file that is %s as its text', async (_, bytes, text) => {
    const { sent } = await askAbout(bytes);

    expect(sent).toContain(text.trimEnd());
    expect(sent).not.toMatch(/\ufffd|\ufeff/);
  });

  test.each(binaries)('refuses %s by name', async (_, bytes) => {
    const { code, stderr, sent } = await askAbout(bytes);

    expect({ code, sent }).toEqual({ code: 2, sent: undefined });
    expect(stderr).toMatch(
      /^\S*the file is a binary file, not text\. Only text can be sent: .*\n$/,
    );
  });

  test.each(texts.slice(0, -1))(
    'sends what is piped in as %s as its text',
    async (_, bytes, text) => {
      const fake = await startFake();
      const home = new CommandHome();
      home.writeSettings('{"titles": "question"}');
      writeFileSync(home.path('piped'), bytes);

      const command = `"${process.execPath}" "${BUNDLE}" ask why < piped`;
      const env = home.environment({ fake });
      const { code } = await runToEnd('sh', ['-c', command], { cwd: home.folder, env });

      expect(code).toBe(0);
      expect(questionAt(fake)).toContain(text.trimEnd());
    },
  );

  test.each([
    ['a folder', 'folder', /^folder is a folder\. Attach the files in it/],
    ['missing', 'missing', /^missing does not exist\./],
    ['below a file', 'large/x', /^large\/x does not exist\./],
    ['a pipe', 'pipe', /^pipe is not a regular file\. Pipe it into the command instead\./],
    ['a device', '/dev/zero', /^\/dev\/zero is not a regular file\./],
    ['too large', 'large', /^large is larger than 16 MB\./],
    ['a link in a circle', 'circle', /^circle cannot be read: its links form a loop \(ELOOP\)/],
  ])('says in one line that --file is %s', async (_, path, sentence) => {
    const home = new CommandHome();
    const fake = await startFake();
    mkdirSync(home.path('folder'));
    writeFileSync(home.path('large'), '');
    truncateSync(home.path('large'), 16 * 1024 ** 2 + 1);
    const made = 'mkfifo pipe && ln -s circle circle';
    await runToEnd('sh', ['-c', made], { cwd: home.folder, env: { PATH: process.env.PATH } });

    const { code, stdout, stderr } = await home.run(['ask', '--file', path, 'why'], { fake });

    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(sentence);
    expect(stderr.split('\n')).toHaveLength(2);
    expect(fake.chats).toEqual([]);
  });
});

async function askAbout(bytes: Buffer) {
  const home = new CommandHome();
  home.writeSettings('{"titles": "question"}');
  writeFileSync(home.path('the file'), bytes);
  const fake = await startFake();
  const ended = await home.run(['ask', '--file', 'the file', 'why'], { fake });
  return { ...ended, sent: questionAt(fake) };
}

function questionAt(fake: FakeOllama): string | undefined {
  return fake.chats[0]?.body.messages?.at(-1)?.content;
}
