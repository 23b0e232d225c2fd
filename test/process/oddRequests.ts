import { Random } from '../unit/random.ts';
import type { AfterSending, RawRequest } from './rawRequest.ts';

/** The properties of a server that odd requests depend on. */
export interface OddTarget {
  readonly port: number;
  /** Its paths, including those for POST. */
  readonly paths: readonly string[];
}

const TARGETS = [
  ...[
    '/',
    '//',
    '///',
    '//evil.example',
    '//evil.example/',
    '/\\evil.example',
    '/..//x',
    '/./',
    '/%',
  ],
  ...['http://[', 'http://', 'http://127.0.0.1/', 'http://[::1]:99999/', 'https://evil.example/'],
  ...[
    '*',
    '?',
    '#',
    '/#a',
    '/?a=%zz',
    '/%00',
    '/%ff%fe',
    '/a b',
    '/\u00e9',
    '/\u009b31m',
    '/a\u007fb',
  ],
  ...['/__proto__', '/constructor', '/toString', '/api/../api/tags', '/rpc', '/rpc/', '/session'],
  ...['127.0.0.1:80', 'javascript:alert(1)', 'file:///etc/passwd', 'a', ':', '/:80', '[', '/['],
  `/${'a'.repeat(9000)}`,
  `/?${'%41'.repeat(4000)}`,
];
const METHODS = [
  ...['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'CONNECT', 'PRI'],
  ...['get', 'G E T', 'FOO', 'PROPFIND', 'M-SEARCH', '', 'GET\t', '\u0000'],
];
const VERSIONS = [
  'HTTP/1.1',
  'HTTP/1.1',
  'HTTP/1.1',
  'HTTP/1.0',
  'HTTP/2.0',
  'HTTP/9.9',
  'HTTP',
  '',
];

const HEADERS = [
  ...['Content-Length: -1', 'Content-Length: 1e3', 'Content-Length: 5\r\nContent-Length: 6'],
  ...['Content-Length: 99999999999999999999', 'Transfer-Encoding: chunked\r\nContent-Length: 3'],
  ...['Transfer-Encoding: gzip', 'Transfer-Encoding: chunked, chunked', 'Expect: 200-maybe'],
  ...[
    'Expect: 100-continue',
    'Connection: close, upgrade',
    'Connection: \u0000',
    'No colon',
    ': a',
  ],
  ...[
    'Space : a',
    'Folded: a\r\n b',
    'Null: a\u0000b',
    `Long: ${'a'.repeat(20_000)}`,
    'Bare: a\nb',
  ],
  ...['Origin: null', 'Origin: http://evil.example', 'Origin: \u00ff', 'Origin: a\r\nOrigin: b'],
  ...['Authorization: Bearer', 'Authorization: Bearer a b', 'Cookie: a=b', 'Content-Type: '],
  ...['Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings', 'Upgrade: \r\nConnection: Upgrade'],
  Array.from({ length: 3000 }, (_, index) => `H${index}: a`).join('\r\n'),
];

const BODIES = ['', '{', '{}', '[]', 'null', '"a"', '{"token":5}', '\u0000', 'a=b', '{"model":{}}'];
const CHUNKS = [
  '5\r\nab',
  'zz\r\n',
  '-1\r\n',
  'ffffffffffffffffff\r\n',
  '1\r\na\r\n',
  '3;x=y\r\nabc\r\n',
];

const NOISE = [
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  Buffer.from('16030100c8010000c40303', 'hex'),
  '\r\n\r\n\r\n',
  '\n',
  'GET',
  'GET / HTTP/1.1',
  'GET / HTTP/1.1\nHost: a\n\n',
  'SSH-2.0-OpenSSH_9.6\r\n',
  Buffer.alloc(70_000, 0),
  Buffer.alloc(70_000, 0x41),
];

/** Generates odd requests, reproducibly for a seed. */
export function oddRequests(seed: number, count: number, target: OddTarget): RawRequest[] {
  const random = new Random(seed);
  const kinds = [oddHead, oddHead, cutBody, cutChunks, pipelined, upgrade, noise];
  return Array.from({ length: count }, () => random.pick(kinds)(random, target));
}

/** How the server must handle a request that may look unfinished, with no further bytes. */
function leaves(random: Random): AfterSending {
  return random.pick(['ends', 'ends', 'resets']);
}

function hostLines(random: Random, port: number): string {
  const own = `Host: 127.0.0.1:${port}`;
  return random.pick([
    ...[own, own, own, own, `Host: localhost:${port}`],
    ...[`${own}\r\n${own}`, `${own}\r\nHost: evil.example`, `host: evil.example\r\n${own}`],
    ...[
      'Host: evil.example',
      'Host: ',
      'Host: [',
      'Host: 127.0.0.1:99999',
      'Host: a@127.0.0.1',
      '',
    ],
    ...[`Host: 127.0.0.1.evil.example:${port}`, 'Host: \u00e9', `Host: ${'a'.repeat(3000)}`],
  ]);
}

function head(random: Random, { port, paths }: OddTarget, lines: readonly string[]): string {
  const method = random.pick([...METHODS, 'GET', 'GET', 'POST']);
  const path = random.pick(random.integer(0, 2) === 0 ? paths : TARGETS);
  const first = `${method} ${path} ${random.pick(VERSIONS)}`;
  const host = hostLines(random, port);
  return [first, ...(host === '' ? [] : [host]), ...lines, '', ''].join('\r\n');
}

/** A complete head with oddities; its client waits for an answer. */
function oddHead(random: Random, target: OddTarget): RawRequest {
  const lines = Array.from({ length: random.integer(0, 2) }, () => random.pick(HEADERS));
  const bytes = Buffer.from(head(random, target, lines), 'latin1');
  // A header may announce a body that never arrives.
  const unfinished = lines.some((line) => /Content-Length|Transfer-Encoding|Upgrade/.test(line));
  return { bytes, after: unfinished ? leaves(random) : random.pick(['waits', 'ends', 'resets']) };
}

/** A body that is shorter than announced. */
function cutBody(random: Random, { port, paths }: OddTarget): RawRequest {
  const body = random.pick(BODIES);
  const lines = [
    `POST ${random.pick(paths)} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    ...(random.integer(0, 1) === 0 ? [`Origin: http://127.0.0.1:${port}`] : []),
    `Content-Type: ${random.pick(['application/json', 'text/plain', 'application/json; charset=x'])}`,
    `Content-Length: ${body.length + random.integer(0, 3) * 1000}`,
  ];
  return { bytes: `${lines.join('\r\n')}\r\n\r\n${body}`, after: leaves(random) };
}

function cutChunks(random: Random, { port, paths }: OddTarget): RawRequest {
  const chunks = Array.from({ length: random.integer(1, 4) }, () => random.pick(CHUNKS));
  const lines = [
    `POST ${random.pick(paths)} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    `Origin: http://127.0.0.1:${port}`,
    'Content-Type: application/json',
    'Transfer-Encoding: chunked',
  ];
  return { bytes: `${lines.join('\r\n')}\r\n\r\n${chunks.join('')}`, after: leaves(random) };
}

/** Several requests in one write, odd ones among them. */
function pipelined(random: Random, target: OddTarget): RawRequest {
  const good = `GET / HTTP/1.1\r\nHost: 127.0.0.1:${target.port}\r\n\r\n`;
  const parts = Array.from({ length: random.integer(2, 6) }, () =>
    random.integer(0, 1) === 0 ? good : head(random, target, []),
  );
  return { bytes: Buffer.from(parts.join(''), 'latin1'), after: leaves(random) };
}

function upgrade(random: Random, target: OddTarget): RawRequest {
  const lines = [
    `Upgrade: ${random.pick(['websocket', 'websocket', 'h2c', 'WebSocket, foo', 'TLS/1.0', ''])}`,
    'Connection: Upgrade',
    `Sec-WebSocket-Key: ${random.pick(['dGhlIHNhbXBsZSBub25jZQ==', '', 'short', '\u00ff'])}`,
    `Sec-WebSocket-Version: ${random.pick(['13', '8', '', 'x'])}`,
    ...(random.integer(0, 2) > 0 ? [`Origin: http://127.0.0.1:${target.port}`] : []),
  ];
  const first = `GET ${random.pick([...TARGETS, '/rpc', '/rpc', '//'])} HTTP/1.1`;
  const host = hostLines(random, target.port);
  const text = [first, ...(host === '' ? [] : [host]), ...lines, '', ''].join('\r\n');
  // Frames after the head: masked, unmasked, incomplete, or none.
  const frames = [
    '',
    '\u0081\u0005hello',
    '\u0081\u00ff\u007f\u00ff\u00ff\u00ff',
    '\u0088\u0080abcd',
  ];
  return { bytes: Buffer.from(text + random.pick(frames), 'latin1'), after: leaves(random) };
}

function noise(random: Random): RawRequest {
  return { bytes: random.pick(NOISE), after: leaves(random) };
}
