import {
  BuiltinStartRequest,
  DoctorRunRequest,
  EgressGetRequest,
  type Finding,
  OllamaStartRequest,
  PageHelloRequest,
  type Status,
  StatusGetRequest,
} from '@condenser/protocol';
import type { Application } from '../../app/application.ts';
import { CondenserError } from '../../errors.ts';
import type { Dispatcher } from '../dispatcher.ts';

/** What is around the chat: the doctor, starting Ollama, and what has left this process. */
export function handleMachine(dispatcher: Dispatcher, application: Application): void {
  dispatcher
    .handle(DoctorRunRequest, async (params, signal, client) => {
      const findings: Finding[] = [];
      const tell = client.progress(params?.progressToken);
      for await (const finding of application.examine() ?? missing('doctor')) {
        signal.throwIfAborted();
        findings.push(finding);
        tell(finding);
      }
      return { ok: findings.every(({ level }) => level !== 'problem'), findings };
    })
    .handle(OllamaStartRequest, (_params, signal) => startOllama(application, signal))
    .handle(BuiltinStartRequest, async ({ fetch, progressToken }, signal, client) => {
      const { builtin } = application;
      if (!builtin.on && !builtin.allowed) throw new CondenserError('builtinForbidden', {});
      const missing = fetch ? [] : await builtin.missing();
      if (missing.length === 0) await builtin.start(client.progress(progressToken), signal);
      return { status: await application.status(signal), missing };
    })
    .handle(EgressGetRequest, async () => {
      const { egress, backend } = application;
      const { url, loopback } = backend.host;
      const { total: requests, hosts, paths } = egress;
      const since = egress.since.toISOString();
      return { host: url, local: loopback, since, requests, hosts, paths };
    });
}

async function startOllama(application: Application, signal: AbortSignal): Promise<Status> {
  const before = await application.status(signal);
  if (before.state !== 'unreachable') return before;
  const started = application.startOllama() ?? missing('ollama');
  application.starting();
  try {
    await started;
  } finally {
    // Also where it failed nobody must go on believing that it comes up.
    await application.status();
  }
  return application.status(signal);
}

function missing(what: string): never {
  throw new CondenserError('notSupported', { model: '', reason: `there is no ${what} here` });
}

/** What a page needs when it is loaded, and how things stand. */
export function handlePage(dispatcher: Dispatcher, application: Application): void {
  dispatcher
    .handle(PageHelloRequest, async ({ pageId, workspace, locale }, signal) => {
      if (locale !== undefined) application.setLocale(locale);
      return {
        settings: application.settings.visible,
        status: await application.status(signal),
        runningTurns: application.chat.turns.running(workspace?.uri),
        ...(await application.chat.drafts.get({ workspaceUri: workspace?.uri }, pageId)),
      };
    })
    .handle(StatusGetRequest, (_params, signal) => application.status(signal));
}
