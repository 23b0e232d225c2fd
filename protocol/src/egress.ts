import * as z from 'zod';
import { request } from './message.ts';
import { NoParams, Timestamp } from './scalars.ts';

export const EgressGetRequest = request({
  method: 'egress/get',
  direction: 'clientToSidecar',
  doc: 'What has left the sidecar since it started: its requests to Ollama. It makes no others.',
  params: NoParams,
  result: z.object({
    host: z.string().meta({ description: 'Where requests go now, without credentials.' }),
    local: z.boolean().meta({ description: 'Whether that is this machine.' }),
    since: Timestamp,
    requests: z.int().nonnegative().meta({ description: 'All that were made.' }),
    hosts: z
      .record(z.string(), z.int().nonnegative())
      .meta({ description: 'The same by host; more than one after the address was changed.' }),
    paths: z
      .record(z.string(), z.int().nonnegative())
      .meta({ description: 'The same by method and path: `POST /api/chat`.' }),
  }),
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
