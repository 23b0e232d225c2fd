import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { onTestFinished } from 'vitest';

/** An empty page on an origin of its own, closed when the test is over. */
export async function pageElsewhere(browser: Browser): Promise<Page> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html>');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const page = await browser.newPage();
  onTestFinished(() => page.close());
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  return page;
}

/** What a page evaluates to ask as the first front end did: it posts to invoke, and reads the output. */
export function askAsFrontEnd(url: string, input: object): string {
  return `fetch('${url}/llama3/invoke', { method: 'POST',
    body: ${JSON.stringify(JSON.stringify({ input }))},
    headers: { 'Content-Type': 'application/json' } })
    .then((answer) => answer.json()).then((answer) => answer.output)`;
}
