import { onTestFinished } from 'vitest';
import { type FakeOllama, startFakeOllama } from '../fakes/ollama/fakeOllama.ts';
import type { FakeScript } from '../fakes/ollama/script.ts';
import { type RecordingServer, startRecordingServer } from '../fakes/recordingServer.ts';
import { SidecarChild, type SidecarOptions } from './sidecarChild.ts';
import { SidecarProcess } from './sidecarProcess.ts';

/** A fake Ollama that is stopped after the test. */
export async function startFake(script: FakeScript = {}): Promise<FakeOllama> {
  const fake = await startFakeOllama(script);
  onTestFinished(() => fake.stop());
  return fake;
}

/** An initialized sidecar; after the test it is killed and its output is validated. */
export async function startSidecar(
  options: SidecarOptions & { readonly fake?: FakeOllama; readonly locale?: string } = {},
): Promise<SidecarProcess> {
  const { fake, locale, ...rest } = options;
  const sidecar = new SidecarProcess({ host: fake?.url, ...rest });
  onTestFinished(() => sidecar.child.stop());
  await sidecar.initialize(locale === undefined ? {} : { locale });
  return sidecar;
}

/** A sidecar without `initialize`; after the test it is killed and its output is validated. */
export function startChild(
  options: SidecarOptions & { readonly fake?: FakeOllama } = {},
): SidecarChild {
  const { fake, ...rest } = options;
  const child = new SidecarChild({ host: fake?.url, ...rest });
  onTestFinished(() => child.stop());
  return child;
}

/** A server that records requests, stopped after the test. */
export async function startRecorder(forwardTo?: number): Promise<RecordingServer> {
  const server = await startRecordingServer(forwardTo === undefined ? {} : { forwardTo });
  onTestFinished(() => server.stop());
  return server;
}
