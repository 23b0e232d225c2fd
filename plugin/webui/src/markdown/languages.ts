import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import c from 'highlight.js/lib/languages/c';
import cpp from 'highlight.js/lib/languages/cpp';
import csharp from 'highlight.js/lib/languages/csharp';
import css from 'highlight.js/lib/languages/css';
import dart from 'highlight.js/lib/languages/dart';
import diff from 'highlight.js/lib/languages/diff';
import dockerfile from 'highlight.js/lib/languages/dockerfile';
import go from 'highlight.js/lib/languages/go';
import gradle from 'highlight.js/lib/languages/gradle';
import groovy from 'highlight.js/lib/languages/groovy';
import ini from 'highlight.js/lib/languages/ini';
import java from 'highlight.js/lib/languages/java';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import kotlin from 'highlight.js/lib/languages/kotlin';
import lua from 'highlight.js/lib/languages/lua';
import makefile from 'highlight.js/lib/languages/makefile';
import markdown from 'highlight.js/lib/languages/markdown';
import php from 'highlight.js/lib/languages/php';
import powershell from 'highlight.js/lib/languages/powershell';
import properties from 'highlight.js/lib/languages/properties';
import python from 'highlight.js/lib/languages/python';
import ruby from 'highlight.js/lib/languages/ruby';
import rust from 'highlight.js/lib/languages/rust';
import scala from 'highlight.js/lib/languages/scala';
import shell from 'highlight.js/lib/languages/shell';
import sql from 'highlight.js/lib/languages/sql';
import swift from 'highlight.js/lib/languages/swift';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';

const languages = {
  ...{ bash, c, cpp, csharp, css, dart, diff, dockerfile, go, gradle, groovy, ini, java },
  ...{ javascript, json, kotlin, lua, makefile, markdown, php, powershell, properties, python },
  ...{ ruby, rust, scala, shell, sql, swift, typescript, xml, yaml },
};
for (const [name, language] of Object.entries(languages)) hljs.registerLanguage(name, language);

/** Longer code is not highlighted: that would block the page. */
const MAX_CODE = 20_000;
/** Nor is code with longer lines or runs of a character, over which highlighting is quadratic. */
const SLOW = /[^\n]{401}|([\w$"'`([{<])\1{40}/;

/** Characters of code that are highlighted in one step. */
const SLICE = 2_000;
/** The same where a comment or a string continues after that. */
const LONG_SLICE = 4_000;
/** Highlighting gives up after this long. */
const MAX_COLOURING_MS = 1_000;

/**
 * HTML of the code in colours, by classes, a slice of whole lines at a time: some grammars take
 * time that grows with the square of what they are given at once.
 *
 * @param now milliseconds from any moment on.
 * @returns undefined for a language that is not known here, and for code that would take long. A
 *   slice is undefined where the code turned out to take long: there is none after it.
 */
export function colouredSlices(
  code: string,
  language: string,
  now = () => performance.now(),
): Generator<string | undefined, void> | undefined {
  if (code.length > MAX_CODE || SLOW.test(code) || hljs.getLanguage(language) === undefined)
    return undefined;
  return slices(code, language, now);
}

function* slices(
  code: string,
  language: string,
  now: () => number,
): Generator<string | undefined, void> {
  let spent = 0;
  for (let start = 0; start < code.length; ) {
    const begin = now();
    const short = wholeLines(code, start, SLICE);
    let { value: html, _top: state } = highlight(short, language);
    let { length } = short;
    const goesOn = start + length < code.length;
    if (goesOn && isWithin(state)) {
      const long = wholeLines(code, start, LONG_SLICE);
      html = highlight(long, language).value;
      length = long.length;
    }
    start += length;
    spent += now() - begin;
    if (spent > MAX_COLOURING_MS) {
      yield undefined;
      return;
    }
    yield html;
  }
}

function highlight(code: string, language: string) {
  return hljs.highlight(code, { language, ignoreIllegals: true });
}

/** Whether the code ended inside a construct that continues, such as a comment. */
function isWithin(state: unknown): boolean {
  return typeof state === 'object' && state !== null && 'parent' in state;
}

/** Whole lines of the code from `start` on; no line is as long as a slice. */
function wholeLines(code: string, start: number, length: number): string {
  const part = code.slice(start, start + length);
  return start + length >= code.length ? part : part.slice(0, part.lastIndexOf('\n') + 1);
}
