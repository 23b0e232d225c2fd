// Stands in for `langsmith` in the bundle (sidecarBundle.mjs): @langchain/core imports that tracing
// client at its start, and a program without telemetry carries none. It has what @langchain/core
// 1.4 imports, under the same names, and sends nothing.

/** The client of the tracing service. */
export class Client {}

/** A run, which @langchain/core also keeps its own context in. */
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

/** Of functions that the client wraps, there are none. */
export function isTraceableFunction() {
  return false;
}

/** Of a run that such a function has begun, there is none. */
export function getCurrentRunTree() {
  return undefined;
}

/**
 * The place of a run among the runs of a trace: by its time, then by its id.
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
