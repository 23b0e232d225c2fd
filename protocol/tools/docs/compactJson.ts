const WIDTH = 92;

/** Readable JSON: values that fit on a line are written on one, others are broken and indented. */
export function compactJson(value: unknown, indent = ''): string {
  const line = oneLine(value);
  if (typeof value !== 'object' || value === null || indent.length + line.length <= WIDTH) {
    return line;
  }
  const deeper = `${indent}  `;
  const isArray = Array.isArray(value);
  const parts = Object.entries(value).map(([key, inner]) => {
    const text = compactJson(inner, deeper);
    return `${deeper}${isArray ? '' : `${JSON.stringify(key)}: `}${text}`;
  });
  const [open, close] = isArray ? '[]' : '{}';
  return `${open}\n${parts.join(',\n')}\n${indent}${close}`;
}

function oneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const parts = Object.entries(value).map(
    ([key, inner]) => `${JSON.stringify(key)}: ${oneLine(inner)}`,
  );
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}
