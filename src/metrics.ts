import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { JobRun } from './jobs/run-job.ts'

/** Figures of this process; labels are codes and routes, never anybody's data. */
export interface Metrics {
  contentType: string
  text(): Promise<string>
  /** `route` is the pattern, not the path. */
  request(method: string, route: string, status: number, seconds: number): void
  job(run: JobRun): void
}

export const openMetrics = (liveClients: () => number): Metrics => {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'dawr_http_request_seconds',
    help: 'Requests by route and status',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers: [registry],
  })
  const jobs = new Counter({
    name: 'dawr_jobs_total',
    help: 'Runs of jobs by name and outcome',
    labelNames: ['name', 'outcome'] as const,
    registers: [registry],
  })
  new Gauge({
    name: 'dawr_live_clients',
    help: 'Connected screens, counters and phones',
    registers: [registry],
    collect() {
      this.set(liveClients())
    },
  })
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    request: (method, route, status, seconds) =>
      requests.observe({ method, route, status: String(status) }, seconds),
    job: ({ name, outcome }) => jobs.inc({ name, outcome }),
  }
}
