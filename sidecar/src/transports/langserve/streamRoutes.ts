import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { EventStream } from './eventStream.ts';
import { type EventsVersion, runEvents } from './runEvents.ts';
import { runLog } from './runLog.ts';
import type { RunRoutes } from './runRoutes.ts';
import { traceRun, wholeStep } from './trace.ts';
import { toHttpProblem } from './validationDetail.ts';
import type { Work } from './work.ts';

/** `POST …/stream`: the answer as it arrives; what is read at once is one event. */
export function serveStream(
  routes: RunRoutes,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  return routes.accept(request, response, routes.schemas.stream, async ({ body, work }) => {
    const run = await routes.prepare(body.input, body.config.configurable, work.signal);
    await sendEvents(routes, response, work, async (events) => {
      await events.send('metadata', { run_id: randomUUID() });
      await run.condense();
      for await (const text of run.answer()) await events.send('data', text);
      await events.send('data', '');
    });
  });
}

/** `POST …/stream_log`: the log of the run, as patches. */
export function serveStreamLog(
  routes: RunRoutes,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  return routes.accept(request, response, routes.schemas.stream_log, async ({ body, work }) => {
    const run = await routes.prepare(body.input, body.config.configurable, work.signal);
    const whole = wholeStep(routes.mount.path, body.config);
    await sendEvents(routes, response, work, async (events) => {
      const patches = runLog(traceRun(run, whole, body.input), body);
      for await (const patch of patches) await events.send('data', patch);
    });
  });
}

/** `POST …/stream_events`: the events of the run, in one of the two schemas. */
export function serveStreamEvents(
  routes: RunRoutes,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  return routes.accept(request, response, routes.schemas.stream_events, async ({ body, work }) => {
    const run = await routes.prepare(body.input, body.config.configurable, work.signal);
    const whole = wholeStep(routes.mount.path, body.config);
    const version = body.version ?? versionOf(body.kwargs);
    await sendEvents(routes, response, work, async (events) => {
      const told = runEvents(traceRun(run, whole, body.input), whole, body, version);
      for await (const event of told) await events.send('data', event);
    });
  });
}

/** The JavaScript client sends the version in `kwargs`; the Python client does not send it. */
function versionOf(kwargs: Readonly<Record<string, unknown>>): EventsVersion {
  return kwargs.version === 'v1' ? 'v1' : 'v2';
}

/** From here on the status is 200, so an error is sent as the last event. */
async function sendEvents(
  routes: RunRoutes,
  response: ServerResponse,
  work: Work,
  send: (events: EventStream) => Promise<void>,
): Promise<void> {
  const { application, limits, metrics } = routes.services;
  const events = new EventStream(response, limits.idleSeconds);
  try {
    await send(events);
    events.end();
  } catch (error) {
    if (work.abandoned) return;
    const problem = toHttpProblem(error, application.wording());
    metrics.streamFailed(problem.kind ?? 'invalidParams');
    application.logger.warn(`A stream of ${routes.mount.path} failed`, error);
    events.fail(problem.status, problem.message);
  }
}
