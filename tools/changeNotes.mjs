import { readFileSync } from 'node:fs';

/**
 * The newest section of a change log (Keep a Changelog format) as simple HTML for plugin managers.
 *
 * @param {string} changelog
 * @returns {string}
 */
export function changeNotes(changelog) {
  const section = changelog.split(/^## /m)[1] ?? '';
  const blocks = section.split('\n').slice(1).join('\n').split(/^### /m).slice(1);
  return blocks.map((block) => `<h3>${heading(block)}</h3><ul>${items(block)}</ul>`).join('');
}

/** @param {string} block */
function heading(block) {
  return escaped(block.split('\n')[0] ?? '');
}

/** @param {string} block */
function items(block) {
  const texts = block.split(/^- /m).slice(1);
  return texts.map((text) => `<li>${escaped(text.replace(/\s+/g, ' ').trim())}</li>`).join('');
}

/** @param {string} text */
function escaped(text) {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/`([^`]+)`/g, '<code>$1</code>')
    .replace(/\*\*([^*]+)\*\*/g, '<b>$1</b>');
}

// The Gradle build runs it: node tools/changeNotes.mjs CHANGELOG.md
if (process.argv[1]?.endsWith('changeNotes.mjs') && process.argv[2]) {
  process.stdout.write(changeNotes(readFileSync(process.argv[2], 'utf8')));
}
