import * as z from 'zod';

/** What the engine's process is told when it starts. */
export const EngineOptions = z.object({
  engineFolder: z.string(),
  modelFile: z.string(),
  modelName: z.string(),
  /** The context length of requests that name none. */
  contextLength: z.int().positive(),
  /** A free one when 0. */
  port: z.int().min(0).max(65_535),
});
export type EngineOptions = z.infer<typeof EngineOptions>;

/** The one line that the process writes to its stdout: that it listens, or why it does not. */
export const EngineReady = z.union([
  z.object({ port: z.int().positive() }),
  z.object({ error: z.string() }),
]);
export type EngineReady = z.infer<typeof EngineReady>;
