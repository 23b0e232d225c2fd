import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Typical durations of answers of local models, in seconds. */
const BUCKETS = [0.01, 0.05, 0.25, 1, 2.5, 5, 10, 30, 60, 120, 300, 600];

/** Metrics for Prometheus. They contain no prompts or answers, and clients cannot add labels. */
export class ServeMetrics {
  private readonly registry = new Registry();
  private readonly requests: Counter<'route' | 'method' | 'status'>;
  private readonly seconds: Histogram<'route'>;
  private readonly failures: Counter<'kind'>;
  private readonly left: Counter<'route'>;

  /** @param running returns how many requests run a model now. */
  constructor(running: () => number) {
    const registers = [this.registry];
    collectDefaultMetrics({ register: this.registry });
    this.requests = new Counter({
      name: 'condenser_http_requests_total',
      help: 'Requests answered, by route, method and status.',
      labelNames: ['route', 'method', 'status'],
      registers,
    });
    this.seconds = new Histogram({
      name: 'condenser_http_request_seconds',
      help: 'Time from the arrival of a request to the end of its response.',
      labelNames: ['route'],
      buckets: BUCKETS,
      registers,
    });
    this.failures = new Counter({
      name: 'condenser_stream_failures_total',
      help: 'Streams that ended with an error after HTTP 200, by kind of error.',
      labelNames: ['kind'],
      registers,
    });
    this.left = new Counter({
      name: 'condenser_http_clients_left_total',
      help: 'Clients that disconnected before the end of the response.',
      labelNames: ['route'],
      registers,
    });
    new Gauge({
      name: 'condenser_running_requests',
      help: 'Requests that run a model now.',
      registers,
      collect() {
        this.set(running());
      },
    });
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  /** The metrics in Prometheus's text format. */
  text(): Promise<string> {
    return this.registry.metrics();
  }

  /** Counts a finished request: answered completely, or abandoned by its client. */
  answered(facts: {
    route: string;
    method: string;
    status: number;
    seconds: number;
    whole: boolean;
  }): void {
    const { route, method, status, seconds, whole } = facts;
    this.requests.inc({ route, method, status });
    this.seconds.observe({ route }, seconds);
    if (!whole) this.left.inc({ route });
  }

  streamFailed(kind: string): void {
    this.failures.inc({ kind });
  }
}
