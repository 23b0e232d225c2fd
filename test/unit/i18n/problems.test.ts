import { problemText } from '@condenser/sidecar/i18n/chinese/problems.ts';
import { why } from '@condenser/sidecar/i18n/chinese/systemReasons.ts';
import { firstProblem } from '@condenser/sidecar/validation.ts';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';

/** [the schema of field `x`, its value, the problem, the problem in Chinese] */
const problems: readonly (readonly [z.ZodType, unknown, string, string])[] = [
  [z.string(), undefined, 'is missing', '缺少此项'],
  [z.string(), 1, 'must be a string', '必须是文本'],
  [z.number(), 'a', 'must be a number', '必须是数字'],
  [z.int(), 1.5, 'must be an integer', '必须是整数'],
  [z.boolean(), 1, 'must be true or false', '必须是 true 或 false'],
  [z.array(z.string()), 'a', 'must be a list', '必须是列表'],
  [z.object({}), 1, 'must be an object', '必须是对象'],
  [z.string().min(1), '', 'must not be empty', '不能为空'],
  [z.string().min(3), 'a', 'must have at least 3 characters', '至少要有 3 个字符'],
  [z.string().max(2), 'abc', 'must have at most 2 characters', '最多只能有 2 个字符'],
  [z.array(z.int()).max(1), [1, 2], 'must have at most 1 entries', '最多只能有 1 项'],
  [z.number().min(2), 1, 'must be at least 2', '不能小于 2'],
  [z.number().max(2), 3, 'must be at most 2', '不能大于 2'],
  [z.number().positive(), 0, 'must be a positive number', '必须是正数'],
  [z.int().positive(), 0, 'must be a positive number', '必须是正数'],
  [z.literal('a'), 'b', 'must be a', '必须是 a'],
  [z.enum(['a', 'b']), 'c', 'must be one of: a, b', '必须是以下之一：a, b'],
  [z.uuid(), 'c', 'must be a UUID', '必须是 UUID'],
  [z.strictObject({}), { a: 1 }, 'has unknown keys: a', '含有未知的键：a'],
  [z.string().regex(/^a/), 'b', 'is malformed', '格式有误'],
  [z.string().regex(/^a/, 'must begin with a'), 'b', 'must begin with a', '“must begin with a”'],
  [z.union([z.string(), z.int()]), [], 'is invalid', '无效'],
];

describe('the problem of a field', () => {
  test.each(problems)('%# is a phrase in both languages: $2', (schema, value, english, chinese) => {
    const { error } = z.object({ x: schema }).safeParse({ x: value });
    if (error === undefined) throw new Error('the value is valid');
    expect(firstProblem(error, 'root')).toEqual({ field: 'x', problem: english });
    expect(problemText(english)).toBe(chinese);
  });

  test('names the whole value where no field is wrong', () => {
    const { error } = z.string().safeParse(1);
    if (error === undefined) throw new Error('the value is valid');
    expect(firstProblem(error, 'root').field).toBe('root');
    expect(firstProblem(error, 'root', ['changes']).field).toBe('changes');
  });
});

describe('a reason in Chinese', () => {
  test.each([
    ['the connection was closed', '连接已断开'],
    ['ECONNREFUSED', '连接被拒绝，ECONNREFUSED'],
    ["ENOENT: no such file or directory, open 'a'", '文件或文件夹不存在（ENOENT）'],
    ['model requires more system memory', '“model requires more system memory”'],
    ['不是文本', '不是文本'],
  ])('%s is translated, or quoted', (reason, text) => {
    expect(why(reason)).toBe(text);
  });
});
