import type { CondenseOutcome } from '@condenser/protocol';
import type { Application } from '../../app/application.ts';
import type { ChainRequest } from '../../chat/chain/chainRequest.ts';
import type { Prompt } from '../../chat/chain/messages.ts';
import type { ModelChoice } from './modelChoice.ts';
import type { Configurable } from './requestSchemas.ts';
import type { ChainName } from './serveOptions.ts';

/** The validated input of either chain. */
export type ChainRunInput =
  | { readonly input: string }
  | { readonly chat_history: readonly (readonly [string, string])[]; readonly question: string };

/** A chain that is ready to run: Ollama is reachable and has the model. */
export interface ChainRun {
  readonly model: string;
  /** The standalone question, or why there is none; undefined for a chain without this step. */
  condense(): Promise<CondenseOutcome | undefined>;
  /** The prompt that is sent to the model. Call it after {@link condense}. */
  prompt(): string;
  /** The answer, in the pieces in which it arrives. Call it after {@link condense}. */
  answer(): AsyncGenerator<string>;
}

/** Prepares a run. An abort throws the signal's reason, here and in every step. */
export async function prepareRun(
  application: Application,
  chainName: ChainName,
  choice: ModelChoice,
  input: ChainRunInput,
  configurable: Configurable,
  signal: AbortSignal,
): Promise<ChainRun> {
  const chain = await application.backend.chain();
  const model = await choice.pick(configurable.model, signal);
  const request = toRequest(model, input, configurable);
  const call = await chain.prepare(request, signal);
  let prompt: Prompt = { text: call.userMessage, withHistory: true };
  return {
    model,
    async condense() {
      if (chainName === 'basic') return undefined;
      const condensed = await chain.tryCondense(call, signal);
      prompt = chain.prompt(call, condensed);
      return condensed.outcome;
    },
    prompt: () => prompt.text,
    async *answer() {
      for await (const part of chain.answer(call, prompt, signal)) {
        if (part.content !== '') yield part.content;
      }
    },
  };
}

function toRequest(model: string, input: ChainRunInput, configurable: Configurable): ChainRequest {
  const { temperature, answer_language } = configurable;
  const options = {
    ...(temperature === undefined ? {} : { temperature }),
    ...(answer_language === undefined ? {} : { answerLanguage: answer_language }),
  };
  if ('input' in input) {
    return { model, options, history: [], question: input.input, strategy: 'history' };
  }
  const history = input.chat_history.map(([user, assistant]) => ({ user, assistant }));
  return { model, options, history, question: input.question, strategy: 'condense' };
}
