import { randomUUID } from 'node:crypto';
import { messageOf } from '../../errors.ts';
import { HttpProblem } from '../../http/httpProblem.ts';
import type { ChatMessage } from './inference.ts';
import type { ChatTemplateRenderer, LlamaModel, TemplateLibrary, Token } from './nodeLlamaCpp.ts';

/**
 * Makes a prompt of messages with the template that the model carries.
 *
 * The template never sees what the messages say, only a mark for each, so that nothing in a
 * message is taken for a part of the template: the text of a special token in a message stays
 * text. Where messages are only added, tokens are only added.
 */
export class ChatPrompt {
  private readonly model: LlamaModel;
  private readonly template: ChatTemplateRenderer;
  /** The texts of special tokens; capturing, so that a split keeps them. */
  private readonly special: RegExp;

  constructor(model: LlamaModel, library: TemplateLibrary, template: string) {
    this.model = model;
    this.template = new library.Template(template);
    this.special = specialTexts(model);
  }

  /**
   * The tokens of the whole prompt, up to where the answer begins.
   *
   * @throws {HttpProblem} when the template refuses these messages.
   */
  tokens(messages: readonly ChatMessage[], thinking: boolean): Token[] {
    const pieces = this.pieces(messages, thinking);
    const tokens = pieces.flatMap(({ text, special }) => this.model.tokenize(text, special));
    const { bos, shouldPrependBosToken } = this.model.tokens;
    return bos !== null && shouldPrependBosToken && tokens[0] !== bos ? [bos, ...tokens] : tokens;
  }

  private pieces(messages: readonly ChatMessage[], thinking: boolean): Piece[] {
    const marks = messages.map(() => `[${randomUUID()}]`);
    const rendered = this.render(messages, marks, thinking);
    const contents = new Map(marks.map((mark, index) => [mark, messages[index]?.content ?? '']));
    const pieces: Piece[] = [];
    const add = (text: string, special: boolean) => {
      const last = pieces.at(-1);
      // Text on both sides of a mark is one text: tokens do not end where a message begins.
      if (last !== undefined && !special && !last.special) last.text += text;
      else if (text !== '') pieces.push({ text, special });
    };
    for (const part of splitAt(rendered, marks)) {
      const content = contents.get(part);
      if (content !== undefined) {
        add(content, false);
        continue;
      }
      for (const [index, text] of part.split(this.special).entries()) add(text, index % 2 === 1);
    }
    return pieces;
  }

  private render(
    messages: readonly ChatMessage[],
    marks: readonly string[],
    thinking: boolean,
  ): string {
    const marked = messages.map(({ role }, index) => ({ role, content: marks[index] ?? '' }));
    const whole = (rendered: string) => marks.every((mark) => rendered.includes(mark));
    try {
      const rendered = this.renderMarked(marked, thinking);
      if (whole(rendered)) return rendered;
    } catch (error) {
      if (marked[0]?.role !== 'system') throw refusal(error);
    }
    // Some templates know no system message: refused, or left out without a word.
    try {
      const rendered = this.renderMarked(withoutSystem(marked), thinking);
      if (whole(rendered)) return rendered;
    } catch (error) {
      throw refusal(error);
    }
    throw refusal('it leaves a message out');
  }

  private renderMarked(messages: readonly ChatMessage[], thinking: boolean): string {
    return this.template.render({
      messages,
      add_generation_prompt: true,
      enable_thinking: thinking,
      bos_token: this.model.tokens.bosString ?? '',
      eos_token: this.model.tokens.eosString ?? '',
    });
  }
}

interface Piece {
  text: string;
  readonly special: boolean;
}

function specialTexts(model: LlamaModel): RegExp {
  const texts: string[] = [];
  for (const token of model.iterateAllTokens()) {
    if (model.isSpecialToken(token)) texts.push(model.detokenize([token], true).trim());
  }
  const patterns = texts
    .filter((text) => text !== '')
    // The longest first: one may be the beginning of another.
    .sort((one, other) => other.length - one.length)
    .map((text) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  // Without any, it matches nothing.
  return new RegExp(`(${patterns.length === 0 ? '(?!)' : patterns.join('|')})`);
}

/** The text between marks, and the marks, in their order. */
function splitAt(text: string, marks: readonly string[]): string[] {
  const pattern = marks.map((mark) => mark.replace(/[[\]]/g, '\\$&')).join('|');
  return text.split(new RegExp(`(${pattern})`));
}

/** The system message as the beginning of the first message of the user. */
function withoutSystem(messages: readonly ChatMessage[]): ChatMessage[] {
  const [system, first, ...rest] = messages;
  if (system?.role !== 'system' || first === undefined) return [...messages];
  return [{ role: first.role, content: `${system.content}\n\n${first.content}` }, ...rest];
}

function refusal(cause: unknown): HttpProblem {
  const reason = messageOf(cause);
  const text = `the model's chat template does not support these messages: ${reason}`;
  return new HttpProblem(400, text, { cause });
}
