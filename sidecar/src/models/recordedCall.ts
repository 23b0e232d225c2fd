import type { ChatBatch, ChatRequestBody } from './ollama/chatStream.ts';
import type { ChatSource } from './ollama/ollamaChatModel.ts';

/** What a call was made for. */
export type CallPurpose = 'condense' | 'answer' | 'title';

/** A call as it goes; filled while it runs. Milliseconds are of the clock that was given. */
export interface RecordedCall {
  readonly purpose: CallPurpose;
  readonly url: string;
  readonly startedAt: number;
  readonly body: ChatRequestBody & { readonly stream: true };
  content: string;
  thinking: string;
  done?: ChatBatch['done'];
  error?: unknown;
  firstTextAt?: number;
  endedAt?: number;
}

/** How calls are recorded: whose they are, and who takes them. */
export interface CallRecorder {
  /** Takes a call before it is made; it is filled afterwards. */
  record(call: RecordedCall): void;
  now(): number;
}

/** The same source, with each call recorded. What is yielded is untouched. */
export function recorded(
  source: ChatSource,
  purpose: RecordedCall['purpose'],
  recorder: CallRecorder,
): ChatSource {
  return {
    async *chat(body, signal) {
      const call: RecordedCall = {
        purpose,
        url: `${source.host ?? ''}/api/chat`,
        startedAt: recorder.now(),
        // As the server sends it: an answer is always streamed.
        body: { ...body, stream: true },
        content: '',
        thinking: '',
      };
      recorder.record(call);
      try {
        for await (const batch of source.chat(body, signal)) {
          call.firstTextAt ??= recorder.now();
          call.content += batch.content;
          call.thinking += batch.thinking;
          call.done = batch.done;
          yield batch;
        }
      } catch (error) {
        call.error = error;
        throw error;
      } finally {
        call.endedAt = recorder.now();
      }
    },
  };
}
