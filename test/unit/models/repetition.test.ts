import { RepetitionWatch } from '@condenser/sidecar/models/repetition.ts';
import { describe, expect, it } from 'vitest';
import { CodeTracker } from '../../../sidecar/src/models/thinkTags.ts';

/** After how many characters a text is taken for a loop; undefined where it is not. */
function noticedAfter(text: string, pieceLength = 4): number | undefined {
  const code = new CodeTracker();
  const watch = new RepetitionWatch(() => code.isInCode);
  for (let at = 0; at < text.length; at += pieceLength) {
    const piece = text.slice(at, at + pieceLength);
    code.push(piece);
    watch.push(piece);
    if (watch.isLooping) return at + piece.length;
  }
  return undefined;
}

const rows = (row: (index: number) => string, count: number) =>
  Array.from({ length: count }, (_, index) => row(index)).join('\n');

describe('a loop is detected', () => {
  it.each([
    ['a sentence', 'The cache keeps the parsed files. '.repeat(1000), 5_000],
    ['a line', 'I do not know that.\n'.repeat(1000), 5_000],
    ['a word', 'the '.repeat(5000), 5_000],
    ['a letter', 'G'.repeat(20_000), 5_000],
    ['a Chinese sentence', '这个缓存保存解析过的文件。'.repeat(1000), 2_500],
    [
      'a paragraph',
      `${rows((i) => `Step ${i}: look at part ${i * 7} of it.`, 12)}\n\n`.repeat(100),
      12_000,
    ],
    [
      'a sentence after an answer',
      `${rows((i) => `Fact ${i * i}.`, 400)}${'And so on it goes. '.repeat(500)}`,
      12_000,
    ],
    ['a line of code', `\`\`\`js\n${'console.log("again");\n'.repeat(2000)}`, 16_000],
  ])('%s', (_, text, before) => {
    for (const length of [1, 4, 1000]) {
      const noticed = noticedAfter(text, length);
      expect(noticed).toBeLessThan(before);
    }
  });
});

describe('an intended repetition is not a loop', () => {
  it.each([
    ['a sentence written a hundred times', 'I will test my code.\n'.repeat(100)],
    ['a table of equal rows', `| a | b |\n| --- | --- |\n${'| 0 | 0 |\n'.repeat(2000)}`],
    ['a table of counted rows', rows((i) => `| ${i} | some text that is equal |`, 2000)],
    [
      'a dump of zeros',
      `\`\`\`\n${'00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00\n'.repeat(500)}\`\`\``,
    ],
    ['a dump without a fence', 'ff ff ff ff ff ff ff ff\n'.repeat(500)],
    [
      'a dump with offsets',
      rows((i) => `${i.toString(16).padStart(8, '0')}  00 00 00 00 |....|`, 1000),
    ],
    [
      'an array of zeros',
      `\`\`\`c\nuint8_t a[] = {\n${'  0x00, 0x00, 0x00, 0x00,\n'.repeat(800)}};\n\`\`\``,
    ],
    ['four hundred equal cells', `\`\`\`html\n${'<div class="cell"></div>\n'.repeat(400)}\`\`\``],
    ['indented code', `Code:\n\n${'    push(rax);\n'.repeat(400)}`],
    ['numbered lines', rows((i) => `${i}. the same words`, 3000)],
    ['a separator, however long', `${'='.repeat(100_000)}\nand on`],
    ['an answer', rows((i) => `Sentence ${i} says that ${i * 3} is not ${i * 5}.`, 2000)],
  ])('%s', (_, text) => {
    for (const length of [1, 4, 1000]) expect(noticedAfter(text, length)).toBeUndefined();
  });
});
