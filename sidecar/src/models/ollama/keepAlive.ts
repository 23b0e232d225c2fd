/**
 * How long a model stays loaded, as Ollama reads it: a number is seconds, a string must have a
 * unit. So a number in a string becomes a number: `"-1"`, for ever, would fail every request.
 */
export function keepAliveFor(value: string | number): string | number {
  if (typeof value === 'number') return value;
  const text = value.trim();
  return /^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : text;
}
