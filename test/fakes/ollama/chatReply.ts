import type { Exchange } from './exchange.ts';
import { sendFault } from './faults.ts';
import type { FakeReply, Fault } from './script.ts';
import {
  countPromptTokens,
  doneBody,
  goJson,
  momentAfter,
  type Piece,
  pieceLine,
} from './shapes.ts';

/** The part of the body of `/api/chat` that the fake reads. */
export interface ChatBody {
  readonly model: string;
  readonly messages?: readonly { readonly role: string; readonly content: string }[];
  readonly stream?: boolean;
  readonly think?: boolean | string;
  readonly truncate?: boolean;
  readonly keep_alive?: string | number;
  readonly options?: {
    readonly num_ctx?: number;
    readonly num_predict?: number;
    readonly temperature?: number;
  };
}

/** Sends the answer to a chat as the reply describes. */
export async function sendChatReply(
  exchange: Exchange,
  body: ChatBody,
  reply: FakeReply,
): Promise<void> {
  await exchange.step(reply, 'headers');
  if (reply.fault && (await sendFault(exchange, body.model, reply.fault, reply.chunking))) return;
  const stream = new ChatStream(exchange, body, reply);
  await (body.stream === false ? stream.sendWhole() : stream.send());
}

class ChatStream {
  private readonly exchange: Exchange;
  private readonly body: ChatBody;
  private readonly reply: FakeReply;
  private readonly pieces: readonly Piece[];
  private readonly reason: 'stop' | 'length';
  private waiting: { line: Buffer; piece: number; text: string }[] = [];

  constructor(exchange: Exchange, body: ChatBody, reply: FakeReply) {
    this.exchange = exchange;
    this.body = body;
    this.reply = reply;
    const all = [
      ...(reply.thinking ?? []).map((thinking) => ({ thinking })),
      ...(reply.tokens ?? []).map((content) => ({ content })),
    ];
    const limit = body.options?.num_predict ?? Number.POSITIVE_INFINITY;
    const cut = limit >= 0 && all.length > limit;
    this.pieces = cut ? all.slice(0, limit) : all;
    this.reason = reply.doneReason ?? (cut ? 'length' : 'stop');
  }

  async send(): Promise<void> {
    const { exchange, reply } = this;
    const { fault } = reply;
    exchange.head(200, { 'Content-Type': 'application/x-ndjson' });
    if (fault?.kind === 'endlessLine') await this.sendEndlessLine();
    const last = fault && 'after' in fault ? fault.after : this.pieces.length;
    for (let at = 0; at < last || fault?.kind === 'endless'; at += 1) {
      const piece = this.pieces[at % this.pieces.length];
      if (piece === undefined) throw new Error('A reply without tokens has no piece to send');
      await this.atStep(at);
      await this.add(pieceLine(this.body.model, momentAfter(at), piece), at, textOf(piece));
    }
    await this.atStep(last);
    if (fault) {
      await this.flush();
      await this.break(fault, last);
      return;
    }
    const end = { ...this.done(''), ...reply.done };
    const fields = Object.entries(end).filter(([, value]) => value !== null);
    await this.add(`${goJson(Object.fromEntries(fields))}\n`, last, '');
    await this.flush();
    await exchange.end();
  }

  /** The reply of `"stream": false`. */
  async sendWhole(): Promise<void> {
    const content = this.pieces.map((piece) => piece.content ?? '').join('');
    const headers = { 'Content-Type': 'application/json; charset=utf-8' };
    await this.exchange.respond(200, headers, goJson(this.done(content)));
  }

  private async atStep(step: number): Promise<void> {
    const { hold = [], pace = 0 } = this.reply;
    if (hold === 'everyStep' || hold.includes(step) || pace > 0) await this.flush();
    await this.exchange.step(this.reply, step);
  }

  private async add(line: string, piece: number, text: string): Promise<void> {
    this.waiting.push({ line: Buffer.from(line), piece, text });
    if (this.reply.chunking !== 'burst') await this.flush();
  }

  private async flush(): Promise<void> {
    const lines = this.waiting;
    if (lines.length === 0) return;
    this.waiting = [];
    const bytes = Buffer.concat(lines.map(({ line }) => line));
    await this.exchange.writeChunked(bytes, this.reply.chunking ?? 'line');
    for (const { piece, text } of lines) this.exchange.sent(piece, text);
  }

  private async sendEndlessLine(): Promise<never> {
    const part = Buffer.alloc(64 * 1024, 'a');
    await this.exchange.write(Buffer.from('{"model":"'));
    for (;;) await this.exchange.write(part);
  }

  private async break(fault: Fault, at: number): Promise<void> {
    const { exchange } = this;
    switch (fault.kind) {
      case 'errorLine':
        await exchange.write(Buffer.from(`${goJson({ error: fault.error })}\n`));
        return exchange.end();
      case 'garbageLine':
        await exchange.write(Buffer.from(`${fault.line}\n`));
        await exchange.write(Buffer.from(`${goJson(this.done(''))}\n`));
        return exchange.end();
      case 'cut':
        if (fault.where !== 'betweenLines') await exchange.write(this.cutLine(fault.where, at));
        return exchange.hangUp();
      default:
        // noDone: the stream ends without a last line.
        return exchange.end();
    }
  }

  /** The start of the next line, up to the point where the socket is cut. */
  private cutLine(where: 'line' | 'character', at: number): Buffer {
    const piece = where === 'character' ? { content: '字' } : { content: 'never read' };
    const line = Buffer.from(pieceLine(this.body.model, momentAfter(at), piece));
    const inside = where === 'character' ? line.indexOf(Buffer.from('字')) + 1 : line.length / 2;
    return line.subarray(0, inside);
  }

  private done(content: string) {
    const { body, reply } = this;
    const counted = countPromptTokens(body.messages ?? []);
    const window = body.options?.num_ctx ?? Number.POSITIVE_INFINITY;
    return doneBody({
      model: body.model,
      moment: momentAfter(this.pieces.length),
      content,
      reason: this.reason,
      promptTokens: reply.promptTokens ?? Math.min(counted, window),
      tokens: this.pieces.length,
      loadDuration: reply.loadDuration,
    });
  }
}

function textOf(piece: Piece): string {
  return piece.content ?? piece.thinking ?? '';
}
