import type { ChatBatch, ChatRequestBody } from './ollama/chatStream.ts';
import type { ChatSource } from './ollama/ollamaChatModel.ts';

/** The purpose of a call. */
export type CallPurpose = 'condense' | 'answer' | 'title';

/** A call, filled while it runs. Times are those of the recorder's clock, in milliseconds. */
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

/** Receives calls as they are made. */
export interface CallRecorder {
  /** Receives a call before it is made; its fields are filled while it runs. */
  record(call: RecordedCall): void;
  now(): number;
}

/** Wraps a source so that each call is recorded. Its batches are passed on unchanged. */
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
        // OllamaServer always streams.
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
