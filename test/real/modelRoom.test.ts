import { ollamas } from './eachOllama.ts';
import { modelRoomSuite } from './modelRoomSuite.ts';
import { engineModel, locateEngineParts, startRealEngine } from './realEngine.ts';
import { locateRealOllama, realModel, startRealOllama } from './realOllama.ts';

for (const { server, overflow } of ollamas) {
  const missing = (await locateRealOllama(server)) === undefined;
  modelRoomSuite(`the real Ollama ${server.version}`, missing, async () => {
    const { url, stop } = await startRealOllama({ server });
    return { url, model: realModel, overflow, stop };
  });
}

modelRoomSuite('the built-in engine', (await locateEngineParts()) === undefined, async () => {
  const engine = await startRealEngine();
  const overflow = /context/;
  return { url: engine.url, model: engineModel, overflow, stop: () => engine.stop() };
});
