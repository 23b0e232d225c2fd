import { modelRoomSuite } from './modelRoomSuite.ts';
import { engineModel, locateEngineParts, startRealEngine } from './realEngine.ts';
import { locateRealOllama, realModel, startRealOllama } from './realOllama.ts';

modelRoomSuite('the real Ollama', (await locateRealOllama()) === undefined, async () => {
  const ollama = await startRealOllama();
  return { url: ollama.url, model: realModel, stop: () => ollama.stop() };
});

modelRoomSuite('the built-in engine', (await locateEngineParts()) === undefined, async () => {
  const engine = await startRealEngine();
  return { url: engine.url, model: engineModel, stop: () => engine.stop() };
});
