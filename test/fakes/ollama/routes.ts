import { type ChatBody, sendChatReply } from './chatReply.ts';
import type { Exchange } from './exchange.ts';
import type { FakeLog } from './fakeEvent.ts';
import { sendFault } from './faults.ts';
import {
  defaultModel,
  defaultReply,
  type FakeModel,
  type FakeReply,
  type FakeScript,
} from './script.ts';
import { countPromptTokens, goJson, momentAfter, psBody, showBody, tagsBody } from './shapes.ts';
import { isTransfer, sendLines } from './transferReply.ts';

const JSON_TYPE = { 'Content-Type': 'application/json; charset=utf-8' };
const DEFAULT_WINDOW = 4096;

/** Answers each path as the script says, otherwise as Ollama 0.17.4 does. */
export class Routes {
  private readonly script: FakeScript;
  private readonly log: FakeLog;
  private readonly models: FakeModel[];
  /** Checksums of the uploaded files. */
  private readonly blobs = new Set<string>();
  private readonly left: { readonly reply: FakeReply; times: number }[];
  /** Model in memory → its window. */
  private readonly loaded = new Map<FakeModel, number>();
  /** Unloaded model → how many more times it is listed. */
  private readonly unloading = new Map<FakeModel, number>();

  constructor(script: FakeScript, log: FakeLog) {
    this.script = script;
    this.log = log;
    this.models = [...(script.models ?? [defaultModel])];
    this.left = (script.replies ?? []).map((reply) => ({
      reply,
      times: reply.times === 'always' ? Number.POSITIVE_INFINITY : (reply.times ?? 1),
    }));
    for (const model of this.models) {
      if (model.loadedContext !== undefined) this.loaded.set(model, model.loadedContext);
    }
  }

  async answer(exchange: Exchange): Promise<void> {
    const { method, path } = exchange.asked;
    if (path === '/api/chat' && method === 'POST') {
      await this.chat(exchange);
      return;
    }
    const reply = this.takeReply(exchange, {});
    if (reply) {
      await exchange.step(reply, 'headers');
      if (reply.fault && (await sendFault(exchange, '', reply.fault))) return;
    }
    if (isTransfer(exchange)) {
      await this.transfer(exchange, reply ?? {});
      return;
    }
    if (path.startsWith('/api/blobs/')) {
      await this.blob(exchange);
      return;
    }
    const body = this.plainBody(exchange);
    if (body === undefined) await this.notFound(exchange);
    else await exchange.respond(200, JSON_TYPE, goJson(body));
  }

  private plainBody({ asked }: Exchange): unknown {
    switch (`${asked.method} ${asked.path}`) {
      case 'GET /api/version':
        return { version: this.script.version ?? '0.32.15' };
      case 'GET /api/tags':
        return tagsBody(this.models);
      case 'GET /api/ps':
        return this.running();
      case 'POST /api/show': {
        const model = this.find((asked.body as { model?: unknown } | undefined)?.model);
        return model && showBody(model);
      }
      case 'DELETE /api/delete':
        return this.remove((asked.body as { name?: unknown } | undefined)?.name);
      default:
        return undefined;
    }
  }

  private running(): object {
    const body = psBody(
      [...this.loaded].map(([model, contextLength]) => ({ model, contextLength })),
    );
    for (const [model, times] of this.unloading) this.unloading.set(model, times - 1);
    this.removeUnloaded();
    return body;
  }

  private removeUnloaded(): void {
    for (const [model, times] of this.unloading) {
      if (times > 0) continue;
      this.loaded.delete(model);
      this.unloading.delete(model);
    }
  }

  private remove(name: unknown): object | undefined {
    const model = this.find(name);
    if (!model) return undefined;
    this.loaded.delete(model);
    this.models.splice(this.models.indexOf(model), 1);
    return {};
  }

  private async transfer(exchange: Exchange, reply: FakeReply): Promise<void> {
    const { model, name } = (exchange.asked.body ?? {}) as { model?: string; name?: string };
    const lines = reply.lines ?? [{ status: 'success' }];
    const last = lines.at(-1) as { status?: unknown } | undefined;
    const installed = model ?? name ?? '';
    // A real server writes the manifest before it sends the last line.
    if (last?.status === 'success' && !reply.fault && !this.find(installed)) {
      this.models.push({ name: installed.includes(':') ? installed : `${installed}:latest` });
    }
    await sendLines(exchange, lines, reply);
  }

  private async blob(exchange: Exchange): Promise<void> {
    const { method, path } = exchange.asked;
    const digest = path.slice('/api/blobs/'.length);
    if (method === 'POST') this.blobs.add(digest);
    await exchange.respond(method === 'POST' ? 201 : this.blobs.has(digest) ? 200 : 404, {}, '');
  }

  private async notFound(exchange: Exchange): Promise<void> {
    const { path, body } = exchange.asked;
    if (path === '/api/show' || path === '/api/delete') {
      const { model, name } = (body ?? {}) as { model?: string; name?: string };
      await exchange.respond(
        404,
        JSON_TYPE,
        goJson({ error: `model '${model ?? name ?? ''}' not found` }),
      );
    } else {
      await exchange.respond(404, { 'Content-Type': 'text/plain' }, '404 page not found');
    }
  }

  private async chat(exchange: Exchange): Promise<void> {
    const body = (exchange.asked.body ?? {}) as ChatBody;
    const reply = this.takeReply(exchange, body) ?? this.script.otherwise ?? defaultReply;
    const model = this.find(body.model);
    // A fault replaces the answer, so the request is not validated.
    const refusal = reply.fault?.kind === 'status' ? undefined : refusalOf(model, body);
    if (refusal) {
      await exchange.respond(refusal.status, JSON_TYPE, goJson({ error: refusal.error }));
      return;
    }
    const empty = body.messages === undefined || body.messages.length === 0;
    if (model && empty && body.keep_alive === 0) {
      this.unloading.set(model, model.listedAfterUnload ?? 0);
      this.removeUnloaded();
      const answer = { model: body.model, created_at: momentAfter(0), done: true };
      const message = { role: 'assistant', content: '' };
      const unloaded = goJson({ ...answer, message, done_reason: 'unload' });
      await exchange.respond(200, JSON_TYPE, unloaded);
      return;
    }
    if (model) this.load(model, body);
    if (body.messages === undefined || body.messages.length === 0) {
      const message = { role: 'assistant', content: '' };
      const answer = { model: body.model, created_at: momentAfter(0), message };
      await exchange.respond(
        200,
        JSON_TYPE,
        goJson({ ...answer, done: true, done_reason: 'load' }),
      );
      return;
    }
    await sendChatReply(exchange, body, reply);
  }

  private load(model: FakeModel, body: ChatBody): void {
    const wanted = body.options?.num_ctx ?? model.numCtx ?? DEFAULT_WINDOW;
    const contextLength = Math.min(wanted, model.trainedContext ?? 8192);
    if (this.loaded.get(model) === contextLength) return;
    this.loaded.set(model, contextLength);
    this.log.add({ kind: 'loaded', model: model.name, contextLength });
  }

  private takeReply({ asked }: Exchange, body: Partial<ChatBody>): FakeReply | undefined {
    const found = this.left.find(({ reply: { match = {} }, times }) => {
      const { path = '/api/chat', model, lastMessage } = match;
      return (
        times > 0 &&
        (path === '*' || path === asked.path) &&
        (model === undefined || model === body.model) &&
        (lastMessage === undefined || body.messages?.at(-1)?.content.includes(lastMessage) === true)
      );
    });
    if (!found) return undefined;
    found.times -= 1;
    return found.reply;
  }

  /** To Ollama, "fake" and "fake:latest" are the same model. */
  private find(name: unknown): FakeModel | undefined {
    return this.models.find((model) => model.name === name || model.name === `${name}:latest`);
  }
}

/** The errors that Ollama returns before it loads a model. */
function refusalOf(
  model: FakeModel | undefined,
  body: ChatBody,
): { status: number; error: string } | undefined {
  if (!model) return { status: 404, error: `model '${body.model}' not found` };
  const { capabilities = ['completion'] } = model;
  const quoted = JSON.stringify(body.model);
  if (body.think && !capabilities.includes('thinking')) {
    return { status: 400, error: `${quoted} does not support thinking` };
  }
  if (!capabilities.includes('completion')) {
    return { status: 400, error: `${quoted} does not support chat` };
  }
  const window = body.options?.num_ctx ?? DEFAULT_WINDOW;
  if (body.truncate === false && countPromptTokens(body.messages ?? []) > window) {
    return { status: 400, error: 'the input length exceeds the context length' };
  }
  return undefined;
}
