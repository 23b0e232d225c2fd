import { onTestFinished } from 'vitest';
import { type FakeOllama, startFakeOllama } from '../fakes/ollama/fakeOllama.ts';
import type { FakeScript } from '../fakes/ollama/script.ts';
import { type RecordingServer, startRecordingServer } from '../fakes/recordingServer.ts';
import { SidecarChild, type SidecarOptions } from './sidecarChild.ts';
import { SidecarProcess } from './sidecarProcess.ts';

/** A fake Ollama that is stopped when the test is over. */
export async function startFake(script: FakeScript = {}): Promise<FakeOllama> {
  const fake = await startFakeOllama(script);
  onTestFinished(() => fake.stop());
  return fake;
}

/** A sidecar that has been initialized; killed, and held to the protocol, when the test is over. */
export async function startSidecar(
  options: SidecarOptions & { readonly fake?: FakeOllama; readonly locale?: string } = {},
): Promise<SidecarProcess> {
  const { fake, locale, ...rest } = options;
  const sidecar = new SidecarProcess({ host: fake?.url, ...rest });
  onTestFinished(() => sidecar.child.stop());
  await sidecar.initialize(locale === undefined ? {} : { locale });
  return sidecar;
}

/** A sidecar that has heard nothing yet; killed, and held to the protocol, like the others. */
export function startChild(
  options: SidecarOptions & { readonly fake?: FakeOllama } = {},
): SidecarChild {
  const { fake, ...rest } = options;
  const child = new SidecarChild({ host: fake?.url, ...rest });
  onTestFinished(() => child.stop());
  return child;
}

/** A server that notes what comes; stopped when the test is over. */
export async function startRecorder(forwardTo?: number): Promise<RecordingServer> {
  const server = await startRecordingServer(forwardTo === undefined ? {} : { forwardTo });
  onTestFinished(() => server.stop());
  return server;
}
