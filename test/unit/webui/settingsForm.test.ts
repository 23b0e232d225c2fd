import { ChatOptions, Settings } from '@condenser/protocol';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { textsOf } from '../../../plugin/webui/src/i18n/texts.ts';
import {
  choicesOf,
  type FieldSchema,
  kindOf,
  readValue,
  textOf,
} from '../../../plugin/webui/src/settings/fieldSchema.ts';

const schema = z.toJSONSchema(Settings, { io: 'input' }) as FieldSchema;
const fields = schema.properties ?? {};
const options = (z.toJSONSchema(ChatOptions, { io: 'input' }) as FieldSchema).properties ?? {};

describe('the form of the settings', () => {
  it.each(['en', 'zh'] as const)('has a name for each setting: %s', (language) => {
    const names: Readonly<Record<string, string>> = textsOf(language).settingNames;
    for (const name of [...Object.keys(fields), ...Object.keys(options)]) {
      expect(names[name], name).toMatch(/\S/);
    }
  });

  it('explains each setting in Chinese, too, though the schema is English', () => {
    const help: Readonly<Record<string, string>> = textsOf('zh').settingHelp;
    for (const name of [...Object.keys(fields), ...Object.keys(options)]) {
      if (name !== 'models' && name !== 'prompts') expect(help[name], name).toMatch(/\p{sc=Han}/u);
    }
  });

  it('asks for each in the way that its type allows', () => {
    expect(kindOf(fields.temperature ?? {})).toBe('number');
    expect(kindOf(fields.headers ?? {})).toBe('lines');
    expect(kindOf(fields.keepAlive ?? {})).toBe('text');
    expect(choicesOf(fields.think ?? {})).toEqual(['true', 'false', 'low', 'medium', 'high']);
    expect(choicesOf(fields.titles ?? {})).toEqual(['model', 'question']);
  });

  it.each([
    ['temperature', '0.2', 0.2],
    ['temperature', ' ', null],
    ['temperature', 'warm', 'warm'],
    ['think', 'false', false],
    ['think', 'low', 'low'],
    ['keepAlive', '30m', '30m'],
    ['keepAlive', '-1', -1],
    ['model', '7', '7'],
    ['headers', 'A: b: c\n\n D:e ', { A: 'b: c', D: 'e' }],
  ])('reads %s from "%s"', (name, text, value) => {
    expect(readValue(text, fields[name] ?? {})).toEqual(value);
  });

  it('writes what it reads', () => {
    expect(textOf({ A: 'b: c', D: 'e' })).toBe('A: b: c\nD: e');
    expect(textOf(false)).toBe('false');
    expect(textOf(undefined)).toBe('');
  });
});
