/**
 * A request for a POSIX shell, on one line. Of extra headers it has the names only: their values
 * are passwords, and this text is made to be pasted somewhere.
 */
export function curlText(url: string, body: object, headerNames: readonly string[]): string {
  const headers = ['Content-Type: application/json', ...headerNames.map((name) => `${name}: …`)];
  return [
    `curl -N ${quoted(url)}`,
    ...headers.map((header) => `-H ${quoted(header)}`),
    `-d ${quoted(JSON.stringify(body))}`,
  ].join(' ');
}

/** In single quotes, where nothing but these means anything. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
