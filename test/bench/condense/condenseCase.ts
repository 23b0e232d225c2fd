import type { CondenseOutcome } from '@condenser/protocol';
import type { ChainCall } from '@condenser/sidecar/chat/chain/chainRequest.ts';
import { condense } from '@condenser/sidecar/chat/chain/condense.ts';
import { promptLanguage, promptsIn } from '@condenser/sidecar/chat/chain/prompts/promptSet.ts';
import {
  type ChatSource,
  OllamaChatModel,
} from '@condenser/sidecar/models/ollama/ollamaChatModel.ts';
import type { FollowUpCase } from './followUps.ts';

/** The result of one follow-up. */
export interface CondensedCase {
  readonly outcome: CondenseOutcome;
  /** The texts of the model, one per call; empty if a rule decided. */
  readonly written: readonly string[];
  readonly milliseconds: number;
}

/** Condenses one follow-up like the chain, and records the texts of the model. */
export async function condenseCase(
  followUp: FollowUpCase,
  source: ChatSource,
): Promise<CondensedCase> {
  const written: string[] = [];
  const listening: ChatSource = {
    async *chat(body, signal) {
      let text = '';
      for await (const batch of source.chat(body, signal)) {
        text += batch.content;
        yield batch;
      }
      written.push(text.trim());
    },
  };
  const started = performance.now();
  const model = new OllamaChatModel('bench', listening);
  const { outcome } = await condense(model).invoke(callFor(followUp));
  return { outcome, written, milliseconds: performance.now() - started };
}

function callFor(followUp: FollowUpCase): ChainCall {
  const history = followUp.history.map(([user, assistant]) => ({ user, assistant }));
  const language = promptLanguage('auto', history[0]?.user ?? followUp.question);
  const prompts = promptsIn(language);
  return {
    request: {
      model: 'bench',
      history,
      question: followUp.question,
      strategy: 'condense+history',
    },
    settings: { answerLanguage: 'auto' },
    language,
    system: prompts.system(prompts.languageRule(undefined)),
    turns: history,
    firstTurn: 0,
    contextWindow: 4096,
    thinking: 'no',
    userMessage: followUp.question,
  };
}
