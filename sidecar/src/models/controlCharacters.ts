import { CONTROL_CLASS } from '@condenser/protocol';

/**
 * Escape sequences as terminals read them, in their 7-bit and 8-bit forms: CSI, the strings (OSC,
 * DCS, SOS, PM, APC) with their text, and the short ones.
 */
const ESCAPES =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are the subject.
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]?|(?:\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?|\u001b[ -/]*[0-~]?/g;
/** Every other control character but tab and newline, and what reorders text to deceive. */
const CONTROLS = new RegExp(`(?![\\t\\n])[${CONTROL_CLASS}]`, 'gu');

/**
 * The text without what a terminal would obey: a model's output must not move the cursor, change
 * the title, or write to the clipboard. A sequence split over two pieces loses its first
 * character in the first and is harmless text in the second.
 */
export function stripControlCharacters(text: string): string {
  return text.replace(ESCAPES, '').replace(CONTROLS, '');
}
