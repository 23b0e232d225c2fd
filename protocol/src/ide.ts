import * as z from 'zod';
import { ContextItem } from './contextItem.ts';
import { notification, request } from './message.ts';
import { NoParams, Nothing, Range, Workspace } from './scalars.ts';

const uri = z.string().min(1).meta({ description: 'Of a document inside the project.' });
const exampleUri = 'file:///home/ada/notes/src/Reader.kt';
const exampleRange = { start: { line: 3, character: 4 }, end: { line: 3, character: 27 } };

/** A change of a document, with what must still stand there for it to be made. */
const Change = z.object({
  uri,
  range: Range,
  expectedText: z.string().meta({ description: 'What stands there as far as the page knows.' }),
  text: z.string().meta({ description: 'What shall stand there.' }),
});
const exampleChange = {
  uri: exampleUri,
  range: exampleRange,
  expectedText: 'val lines = readLines()',
  text: 'val lines = useLines { it.toList() }',
};

export const IdeCapabilitiesRequest = request({
  method: 'ide/capabilities',
  direction: 'pageToHost',
  doc: 'What this host can do, and for which project the page is open. The page asks it first.',
  params: NoParams,
  result: z.object({
    hostName: z.string().meta({ description: 'For people: the IDE and its version.' }),
    methods: z.array(z.string()).meta({ description: 'Every `ide/*` request that it answers.' }),
    workspace: Workspace.optional(),
  }),
  example: {
    params: {},
    result: {
      hostName: 'IntelliJ IDEA 2024.2',
      methods: ['ide/selection', 'ide/insert'],
      workspace: { uri: 'file:///home/ada/notes', name: 'notes' },
    },
  },
});

export const IdeSelectionRequest = request({
  method: 'ide/selection',
  direction: 'pageToHost',
  doc: 'What is selected in the editor that was used last. Null: nothing.',
  params: NoParams,
  result: ContextItem.nullable(),
  example: {
    params: {},
    result: {
      kind: 'selection',
      uri: exampleUri,
      languageId: 'kotlin',
      range: exampleRange,
      text: 'val lines = readLines()',
      version: 12,
    },
  },
});

export const IdeInsertRequest = request({
  method: 'ide/insert',
  direction: 'pageToHost',
  doc: 'Inserts text at the caret, indented as the lines around it, as one step to undo.',
  params: z.object({ text: z.string().min(1) }),
  result: z.object({ applied: z.boolean().meta({ description: 'False: no editor is open.' }) }),
  example: { params: { text: 'println("done")' }, result: { applied: true } },
});

export const IdeReplaceSelectionRequest = request({
  method: 'ide/replaceSelection',
  direction: 'pageToHost',
  doc: 'Replaces a piece of a document as one step to undo. What no longer matches opens as a diff.',
  params: Change,
  result: z.object({ outcome: z.enum(['applied', 'diff']) }),
  errors: ['notSupported', 'notFound'],
  example: { params: exampleChange, result: { outcome: 'applied' } },
});

export const IdeDiffRequest = request({
  method: 'ide/diff',
  direction: 'pageToHost',
  doc: 'Shows a change beside what stands there, for the person to apply.',
  params: Change,
  result: Nothing,
  errors: ['notSupported', 'notFound'],
  example: { params: exampleChange, result: null },
});

export const IdeNewFileRequest = request({
  method: 'ide/newFile',
  direction: 'pageToHost',
  doc: 'Offers a new file in a dialog. The name is a suggestion; nothing is ever overwritten.',
  params: z.object({
    text: z.string(),
    suggestedName: z.string().optional(),
    languageId: z.string().optional(),
  }),
  result: z.object({
    uri: z.string().nullable().meta({ description: 'Null: the person thought better of it.' }),
  }),
  errors: ['notSupported'],
  example: {
    params: { text: 'fun main() {}\n', suggestedName: 'Main.kt', languageId: 'kotlin' },
    result: { uri: 'file:///home/ada/notes/src/Main.kt' },
  },
});

export const IdeOpenRequest = request({
  method: 'ide/open',
  direction: 'pageToHost',
  doc: 'Opens a document of the project, at a place if one is named.',
  params: z.object({ uri, range: Range.optional() }),
  result: Nothing,
  errors: ['notSupported', 'notFound'],
  example: { params: { uri: exampleUri, range: exampleRange }, result: null },
});

export const IdeCopyRequest = request({
  method: 'ide/copy',
  direction: 'pageToHost',
  doc: 'Puts text on the clipboard.',
  params: z.object({ text: z.string() }),
  result: Nothing,
  example: { params: { text: 'println("done")' }, result: null },
});

export const IdeOpenExternalRequest = request({
  method: 'ide/openExternal',
  direction: 'pageToHost',
  doc: 'Opens an http or https address outside, after the host has shown where it goes.',
  params: z.object({ url: z.string().min(1) }),
  result: z.object({ opened: z.boolean() }),
  errors: ['notSupported'],
  example: { params: { url: 'https://kotlinlang.org/docs/' }, result: { opened: true } },
});

export const IdeOpenLogRequest = request({
  method: 'ide/openLog',
  direction: 'pageToHost',
  doc: 'Shows the log of the sidecar.',
  params: NoParams,
  result: Nothing,
  example: { params: {}, result: null },
});

export const IdeFocusEditorRequest = request({
  method: 'ide/focusEditor',
  direction: 'pageToHost',
  doc: 'Gives the keyboard back to the editor.',
  params: NoParams,
  result: Nothing,
  example: { params: {}, result: null },
});

export const IdeAskNotification = notification({
  method: 'ide/ask',
  direction: 'hostToPage',
  doc:
    'A question, or just the selected code, from an action in the editor. The page puts it into its ' +
    'input; it sends it by itself only with `send`.',
  params: z.object({
    text: z.string().default('').meta({ description: 'The question; empty to be written.' }),
    prompt: z.string().optional().meta({
      description: 'The name of a prompt, such as `explain`, in place of a text.',
    }),
    context: z.array(ContextItem).default([]),
    send: z.boolean().default(false),
  }),
  example: {
    params: {
      prompt: 'explain',
      context: [{ kind: 'selection', uri: exampleUri, text: 'val lines = readLines()' }],
    },
  },
});

export const IdeDocumentChangedNotification = notification({
  method: 'ide/documentChanged',
  direction: 'hostToPage',
  doc: 'A document that a context item came from has changed: the item may be stale.',
  params: z.object({ uri: z.string().min(1), version: z.int() }),
  example: { params: { uri: exampleUri, version: 13 } },
});
