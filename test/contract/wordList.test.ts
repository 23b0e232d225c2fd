import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** A row of the glossary in ARCHITECTURE.md. */
interface Rule {
  /** The words to use. */
  readonly say: string;
  /** The words not to use, without legitimate uses of the same words. */
  readonly not: RegExp;
  /** Files that may contain the words, with the reason. */
  readonly except?: readonly { readonly files: RegExp; readonly because: string }[];
}

const userInput = {
  files: /^sidecar\/src\/chat\/chain\/|^test\/unit\/chat\/chain\//,
  because: 'the chain recognizes these words in user messages',
};

const RULES: readonly Rule[] = [
  {
    say: 'module, layer, package',
    // "Room" for something, on a disk or left is space.
    not: /(?<!(no|too little|enough) )\brooms?\b(?! (for|on|left)\b|\.$)|[a-z]Rooms?\b|\bRoom(?=[A-Z])/i,
  },
  // "Asking" is fine in a sentence, but not as a name.
  { say: 'user message, prompt', not: /\bown ?words\b|\bownWords|\basking\??: (string|\()/i },
  {
    say: 'turnStarted, delta, turnFinished',
    not: /type: '(asked|grew|ended)'|"type":"(asked|grew|ended)"/,
    except: [
      {
        files: /store|damaged|conversation/i,
        because: 'files of disk format 1 contain these types',
      },
    ],
  },
  {
    say: 'request guard, concurrency limiter',
    not: /\b(entrance|admission)s?\b|[a-z](Entrance|Admission)/i,
  },
  { say: 'must be a positive integer', not: /\bno whole number\b/i },
  { say: 'malformed, invalid, not a string', not: /\bwhat is (no|none|not)\b/i },
  {
    say: 'max, min',
    // Except names in Intl, in Swing, and in the settings files of users.
    not: /\b(MOST|LEAST|LARGEST|SMALLEST|LONGEST|SHORTEST|MAXIMUM|MINIMUM)_[A-Z]|\b(largest|longest|smallest|shortest|maximum|minimum)(?!(Fraction|Significant|Integer)Digits|ContextWindow\b|Size\b)[A-Z]\w*/,
  },
  {
    say: 'download, pull',
    // Except the platform's function `fetch`.
    not: /\b[Ff]etch(es|ed|ing|[A-Z]\w*)\b/,
  },
  { say: 'idle timeout', not: /\blongest silence\b|最长静默/i },
  { say: 'mode', not: /\basked with\b/i },
  { say: 'access denied', not: /\blet in\b|未获准/i },
  { say: 'partial answer saved', not: /\bwhat was said\b/i },
  {
    say: 'the user, the client, the caller',
    not: /\bwhoever\b|\b(some|any|no|every)body\b|\b(a|the|one|each) persons?\b|\bperson['’]s\b/i,
  },
  { say: 'the act: onMessage, restart …', not: /\.(heard|look|takeForeign)\(|\btakeForeign\b/ },
  { say: '你', not: /您/, except: [userInput] },
  { say: '配置、数据、缓存、日志文件夹', not: /\b(config|data|cache|log) ?文件夹/ },
  {
    say: '：',
    not: /[\u4e00-\u9fff]:(?=['"`\s]|$)/,
    except: [userInput, { files: /^test\/browser\/samples\.ts$/, because: 'it shows Python code' }],
  },
];

/** Licences, texts of models, and this list. */
const LEFT_OUT = /^(tools\/licences\/|docs\/condense\.md|test\/contract\/wordList\.test\.ts)/;

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'])
  .toString()
  .split('\n')
  .filter((file) =>
    /\.(ts|tsx|mjs|cjs|md|kt|kts|java|properties|xml|html|css|py|c|lua)$/.test(file),
  )
  .filter((file) => !LEFT_OUT.test(file))
  .flatMap((file) => read(file));

it.each(RULES)('the word list: say $say', ({ not, except = [] }) => {
  const found = files
    .filter(({ file }) => !except.some(({ files: pattern }) => pattern.test(file)))
    .flatMap(({ file, lines }) =>
      lines.flatMap((line, index) => {
        const word = not.exec(line)?.[0];
        return word === undefined ? [] : [`${file}:${index + 1}: ${word}`];
      }),
    );
  expect(found).toEqual([]);
});

/** The lines of a file, without the glossary; empty for a file whose deletion is not committed. */
function read(file: string): { file: string; lines: string[] }[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  const isGlossary = (line: string) => file === 'ARCHITECTURE.md' && line.startsWith('|');
  return [{ file, lines: lines.map((line) => (isGlossary(line) ? '' : line)) }];
}
