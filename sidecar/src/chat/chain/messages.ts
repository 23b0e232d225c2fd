import type { CondenseOutcome, ContextItem } from '@condenser/protocol';
import { AIMessage, type BaseMessage, HumanMessage, SystemMessage } from '@langchain/core/messages';
import type { ChatRequestBody } from '../../models/ollama/chatStream.ts';
import type { ChainCall } from './chainRequest.ts';
import { type PromptSet, promptsIn } from './prompts/promptSet.ts';

/** The messages that the answer calls of all turns of a conversation start with. */
export function sharedPrefix(call: ChainCall): BaseMessage[] {
  const messages: BaseMessage[] = [new SystemMessage(call.system)];
  for (const turn of call.turns) {
    messages.push(new HumanMessage(turn.user), new AIMessage(turn.assistant));
  }
  return messages;
}

/** The last message of the answer call. */
export interface Prompt {
  /** The text as it is sent, and as later turns repeat it in their history. */
  readonly text: string;
  /** Whether the earlier turns are sent too. */
  readonly withHistory: boolean;
}

/**
 * The prompt for an outcome of the condense step. By the strategy `condense` a standalone question
 * is sent alone. Without one, every strategy sends the history and the user's message.
 */
export function promptFor(call: ChainCall, outcome: CondenseOutcome): Prompt {
  const { strategy, context = [] } = call.request;
  const standaloneQuestion = outcome.rewritten ? outcome.standaloneQuestion : undefined;
  const isAlone = strategy === 'condense' && (outcome.rewritten || outcome.skipped === 'edited');
  const prompts = promptsIn(call.language);
  if (standaloneQuestion === undefined) return { text: call.userMessage, withHistory: !isAlone };
  // The user's own standalone question may come with code, which is not part of it.
  if (isAlone)
    return { text: userMessage(standaloneQuestion, context, prompts), withHistory: false };
  return { text: prompts.clarified(call.userMessage, standaloneQuestion), withHistory: true };
}

/** The messages of the answer call. */
export function answerMessages(call: ChainCall, { text, withHistory }: Prompt): BaseMessage[] {
  const prefix = withHistory ? sharedPrefix(call) : [new SystemMessage(call.system)];
  return [...prefix, new HumanMessage(text)];
}

/** The fields of a request beside the model and its messages. */
type RequestFields = Omit<ChatRequestBody, 'model' | 'messages'>;

/** The request of the answer call. */
export function answerRequest({ settings, thinking, contextWindow }: ChainCall): RequestFields {
  return {
    think: thinking === 'no' ? undefined : settings.think,
    keep_alive: settings.keepAlive,
    truncate: false,
    shift: false,
    options: {
      num_ctx: contextWindow,
      // Servers that know `shift` stop when the window is full; older ones would never stop.
      num_predict: contextWindow,
      temperature: settings.temperature,
    },
  };
}

/** The request of a short call beside the answer: with as little thinking as the model allows. */
export function auxiliaryRequest(
  { settings, thinking, contextWindow }: ChainCall,
  limits: { num_predict: number; stop?: string[] },
): RequestFields {
  const leastThinking = thinking === 'levels' ? 'low' : false;
  return {
    think: thinking === 'no' ? undefined : leastThinking,
    keep_alive: settings.keepAlive,
    truncate: false,
    shift: false,
    options: { num_ctx: contextWindow, temperature: 0, ...limits },
  };
}

/** The question after the code that belongs to it, each piece fenced and named. */
export function userMessage(
  question: string,
  context: readonly ContextItem[],
  prompts: PromptSet,
): string {
  return [...context.map((item) => contextBlock(item, prompts)), question].join('\n\n');
}

function contextBlock(item: ContextItem, prompts: PromptSet): string {
  const title = item.title ?? fileName(item.uri);
  // LSP counts lines from zero, prompts from one; an end at character 0 excludes its line.
  const range = item.range;
  const lines = range && {
    first: range.start.line + 1,
    last: Math.max(
      range.end.character === 0 ? range.end.line : range.end.line + 1,
      range.start.line + 1,
    ),
  };
  const fence = fenceFor(item.text);
  const code = `${fence}${item.languageId ?? ''}\n${item.text}\n${fence}`;
  return title === undefined ? code : `${prompts.source(title, lines)}\n${code}`;
}

/** The last part of the path. The rest, where the project is stored, is private. */
function fileName(uri: string | undefined): string | undefined {
  const last = uri
    ?.replace(/[?#].*$/, '')
    .split('/')
    .pop();
  if (!last) return undefined;
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

/** Longer than any fence in the text, so that the text cannot end it. */
function fenceFor(text: string): string {
  const longest = Math.max(2, ...(text.match(/`{3,}/g) ?? []).map((run) => run.length));
  return '`'.repeat(longest + 1);
}
