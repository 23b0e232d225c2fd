/**
 * Generates `docs/protocol.md` and `docs/settings.md` from the declarations, the templates in `docs/`
 * and the example clients in `editors/`. With `--check`, fails if a file is stale.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  ChatEvent,
  ErrorCode,
  type ErrorName,
  errorDocs,
  messages,
  Settings,
} from '../src/index.ts';
import { compactJson } from './docs/compactJson.ts';
import { exampleEvents } from './docs/exampleTurn.ts';
import { fieldTable } from './docs/fieldTable.ts';
import { messageSection, messageTable, progressTable } from './docs/messageSections.ts';
import { TypeLinks } from './docs/typeLinks.ts';
import { typeSections } from './docs/typeSections.ts';
import { variantTables } from './docs/variantTables.ts';
import { writeOrCheck } from './generatedFile.ts';

const ROOT = new URL('../../', import.meta.url);
const MARK = /^\{\{(.+)\}\}$/gm;

/** The text of `docs/protocol.md`. */
export function protocolDocs(): string {
  const links = new TypeLinks({ ChatEvent: 'the-events-of-a-turn' });
  const parts: Readonly<Record<string, () => string>> = {
    'values of progress': () => progressTable(links),
    'table of methods': () => messageTable(messages),
    methods: () => messages.map((message) => messageSection(message, links)).join('\n\n'),
    'events of a turn': () => variantTables(ChatEvent, links),
    'example of a turn': () => exampleEvents.map(exampleEvent).join('\n'),
    // After everything that mentions a type.
    types: () => typeSections(links),
    errors: errorTable,
    'client in Python': () => readRoot('editors/python/condenser_client.py').trimEnd(),
    'client in Lua': () => readRoot('editors/neovim/condenser_client.lua').trimEnd(),
  };
  return filled('docs/template.md', parts);
}

/** The text of `docs/settings.md`. Types link to `docs/protocol.md`. */
export function settingsDocs(): string {
  const table = () => fieldTable(Settings, new TypeLinks({})).replaceAll('](#', '](protocol.md#');
  return filled('docs/settings.md', { settings: table });
}

function filled(template: string, parts: Readonly<Record<string, () => string>>): string {
  const text = readFileSync(new URL(template, import.meta.url), 'utf8');
  return text.replace(MARK, (mark, name: string) => {
    const part = parts[name];
    if (!part) throw new Error(`Unknown mark in the template: ${mark}`);
    return part();
  });
}

function exampleEvent(event: ChatEvent): string {
  const { conversationId: _1, turnId: _2, clientTurnId: _3, ...rest } = event;
  return compactJson(rest);
}

function errorTable(): string {
  const rows = (Object.keys(ErrorCode) as ErrorName[]).map(
    (name) => `| ${ErrorCode[name]} | \`${name}\` | ${errorDocs[name]} |`,
  );
  return ['| Code | Name | Meaning |', '| --- | --- | --- |', ...rows].join('\n');
}

function readRoot(path: string): string {
  return readFileSync(new URL(path, ROOT), 'utf8');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeOrCheck(new URL('docs/protocol.md', ROOT), protocolDocs());
  writeOrCheck(new URL('docs/settings.md', ROOT), settingsDocs());
}
