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

/** The doctor, starting Ollama or the built-in engine, and the count of outgoing requests. */
export function handleStatus(dispatcher: Dispatcher, application: Application): void {
  dispatcher
    .handle(DoctorRunRequest, async (params, signal, client) => {
      const findings: Finding[] = [];
      const tell = client.progress(params?.progressToken);
      for await (const finding of application.examine() ?? unavailable('the doctor')) {
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
  const started = application.startOllama() ?? unavailable('starting Ollama');
  application.starting();
  try {
    await started;
  } finally {
    // After a failure, too, clients must not go on showing that it starts.
    await application.status();
  }
  return application.status(signal);
}

function unavailable(what: string): never {
  throw new CondenserError('notSupported', { model: '', reason: `${what} is not available` });
}

/** The state that a page needs when it loads, and the status. */
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
