import type { HistoryTurn } from '@condenser/sidecar/chat/chain/chainRequest.ts';
import { HistoryAwareChain } from '@condenser/sidecar/chat/chain/historyAwareChain.ts';
import { ContextWindows } from '@condenser/sidecar/models/contextWindows.ts';
import type { ChatSource } from '@condenser/sidecar/models/ollama/ollamaChatModel.ts';
import { FakeModels } from '../../unit/models/fakeModels.ts';

/** Conversations of six turns with real answers. */
export const CONVERSATIONS: Readonly<Record<string, readonly string[]>> = {
  english: [
    'How do I read a large JSON file in Python?',
    'can I do that without loading it all?',
    'and in Go?',
    'what happens if the file is broken in the middle?',
    'shorter please',
    'Which HTTP status code means too many requests?',
  ],
  chinese: [
    '怎么在 Python 里给函数加缓存？',
    '它是线程安全的吗？',
    '怎么清空？',
    '用 Redis 呢？',
    '过期时间设成 60 秒怎么写',
    '还是报错：ConnectionRefusedError',
  ],
};

const WINDOW = 4096;
const MAX_ANSWER_TOKENS = 120;

/** Runs one conversation through the whole chain, and returns it as text for docs/condense.md. */
export async function leadConversation(
  source: ChatSource,
  questions: readonly string[],
): Promise<string> {
  const catalogue = new FakeModels({ name: 'bench', trained: WINDOW }).catalogue();
  const windows = new ContextWindows(catalogue, () => WINDOW);
  const chain = new HistoryAwareChain({
    source: withShortAnswers(source),
    catalogue,
    windows,
    settings: () => ({ answerLanguage: 'auto', temperature: 0 }),
    keepsSeveralPrompts: async () => true,
  });
  const history: HistoryTurn[] = [];
  const lines: string[] = [];
  for (const question of questions) {
    const request = { model: 'bench', history: [...history], question } as const;
    const call = await chain.prepare({ ...request, strategy: 'condense+history' });
    const condensed = await chain.condense(call);
    const prompt = chain.prompt(call, condensed);
    let answer = '';
    for await (const part of chain.answer(call, prompt)) answer += part.content;
    history.push({ user: prompt.text, assistant: answer });
    const { standaloneQuestion, composed, skipped, rewritten } = condensed.outcome;
    const by = composed ?? skipped ?? (rewritten ? 'model' : 'unchanged');
    lines.push(`> ${question}`, `= (${by}) ${standaloneQuestion}`, answer, '');
  }
  return lines.join('\n');
}

function withShortAnswers(source: ChatSource): ChatSource {
  return {
    chat: (body, signal) => {
      const limit = Math.min(body.options?.num_predict ?? MAX_ANSWER_TOKENS, MAX_ANSWER_TOKENS);
      return source.chat({ ...body, options: { ...body.options, num_predict: limit } }, signal);
    },
  };
}
