import { randomUUID } from 'node:crypto';
import { messageOf } from '../../errors.ts';
import { HttpProblem } from '../../http/answers.ts';
import type { ChatMessage } from './inference.ts';
import type { ChatTemplateRenderer, LlamaModel, TemplateLibrary, Token } from './nodeLlamaCpp.ts';

/**
 * Renders messages to a prompt with the chat template of the model.
 *
 * The template sees only a placeholder for each message, so that nothing in a message is taken for a
 * part of the template: the text of a special token in a message stays text. Appending messages only
 * appends tokens.
 */
export class ChatPrompt {
  private readonly model: LlamaModel;
  private readonly template: ChatTemplateRenderer;
  /** Matches the texts of special tokens, in a group so that `split` keeps them. */
  private readonly special: RegExp;

  constructor(model: LlamaModel, library: TemplateLibrary, template: string) {
    this.model = model;
    this.template = new library.Template(template);
    this.special = specialTexts(model);
  }

  /**
   * The tokens of the prompt, up to the beginning of the answer.
   *
   * @throws {HttpProblem} when the template rejects the messages.
   */
  tokens(messages: readonly ChatMessage[], thinking: boolean): Token[] {
    const pieces = this.pieces(messages, thinking);
    const tokens = pieces.flatMap(({ text, special }) => this.model.tokenize(text, special));
    const { bos, shouldPrependBosToken } = this.model.tokens;
    return bos !== null && shouldPrependBosToken && tokens[0] !== bos ? [bos, ...tokens] : tokens;
  }

  private pieces(messages: readonly ChatMessage[], thinking: boolean): Piece[] {
    const placeholders = messages.map(() => `[${randomUUID()}]`);
    const rendered = this.render(messages, placeholders, thinking);
    const contents = new Map(
      placeholders.map((placeholder, index) => [placeholder, messages[index]?.content ?? '']),
    );
    const pieces: Piece[] = [];
    const add = (text: string, special: boolean) => {
      const last = pieces.at(-1);
      // Adjacent texts are tokenized as one: a token may span the border of a message.
      if (last !== undefined && !special && !last.special) last.text += text;
      else if (text !== '') pieces.push({ text, special });
    };
    for (const part of splitAt(rendered, placeholders)) {
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
    placeholders: readonly string[],
    thinking: boolean,
  ): string {
    const masked = messages.map(({ role }, index) => ({
      role,
      content: placeholders[index] ?? '',
    }));
    const whole = (rendered: string) =>
      placeholders.every((placeholder) => rendered.includes(placeholder));
    try {
      const rendered = this.renderPlaceholders(masked, thinking);
      if (whole(rendered)) return rendered;
    } catch (error) {
      if (masked[0]?.role !== 'system') throw refusal(error);
    }
    // Some templates reject a system message, or silently omit it.
    try {
      const rendered = this.renderPlaceholders(withoutSystem(masked), thinking);
      if (whole(rendered)) return rendered;
    } catch (error) {
      throw refusal(error);
    }
    throw refusal('it omits a message');
  }

  private renderPlaceholders(messages: readonly ChatMessage[], thinking: boolean): string {
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
    // Longest first: one may be a prefix of another.
    .sort((one, other) => other.length - one.length)
    .map((text) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  // Without special tokens, a pattern that matches nothing.
  return new RegExp(`(${patterns.length === 0 ? '(?!)' : patterns.join('|')})`);
}

/** The texts between the placeholders, and the placeholders, in order. */
function splitAt(text: string, placeholders: readonly string[]): string[] {
  const pattern = placeholders
    .map((placeholder) => placeholder.replace(/[[\]]/g, '\\$&'))
    .join('|');
  return text.split(new RegExp(`(${pattern})`));
}

/** The messages with the system message prepended to the first user message. */
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
