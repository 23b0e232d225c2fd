import { CharacterJoiner, StopTexts } from '@condenser/sidecar/builtin/llama/answerText.ts';
import { describe, expect, it } from 'vitest';

/** Tokens of single bytes: every character of more than one byte is torn. */
function joined(text: string, cut = 0): string[] {
  const bytes = [...new TextEncoder().encode(text)];
  const decode = (tokens: readonly number[]) =>
    new TextDecoder().decode(Uint8Array.from(tokens), { stream: false });
  const joiner = new CharacterJoiner<number>(decode);
  return bytes.slice(0, bytes.length - cut).map((byte) => joiner.push(byte));
}

describe('joining tokens to characters', () => {
  it('never yields a part of a character', () => {
    const pieces = joined('é你🎉!');
    expect(pieces.join('')).toBe('é你🎉!');
    expect(pieces.filter((piece) => piece !== '')).toEqual(['é', '你', '🎉', '!']);
  });

  it('drops an incomplete character', () => {
    expect(joined('ab🎉', 1).join('')).toBe('ab');
  });

  it('does not wait for invalid characters forever', () => {
    const broken = new CharacterJoiner<string>((tokens) => tokens.join(''));
    const pieces = ['\ufffd', '\ufffd', '\ufffd', '\ufffd', 'x'].map((token) => broken.push(token));
    expect(pieces.join('')).toBe('\ufffd\ufffd\ufffd\ufffdx');
  });
});

describe('stop texts', () => {
  const shown = (stops: string[], ...texts: string[]) => {
    const filter = new StopTexts(stops);
    const steps = texts.map((text) => filter.push(text));
    return [...steps.map(({ text, stopped }) => (stopped ? `${text}|` : text)), filter.end()];
  };

  it('end the answer before them, even if they arrive in parts', () => {
    expect(shown(['END'], 'one E', 'N', 'D two')).toEqual(['one ', '', '|', '']);
  });

  it('hold back only a possible beginning of one', () => {
    expect(shown(['END'], 'one E', 'lse', ' two')).toEqual(['one ', 'Else', ' two', '']);
  });

  it('release the held text when the answer ends', () => {
    expect(shown(['END'], 'one EN')).toEqual(['one ', 'EN']);
  });

  it('end at the first one', () => {
    expect(shown(['b', 'a'], 'xaby')).toEqual(['x|', '']);
  });

  it('change nothing if there are none', () => {
    expect(shown([], 'one', ' two')).toEqual(['one', ' two', '']);
  });
});
