import { ConversationDamage, Notice, RewriteRefusal, Strategy } from '@condenser/protocol';
import { CondenserError, type ErrorKind } from '@condenser/sidecar/errors.ts';
import { chinese } from '@condenser/sidecar/i18n/chinese/index.ts';
import { english } from '@condenser/sidecar/i18n/english/index.ts';
import { errorText, toWireError } from '@condenser/sidecar/i18n/wireError.ts';
import { type ErrorText, type Wording, wordingFor } from '@condenser/sidecar/i18n/wording.ts';
import { describe, expect, it } from 'vitest';
import {
  conversationFacts,
  errorFacts,
  namedFacts,
  noticeFacts,
  usageFacts,
} from './sampleFacts.ts';

type Kind = keyof typeof errorFacts;

const kinds = Object.keys(errorFacts) as Kind[];
const typedKinds = kinds.filter((kind): kind is ErrorKind => kind !== 'internal');
const wordings = [
  ['English', english],
  ['Chinese', chinese],
] as const;

/** Names and commands, which are the same in every language. */
const SAME_EVERYWHERE =
  /OLLAMA_HOST|nginx|client_max_body_size|HTTPS?_PROXY|NO_PROXY|https?:|ollama(?: serve| pull qwen2\.5-coder:7b|\.com)?|--[a-z-]+|settings\.json|“headers”|“model”|\btoken\b|maximumContextWindow|sidecar|condenser conversations rm|Condenser|\bPATH\b|\b[MG]B\b|\bbf16\b|path|“from”|safetensors|qwen2\.5-coder:7b|hf\.co\/owner\/repo:quantization|huggingface\.co|HTTPS_PROXY|\bnpm\b|\bPython\b|\bGGUF\b|\.gguf|Ctrl-[CD]|\/[a-z]+|condense(?:\+history)?|\bhistory\b/gi;

function sentences(wording: Wording, kind: Kind): ErrorText {
  const describeError = wording.error[kind] as (facts: object) => ErrorText;
  return describeError(errorFacts[kind]);
}

function englishLeft(text: string): string[] {
  return text.replace(SAME_EVERYWHERE, '').match(/[A-Za-z]{2,}/g) ?? [];
}

describe.each(wordings)('in %s', (_, wording) => {
  it.each(kinds)('the sentence for %s names what matters', (kind) => {
    const { message, whatToDo = '' } = sentences(wording, kind);
    expect(message).not.toBe('');
    for (const fact of namedFacts[kind]) expect(`${message} ${whatToDo}`).toContain(fact);
    expect(`${message} ${whatToDo}`).not.toMatch(/undefined|null|\[object/);
  });

  it.each(Notice.shape.code.options)(
    'the sentence for the notice %s names what matters',
    (code) => {
      const { facts, named } = noticeFacts[code];
      const sentence = wording.notice[code](facts);
      expect(sentence).not.toMatch(/undefined|null|\[object|^$/);
      for (const fact of named) expect(sentence).toContain(fact);
    },
  );

  it.each(RewriteRefusal.options)('the notice of a dropped rewrite says why: %s', (reason) => {
    const sentence = wording.notice.rewriteDropped({ reason, rewrite: 'x' });
    expect(sentence).toContain(wording.refusal[reason]);
  });

  it('each reason for a dropped rewrite has words of its own', () => {
    expect(new Set(Object.values(wording.refusal)).size).toBe(RewriteRefusal.options.length);
  });

  it('no two errors have the same message', () => {
    const all = kinds.map((kind) => sentences(wording, kind).message);
    expect(new Set(all).size).toBe(all.length);
  });

  it('every error says what to do, unless there is nothing to do', () => {
    const without = kinds.filter((kind) => sentences(wording, kind).whatToDo === undefined);
    expect(without).toEqual(['cancelled', 'invalidParams', 'notFound', 'settings', 'usage']);
  });

  it('the help lists every command and every strategy', () => {
    for (const command of ['/new', '/model', '/strategy', '/help', '/quit', ...Strategy.options]) {
      expect(wording.terminal.help).toContain(command);
    }
  });
});

describe('the Chinese has no English left', () => {
  it.each(kinds)('in the sentence for %s', (kind) => {
    const { message, whatToDo = '' } = sentences(chinese, kind);
    expect(englishLeft(`${message} ${whatToDo}`)).toEqual([]);
  });

  it.each(Notice.shape.code.options)('in the notice %s', (code) => {
    expect(englishLeft(chinese.notice[code](noticeFacts[code].facts))).toEqual([]);
  });

  it.each(RewriteRefusal.options)('in the reason %s', (reason) => {
    expect(englishLeft(chinese.refusal[reason])).toEqual([]);
  });

  it.each(Object.keys(chinese.terminal) as (keyof Wording['terminal'])[])(
    'in what the terminal says: %s',
    (name) => {
      const text = chinese.terminal[name] as string | ((facts: unknown) => string);
      const facts = { model: '【模型】', host: '【主机】', toString: () => '【值】' };
      expect(englishLeft(typeof text === 'string' ? text : text(facts))).toEqual([]);
    },
  );

  it.each(Object.keys(chinese.conversations) as (keyof Wording['conversations'])[])(
    'in what is said of conversations: %s',
    (name) => {
      const text = chinese.conversations[name] as string | ((facts: unknown) => string);
      expect(englishLeft(typeof text === 'string' ? text : text(conversationFacts))).toEqual([]);
    },
  );

  it.each(ConversationDamage.shape.kind.options)('in the damage %s', (kind) => {
    expect(englishLeft(chinese.conversations.damage({ kind, detail: '3' }))).toEqual([]);
  });

  it.each(['invalidChoice', 'modelSet', 'strategySet', 'unknownCommand'] as const)(
    'and names what matters: %s',
    (name) => {
      for (const [, { terminal }] of wordings) {
        const text = terminal[name] as (fact: unknown) => string;
        expect(text('【值】')).toContain('【值】');
      }
    },
  );

  it('when nothing is installed', () => {
    const { message, whatToDo = '' } = chinese.error.noModelChosen({ models: [] });
    expect(englishLeft(`${message} ${whatToDo}`)).toEqual([]);
  });

  it.each(['programMissing', 'diskFull', 'wrongChecksum', 'failed'] as const)(
    'when a download ends with %s',
    (problem) => {
      const facts = { ...errorFacts.downloadFailed, problem };
      const { message, whatToDo = '' } = chinese.error.downloadFailed(facts);
      expect(englishLeft(`${message} ${whatToDo}`)).toEqual([]);
    },
  );

  it.each(Object.keys(chinese.download) as (keyof Wording['download'])[])(
    'in what is said of a download: %s',
    (name) => {
      const text = chinese.download[name] as (facts: object) => string;
      const facts = { what: '【部件】', size: 5e6, source: 'npm', fraction: 0.5 };
      const rest = { reason: '【原因】', processId: 7, model: '【模型】' };
      expect(englishLeft(text({ ...facts, ...rest }))).toEqual([]);
    },
  );

  it.each(usageFacts)('of a command line: $problem', (facts) => {
    const { message } = chinese.error.usage(facts);
    expect(englishLeft(message.replace(/condenser/g, ''))).toEqual([]);
    for (const sentence of [message, english.error.usage(facts).message]) {
      expect(sentence).not.toContain('\n');
      for (const fact of Object.values(facts).flat()) {
        if (fact !== facts.problem) expect(sentence).toContain(String(fact));
      }
    }
  });

  it.each(['missing', 'folder', 'notAFile', 'unreadable', 'tooLarge', 'binary'] as const)(
    'of a file that goes with a question: %s',
    (problem) => {
      const facts = { path: '【路径】', problem, reason: '【原因】', maxBytes: 1024 ** 2 };
      const { message, whatToDo = '' } = chinese.error.attachment(facts);
      expect(englishLeft(`${message} ${whatToDo}`.replace(/UTF|Latin/g, ''))).toEqual([]);
      expect(message).toContain('【路径】');
    },
  );

  it.each(['inUse', 'notAllowed', 'noSuchAddress', 'failed'] as const)(
    'where no server can listen: %s',
    (problem) => {
      const facts = { host: '【主机】', port: 80, problem, reason: '【原因】' };
      const { message, whatToDo = '' } = chinese.error.listen(facts);
      expect(englishLeft(`${message} ${whatToDo}`)).toEqual([]);
    },
  );

  it.each(['turn', 'conversation'] as const)('where there is no %s', (what) => {
    expect(englishLeft(chinese.error.notFound({ what, id: '【编号】' }).message)).toEqual([]);
  });
});

describe('every typed error', () => {
  it.each(typedKinds)('goes over the wire with its code, its facts and its text: %s', (kind) => {
    const error = new CondenserError(kind, errorFacts[kind]);
    for (const [, wording] of wordings) {
      const { message, whatToDo } = sentences(wording, kind);
      expect(errorText(error, wording).message).toBe(message);
      expect(toWireError(error, wording)).toEqual({
        code: error.code,
        message,
        data: {
          ...errorFacts[kind],
          kind,
          ...(whatToDo === undefined ? {} : { whatToDo }),
        },
      });
    }
  });
});

describe('a fault of our own', () => {
  it.each([
    [new TypeError('x is not a function'), 'x is not a function'],
    ['a text', 'a text'],
  ])('is told as one: %s', (error, reason) => {
    const wire = toWireError(error, english);
    expect(wire).toMatchObject({ code: -32603, data: { kind: 'internal' } });
    expect(wire.message).toContain(reason);
  });
});

describe('the language of a locale', () => {
  it.each([
    ['zh', chinese],
    ['zh-CN', chinese],
    ['zh-Hans-CN', chinese],
    ['zh_CN.UTF-8', chinese],
    ['ZH-TW', chinese],
    ['zh.UTF-8', chinese],
    ['en', english],
    ['en-US', english],
    ['zha', english],
    ['de', english],
    ['C', english],
    ['', english],
    [undefined, english],
  ])('%s', (locale, wording) => {
    expect(wordingFor(locale)).toBe(wording);
  });
});
