import * as z from 'zod';
import { ContextItem, NoParams, Nothing, Range, Workspace } from './common.ts';
import { notification, request } from './message.ts';

const uri = z.string().min(1).meta({ description: 'The URI of a document in the project.' });
const exampleUri = 'file:///home/ada/notes/src/Reader.kt';
const exampleRange = { start: { line: 3, character: 4 }, end: { line: 3, character: 27 } };

/** A change of a document, and the text that it expects there. */
const Change = z.object({
  uri,
  range: Range,
  expectedText: z
    .string()
    .meta({ description: 'The current text of the range, as far as the page knows.' }),
  text: z.string().meta({ description: 'The new text of the range.' }),
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
  doc: 'Returns what the host supports and which project the page was opened for. The page sends it first.',
  params: NoParams,
  result: z.object({
    hostName: z.string().meta({ description: 'Name and version of the IDE, for the user.' }),
    methods: z.array(z.string()).meta({ description: 'The supported `ide/*` requests.' }),
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
  doc: 'Returns the selection in the editor used last, or null if nothing is selected.',
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
  doc: 'Inserts text at the caret, indented like the surrounding lines, as a single undo step.',
  params: z.object({ text: z.string().min(1) }),
  result: z.object({ applied: z.boolean().meta({ description: 'False if no editor is open.' }) }),
  example: { params: { text: 'println("done")' }, result: { applied: true } },
});

export const IdeReplaceSelectionRequest = request({
  method: 'ide/replaceSelection',
  direction: 'pageToHost',
  doc: 'Replaces a range of a document as a single undo step. If the text has changed, opens a diff instead.',
  params: Change,
  result: z.object({ outcome: z.enum(['applied', 'diff']) }),
  errors: ['notSupported', 'notFound'],
  example: { params: exampleChange, result: { outcome: 'applied' } },
});

export const IdeDiffRequest = request({
  method: 'ide/diff',
  direction: 'pageToHost',
  doc: 'Shows a change as a diff, which the user can apply.',
  params: Change,
  result: Nothing,
  errors: ['notSupported', 'notFound'],
  example: { params: exampleChange, result: null },
});

export const IdeNewFileRequest = request({
  method: 'ide/newFile',
  direction: 'pageToHost',
  doc: 'Shows a dialog for creating a file. The name is a suggestion; existing files are never overwritten.',
  params: z.object({
    text: z.string(),
    suggestedName: z.string().optional(),
    languageId: z.string().optional(),
  }),
  result: z.object({
    uri: z.string().nullable().meta({ description: 'Null if the user cancelled the dialog.' }),
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
  doc: 'Opens a document of the project, at `range` if there is one.',
  params: z.object({ uri, range: Range.optional() }),
  result: Nothing,
  errors: ['notSupported', 'notFound'],
  example: { params: { uri: exampleUri, range: exampleRange }, result: null },
});

export const IdeCopyRequest = request({
  method: 'ide/copy',
  direction: 'pageToHost',
  doc: 'Copies text to the clipboard.',
  params: z.object({ text: z.string() }),
  result: Nothing,
  example: { params: { text: 'println("done")' }, result: null },
});

export const IdeOpenExternalRequest = request({
  method: 'ide/openExternal',
  direction: 'pageToHost',
  doc: 'Opens an http or https URL in the browser, after the user has seen the URL and confirmed.',
  params: z.object({ url: z.string().min(1) }),
  result: z.object({ opened: z.boolean() }),
  errors: ['notSupported'],
  example: { params: { url: 'https://kotlinlang.org/docs/' }, result: { opened: true } },
});

export const IdeOpenLogRequest = request({
  method: 'ide/openLog',
  direction: 'pageToHost',
  doc: 'Opens the log of the sidecar.',
  params: NoParams,
  result: Nothing,
  example: { params: {}, result: null },
});

export const IdeFocusEditorRequest = request({
  method: 'ide/focusEditor',
  direction: 'pageToHost',
  doc: 'Moves the keyboard focus to the editor.',
  params: NoParams,
  result: Nothing,
  example: { params: {}, result: null },
});

export const IdeAskNotification = notification({
  method: 'ide/ask',
  direction: 'hostToPage',
  doc:
    'Passes a question or the selected code from an editor action to the page. The page puts it ' +
    'into its input, and sends it immediately only with `send`.',
  params: z.object({
    text: z.string().default('').meta({ description: 'The question. Empty: the user writes it.' }),
    prompt: z.string().optional().meta({
      description: 'The name of a prompt, such as `explain`, instead of `text`.',
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
  doc: 'The document of a context item has changed, so the item may be stale.',
  params: z.object({ uri: z.string().min(1), version: z.int() }),
  example: { params: { uri: exampleUri, version: 13 } },
});
