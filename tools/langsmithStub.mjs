// Replaces `langsmith` in the bundle (sidecarBundle.mjs): @langchain/core imports that tracing client
// at startup, and a program without telemetry must not contain one. It exports the names that
// @langchain/core 1.4 imports, and sends nothing.

/** The client of the tracing service. */
export class Client {}

/** A traced run. @langchain/core also stores its own context in it. */
export class RunTree {
  /** @param {object} config the fields of the run */
  constructor(config) {
    Object.assign(this, config);
  }

  async postRun() {}

  async patchRun() {}
}

/** @param {unknown} value */
export function isRunTree(value) {
  return value instanceof RunTree;
}

/** No function is wrapped by the tracing client. */
export function isTraceableFunction() {
  return false;
}

/** No run is traced. */
export function getCurrentRunTree() {
  return undefined;
}

/**
 * The sort key of a run in its trace: its time, then its id.
 *
 * @param {number} epoch in milliseconds
 * @param {string} runId
 */
export function convertToDottedOrderFormat(epoch, runId) {
  const microsecondPrecisionDatestring = new Date(epoch).toISOString();
  return {
    dottedOrder: `${microsecondPrecisionDatestring}${runId}`,
    microsecondPrecisionDatestring,
  };
}
