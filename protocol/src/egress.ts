import * as z from 'zod';
import { NoParams, Timestamp } from './common.ts';
import { request } from './message.ts';

const EgressGetResult = z.object({
  host: z.string().meta({ description: 'The current server address, without credentials.' }),
  local: z.boolean().meta({ description: 'Whether the server runs on this machine.' }),
  since: Timestamp,
  requests: z.int().nonnegative().meta({ description: 'Number of requests.' }),
  hosts: z
    .record(z.string(), z.int().nonnegative())
    .meta({ description: 'Requests by host; several if the address has changed.' }),
  paths: z
    .record(z.string(), z.int().nonnegative())
    .meta({ description: 'Requests by method and path: `POST /api/chat`.' }),
});
export type EgressGetResult = z.infer<typeof EgressGetResult>;

export const EgressGetRequest = request({
  method: 'egress/get',
  direction: 'clientToSidecar',
  doc: 'Counts the requests that the sidecar has sent to the model server since it started.',
  params: NoParams,
  result: EgressGetResult,
  example: {
    params: {},
    result: {
      host: 'http://127.0.0.1:11434',
      local: true,
      since: '2026-03-01T10:12:00.000Z',
      requests: 4,
      hosts: { 'http://127.0.0.1:11434': 4 },
      paths: { 'GET /api/tags': 1, 'POST /api/show': 1, 'POST /api/chat': 2 },
    },
  },
});
