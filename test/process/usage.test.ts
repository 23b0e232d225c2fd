import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { CommandHome } from './commandHome.ts';

const PORT = '--port must be an integer from 0 to 65535, not';

/** [command line, error message] */
const mistakes: readonly (readonly [string[], string])[] = [
  ...['abc', '99999', '-1', ''].flatMap((port): [string[], string][] => [
    [['web', '--port', port], `${PORT} "${port}".`],
    [['serve', '--port', port], `${PORT} "${port}".`],
  ]),
  [['--port', 'abc'], `${PORT} "abc".`],
  [['web', '--port'], '--port requires a value.'],
  [['--builtin', '--no-builtin', 'chat'], '--builtin and --no-builtin cannot be used together.'],
  ...['--model', '--ollama-host'].map((option): [string[], string] => [
    [option, '', 'chat'],
    `${option} requires a value.`,
  ]),
  [['--model', '  ', 'stdio'], '--model requires a value.'],
  [['chat', '--conversation', ''], '--conversation requires a value.'],
  ...['--host', '--cors', '--token', '--allowed-host', '--allow-model'].map(
    (option): [string[], string] => [['serve', option, ''], `${option} requires a value.`],
  ),
  ...['not a url', 'localhost', 'http://', 'http://a:99999', 'http://a/b', 'null', '**'].map(
    (given): [string[], string] => [
      ['serve', '--cors', given],
      `--cors must be an origin, such as http://localhost:3000, or *, not "${given}".`,
    ],
  ),
  ...['foo bar', 'http://localhost', 'localhost:8000', '127.0.0.999', '[foo]', 'a..b'].flatMap(
    (given) =>
      ['--host', '--allowed-host'].map((option): [string[], string] => [
        ['serve', option, given],
        `${option} must be an address or a host name, such as 127.0.0.1, not "${given}".`,
      ]),
  ),

  ...['ftp://x', 'localhost:99999', 'a b'].map((given): [string[], string] => [
    ['--ollama-host', given, 'models', 'list'],
    `--ollama-host must be an address such as 127.0.0.1:11434 or https://host, with a port up to 65535, not "${given}".`,
  ]),
  [
    ['serve', '--host', '0.0.0.0'],
    '--host with an address that other machines can reach requires --token.',
  ],
  [['serve', '--path', 'x'], '--path must be a path such as /llama3, not "x".'],
  [['serve', '--path', '/a', '--path', '/a,chain=basic'], '--path /a was given twice.'],
  [
    ['models', 'create', 'x', '--parameter', 'temperature'],
    '--parameter must have the form name=value, not "temperature".',
  ],

  ...['--max-concurrent', '--max-history'].map((option): [string[], string] => [
    ['serve', option, '0'],
    `${option} must be an integer from 1 to 1000000, not "0".`,
  ]),
  ...['--max-seconds', '--idle-seconds', '--shutdown-seconds'].map((option): [string[], string] => [
    ['serve', option, '2147484'],
    `${option} must be an integer from 1 to 2000000, not "2147484".`,
  ]),
  [['serve', '--max-body', 'x'], '--max-body must be an integer from 1 to 1073741824, not "x".'],
  [
    ['conversations', 'list', '--limit', '0'],
    '--limit must be an integer from 1 to 999999999, not "0".',
  ],
  [
    ['conversations', 'search', 'x', '--limit', 'ten'],
    '--limit must be an integer from 1 to 999999999, not "ten".',
  ],
  [
    ['--log-level', 'dbug', 'stdio'],
    '--log-level must be one of error, warn, info, debug, trace, not "dbug". Did you mean debug?',
  ],
  [
    ['--strategy', 'histroy', 'chat'],
    '--strategy must be one of condense+history, condense, history, not "histroy". Did you mean history?',
  ],
  [
    ['conversations', 'export', '--format', 'jsno'],
    '--format must be one of markdown, json, not "jsno". Did you mean json?',
  ],
  [
    ['serve', '--path', '/a,chain=basik'],
    '--path must be one of chain=condense, chain=basic, not "chain=basik". Did you mean chain=basic?',
  ],
  [['chta'], 'unknown command "chta". Did you mean "condenser chat"?'],
  [['chta', '--port', 'abc'], 'unknown command "chta". Did you mean "condenser chat"?'],
  [['aks', '--file', 'x', 'why'], 'unknown command "aks". Did you mean "condenser ask"?'],
  [['conv'], 'unknown command "conv". Did you mean "condenser conversations"?'],
  [['serv', '--port', '1'], 'unknown command "serv". Did you mean "condenser serve"?'],
  [['model', 'list'], 'unknown command "model". Did you mean "condenser models"?'],
  [['models', 'lsit'], 'unknown command "lsit". Did you mean "condenser models list"?'],
  [['models', 'pul', 'x'], 'unknown command "pul". Did you mean "condenser models pull"?'],
  [
    ['conversations', 'serach', 'x'],
    'unknown command "serach". Did you mean "condenser conversations search"?',
  ],
  [['zzzz'], 'unknown command "zzzz". See: condenser --help'],
  [['web', 'extra'], '"condenser web" does not take "extra". See: condenser web --help'],
  [
    ['models', 'show', 'a', 'b'],
    '"condenser models show" does not take "b". See: condenser models show --help',
  ],
  [['--prot', '80'], 'unknown option --prot. Did you mean --port?'],
  [['ask', '--fiel=x', 'why'], 'unknown option --fiel. Did you mean --file?'],
  [['chat', '--modle', 'x'], 'unknown option --modle. Did you mean --model?'],
  [['stdio', '-z'], 'unknown option -z. See: condenser --help'],
  [['conversations', 'list', '--json=1'], '--json does not take a value.'],
  [
    ['models', 'show'],
    '"condenser models show" requires <model>. See: condenser models show --help',
  ],
  [['ask'], '"condenser ask" requires <question>. See: condenser ask --help'],
  [
    ['conversations', 'rm', 'x', '--restore', '--permanently'],
    '--restore and --permanently cannot be used together.',
  ],
];

describe('a mistake in the command line prints one line and exits with 2', () => {
  test.each(mistakes)('%j', async (args, sentence) => {
    const { code, stdout, stderr } = await new CommandHome().run(args);

    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: '',
      stderr: `condenser: ${sentence}\n`,
    });
  });

  test.each([
    [['chta'], 'condenser：没有“chta”这个命令。'],
    [['web', '--port', 'abc'], 'condenser：--port 必须是 0 到 65535 之间的整数，而不是“abc”。'],
    [
      ['serve', '--cors', 'x y'],
      'condenser：--cors 必须是来源（例如 http://localhost:3000）或 *，而',
    ],
    [['serve', '--host', 'x y'], 'condenser：--host 必须是地址或主机名（例如 127.0.0.1），而不是'],
    [['--model', ''], 'condenser：--model 需要一个值。'],
    [['--log-level', 'loud'], 'condenser：--log-level 必须是 error、warn、info、debug、trace 之一'],
    [['ask', '--fiel', 'x'], 'condenser：没有 --fiel 这个选项。你是不是想输入 --file？'],
  ])('in Chinese where that is the language: %j', async (args, sentence) => {
    const { code, stderr } = await new CommandHome().run(args, { env: { LANG: 'zh_CN.UTF-8' } });

    expect(code).toBe(2);
    expect(stderr).toContain(sentence);
    expect(stderr.split('\n')).toHaveLength(2);
  });
});

test.each([
  ['/nope.gguf', '/nope.gguf does not exist.'],
  [import.meta.filename, 'is not a GGUF file.'],
])(
  'a model file for --builtin that cannot be used is named before anything is downloaded: %s',
  async (file, sentence) => {
    const { code, stdout, stderr } = await new CommandHome().run([
      `--builtin=${file}`,
      'ask',
      'hi',
    ]);

    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(sentence);
    expect(stderr).not.toMatch(/MB|download/i);
  },
);

test.each([
  [
    'web',
    'en',
    'is in use by another program. Choose another port with --port; 0 picks a free one.',
  ],
  ['serve', 'en', 'is in use by another program. Choose another port with --port'],
  ['web', 'zh_CN.UTF-8', '已被其他程序占用。'],
  ['serve', 'zh_CN.UTF-8', '已被其他程序占用。'],
])('%s at a port in use fails with one line (%s)', async (command, LANG, sentence) => {
  const taken = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void taken.close());
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;

  const { code, stdout, stderr } = await new CommandHome().run(
    ['--no-builtin', command, '--port', String(port)],
    { env: { LANG } },
  );

  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(sentence);
  expect(stderr).toContain(String(port));
  expect(stderr.split('\n')).toHaveLength(2);
});

test('serve at the address of another machine fails with one line', async () => {
  const args = ['--no-builtin', 'serve', '--port', '0', '--host', '203.0.113.7', '--token', 'x'];

  const { code, stderr } = await new CommandHome().run(args);

  expect(code).toBe(2);
  expect(stderr).toBe(
    '203.0.113.7 is not an address of this machine. Choose another address with --host, such as 127.0.0.1.\n',
  );
});
