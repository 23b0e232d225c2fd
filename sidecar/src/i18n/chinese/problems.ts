/** The phrases of `validation.ts` and of the settings, with what stands in them. */
const PHRASES: readonly (readonly [RegExp, string])[] = [
  [/^is missing$/, '缺少此项'],
  [/^is invalid$/, '无效'],
  [/^is malformed$/, '格式有误'],
  [/^must be a string$/, '必须是文本'],
  [/^must be a number$/, '必须是数字'],
  [/^must be an integer$/, '必须是整数'],
  [/^must be a positive integer$/, '必须是正整数'],
  [/^must be a positive number$/, '必须是正数'],
  [/^must be true or false$/, '必须是 true 或 false'],
  [/^must be a list$/, '必须是列表'],
  [/^must be an object$/, '必须是对象'],
  [/^must be a UUID$/, '必须是 UUID'],
  [/^must be a UTC time such as (.+)$/, '必须是 UTC 时间，例如 $1'],
  [/^must be a URL$/, '必须是网址'],
  [/^must be valid JSON$/, '必须是有效的 JSON'],
  [/^must not be empty$/, '不能为空'],
  [/^must be at least (.+)$/, '不能小于 $1'],
  [/^must be at most (.+)$/, '不能大于 $1'],
  [/^must be greater than (.+)$/, '必须大于 $1'],
  [/^must have at least (\d+) characters$/, '至少要有 $1 个字符'],
  [/^must have at most (\d+) characters$/, '最多只能有 $1 个字符'],
  [/^must have at least (\d+) entries$/, '至少要有 $1 项'],
  [/^must have at most (\d+) entries$/, '最多只能有 $1 项'],
  [/^has unknown keys: (.+)$/, '含有未知的键：$1'],
  [/^must be one of: (.+)$/, '必须是以下之一：$1'],
  [/^must be (.+)$/, '必须是 $1'],
];

/** The problem of a field in Chinese; a phrase that is not known is quoted. */
export function problemText(problem: string): string {
  for (const [pattern, text] of PHRASES) {
    if (pattern.test(problem)) return problem.replace(pattern, text);
  }
  return /[A-Za-z]{2,} [A-Za-z]/.test(problem) ? `“${problem}”` : problem;
}
