import { readdirSync, readFileSync } from 'node:fs';
import { ChatEvent, ErrorCode, type MessageDeclaration, messages } from '@condenser/protocol';
import { describe, expect, it } from 'vitest';
import { compactJson } from '../../protocol/tools/docs/compactJson.ts';
import { exampleEvents } from '../../protocol/tools/docs/exampleTurn.ts';
import { protocolDocs, settingsDocs } from '../../protocol/tools/writeDocs.ts';

const docs = protocolDocs();
/** The document without code blocks. */
const prose = docs.replace(/^```.*?^```$/gms, '');
const named = messages.map((message): [string, MessageDeclaration] => [message.method, message]);

/** The anchors of the headings on GitHub, which would number duplicates. */
function anchors(): string[] {
  const headings = [...prose.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

/** The section of a method, up to the next heading. */
function sectionOf(method: string): string {
  const [, after = ''] = docs.split(`\n### \`${method}\`\n`);
  return after.split(/\n##/)[0] ?? '';
}

/** The JSON blocks of a text. */
function jsonIn(text: string): unknown[] {
  return [...text.matchAll(/^```json\n(.*?)^```$/gms)].map(([, json = '']) => JSON.parse(json));
}

describe('docs/settings.md', () => {
  it('is generated from the schema of the settings', () => {
    const file = new URL('../../docs/settings.md', import.meta.url);
    expect(readFileSync(file, 'utf8')).toBe(settingsDocs());
  });
});

describe('docs/protocol.md', () => {
  it('is up to date with the declarations, the template and the clients: npm run snapshot', () => {
    const file = new URL('../../docs/protocol.md', import.meta.url);
    expect(readFileSync(file, 'utf8')).toBe(docs);
  });

  it('has a heading for every link, and no duplicate headings', () => {
    const known = anchors();
    const links = [...prose.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor = '']) => anchor);
    expect(links.length).toBeGreaterThan(messages.length);
    expect(links.filter((anchor) => !known.includes(anchor))).toEqual([]);
    expect(known.filter((anchor, index) => known.indexOf(anchor) !== index)).toEqual([]);
  });

  it.each(
    readdirSync(new URL('../../editors', import.meta.url), { recursive: true })
      .map(String)
      .filter((path) => /condenser_client\.\w+$/.test(path)),
  )('contains %s unchanged', (path) => {
    const program = readFileSync(new URL(`../../editors/${path}`, import.meta.url), 'utf8');
    expect(docs).toContain(`\n${program}\`\`\`\n`);
  });

  it('contains a Python client of 40 lines', () => {
    const [, program = ''] = /^```python\n(.*?)^```$/ms.exec(docs) ?? [];
    const [title, ...lines] = program.split('\n').filter((line) => line.trim() !== '');
    expect(title).toMatch(/^""".+"""$/);
    expect(lines).toHaveLength(40);
  });

  it.each(Object.entries(ErrorCode))('documents the error %s', (name, code) => {
    expect(docs).toMatch(new RegExp(`^\\| ${code} \\| \`${name}\` \\| .+\\. \\|$`, 'm'));
  });
});

describe('the section of', () => {
  it.each(named)('%s has its documentation, and each error with its code', (_, message) => {
    const section = sectionOf(message.method);
    expect(section).toContain(message.doc);
    for (const name of message.kind === 'request' ? message.errors : []) {
      const code = Object.entries(ErrorCode).find(([other]) => other === name)?.[1];
      expect(section).toContain(`\`${name}\` (${code})`);
    }
  });

  it.each(named)('%s has its example as JSON-RPC', (_, message) => {
    const { method, example } = message;
    const id = message.kind === 'request' ? { id: expect.any(Number) } : {};
    const answers =
      message.kind === 'request'
        ? [{ jsonrpc: '2.0', ...id, result: message.example?.result }]
        : [];
    const sent = { jsonrpc: '2.0', ...id, method, params: example?.params };
    expect(jsonIn(sectionOf(method))).toEqual([sent, ...answers]);
  });
});

describe('the example turn', () => {
  it('consists of valid events of the most common kinds', () => {
    for (const event of exampleEvents) expect(ChatEvent.parse(event)).toEqual(event);
    expect(exampleEvents.map(({ kind }) => kind)).toEqual([
      'started',
      'condensed',
      'delta',
      'delta',
      'usage',
      'finished',
    ]);
  });

  it('has offsets and a length that match its text', () => {
    let answer = '';
    for (const event of exampleEvents) {
      if (event.kind === 'finished') expect(event.answerLength).toBe(answer.length);
      if (event.kind !== 'delta') continue;
      expect(event.offset).toBe(answer.length);
      answer += event.text;
    }
    expect(answer).not.toBe('');
  });
});

describe('compactJson', () => {
  it.each([
    [null, 'null'],
    [{}, '{}'],
    [[], '[]'],
    [{ a: [1, 'b'], c: { d: true } }, '{ "a": [1, "b"], "c": { "d": true } }'],
  ])('writes %j on one line', (value, text) => {
    expect(compactJson(value)).toBe(text);
  });

  it('breaks long lines without changing the value', () => {
    const value = { short: [1, 2], long: ['x'.repeat(60), { deeper: 'y'.repeat(60) }] };
    const text = compactJson(value);
    expect(JSON.parse(text)).toEqual(value);
    expect(text.split('\n').slice(0, 3)).toEqual(['{', '  "short": [1, 2],', '  "long": [']);
  });
});
