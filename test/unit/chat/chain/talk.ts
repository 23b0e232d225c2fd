import type { ContextItem, Strategy } from '@condenser/protocol';
import type {
  ChainCall,
  ChainRequest,
  ChainSettings,
  HistoryTurn,
} from '@condenser/sidecar/chat/chain/chainRequest.ts';
import type { Condensed } from '@condenser/sidecar/chat/chain/condense.ts';
import { HistoryAwareChain } from '@condenser/sidecar/chat/chain/historyAwareChain.ts';
import { ContextWindows } from '@condenser/sidecar/models/contextWindows.ts';
import type { ChatBatch, ChatRequestBody } from '@condenser/sidecar/models/ollama/chatStream.ts';
import type { ChatSource } from '@condenser/sidecar/models/ollama/ollamaChatModel.ts';
import { type FakeModel, FakeModels } from '../../models/fakeModels.ts';

export const MODEL = 'test:1b';

/** The model's reply to one request. */
export interface Reply {
  readonly text: string;
  readonly promptTokens?: number;
  readonly reason?: 'stop' | 'length';
}

type Answerer = (body: ChatRequestBody) => Reply | Promise<Reply>;

/** A model that gives prepared replies and records its requests. */
export class ScriptedModel implements ChatSource {
  readonly bodies: ChatRequestBody[] = [];
  readonly signals: (AbortSignal | undefined)[] = [];
  readonly replies: (Reply | Answerer)[] = [];

  async *chat(body: ChatRequestBody, signal?: AbortSignal): AsyncGenerator<ChatBatch> {
    this.bodies.push(structuredClone(body));
    this.signals.push(signal);
    const next = this.replies.shift() ?? { text: 'An answer.' };
    const {
      text,
      promptTokens = 0,
      reason = 'stop',
    } = typeof next === 'function' ? await next(body) : next;
    const half = Math.floor(text.length / 2);
    yield { content: text.slice(0, half), thinking: '' };
    yield { content: text.slice(half), thinking: '', done: { reason, usage: usage(promptTokens) } };
  }

  get last(): ChatRequestBody {
    const body = this.bodies.at(-1);
    if (body === undefined) throw new Error('The model was not asked');
    return body;
  }
}

function usage(promptTokens: number) {
  const durations = { loadDuration: 0, promptEvalDuration: 0, evalDuration: 0, totalDuration: 0 };
  return { promptTokens, answerTokens: 1, ...durations };
}

/** How the chain under test is set up. */
export interface ChainOptions {
  readonly settings?: Partial<ChainSettings>;
  readonly model?: Partial<FakeModel>;
  readonly maximumContextWindow?: number;
  readonly keepsSeveralPrompts?: () => Promise<boolean>;
}

/** The chain with a scripted model. Its settings and facts may be changed at any time. */
export function createChain(options: ChainOptions = {}) {
  const models = new FakeModels({ name: MODEL, trained: 131_072, ...options.model });
  const catalogue = models.catalogue();
  const source = new ScriptedModel();
  const settings: { -readonly [Key in keyof ChainSettings]: ChainSettings[Key] } = {
    answerLanguage: 'auto',
    ...options.settings,
  };
  const windows = new ContextWindows(catalogue, () => options.maximumContextWindow ?? 32_768);
  const { keepsSeveralPrompts = async () => true } = options;
  const chain = new HistoryAwareChain({
    source,
    catalogue,
    windows,
    settings: () => settings,
    keepsSeveralPrompts,
  });
  return { chain, source, models, settings, windows };
}

/** The question of one turn, and the model's replies. */
export interface TalkTurn {
  readonly question: string;
  readonly strategy?: Strategy;
  readonly context?: ContextItem[];
  readonly standaloneQuestion?: string;
  /** The model's answer to the condense call, where one is made, and to its second try. */
  readonly rewrite?: string;
  readonly answer?: string;
}

/** The outcome of one turn. */
export interface TalkResult {
  readonly call: ChainCall;
  readonly condensed: Condensed;
  /** The last message of the answer call. */
  readonly userMessage: string;
  readonly answer: string;
  /** The requests of this turn. */
  readonly bodies: ChatRequestBody[];
}

/** A conversation that replays its turns in the history as they were sent. */
export class Talk {
  readonly history: HistoryTurn[] = [];
  firstTurn = 0;
  private readonly chain: HistoryAwareChain;
  private readonly source: ScriptedModel;

  constructor({ chain, source }: { chain: HistoryAwareChain; source: ScriptedModel }) {
    this.chain = chain;
    this.source = source;
  }

  async ask(asked: TalkTurn, signal?: AbortSignal): Promise<TalkResult> {
    const { question, strategy = 'condense+history', context, standaloneQuestion } = asked;
    const before = this.source.bodies.length;
    const request: ChainRequest = {
      model: MODEL,
      history: [...this.history],
      question,
      context,
      strategy,
      standaloneQuestion,
      firstTurn: this.firstTurn,
    };
    const call = await this.chain.prepare(request, signal);
    const { replies } = this.source;
    const queued = replies.length;
    if (asked.rewrite !== undefined) replies.push({ text: asked.rewrite }, { text: asked.rewrite });
    const condensed = await this.chain.tryCondense(call, signal);
    // What no call has used is not for the answer.
    replies.splice(Math.min(queued, replies.length));
    const prompt = this.chain.prompt(call, condensed);
    const userMessage = prompt.text;
    if (asked.answer !== undefined) this.source.replies.push({ text: asked.answer });
    let answer = '';
    for await (const part of this.chain.answer(call, prompt, signal)) answer += part.content;
    this.history.push({ user: userMessage, assistant: answer });
    this.firstTurn = call.firstTurn;
    return { call, condensed, userMessage, answer, bodies: this.source.bodies.slice(before) };
  }
}

/** The text of a request's last message. */
export function lastText(body: ChatRequestBody | undefined): string {
  return body?.messages.at(-1)?.content ?? '';
}
