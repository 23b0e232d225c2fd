// Ends a program on a Node that is too old to parse the rest of it, with a sentence instead of a
// syntax error. Every Node since 10 can parse this file: it is loaded before any other (node -r),
// and the function stands at the head of the bundle.
'use strict';

module.exports = requireNode;
requireNode(require('../package.json').engines.node.replace('>=', ''));

/**
 * Exits with 2, after a sentence on stderr, unless this Node is as new as needed. Uses nothing but
 * globals, so that its text can be copied.
 *
 * @param {string} needed a version such as "20.18"
 */
function requireNode(needed) {
  const found = process.versions.node;
  const [major, minor] = found.split('.').map(Number);
  const [neededMajor, neededMinor] = needed.split('.').map(Number);
  if (major > neededMajor || (major === neededMajor && minor >= neededMinor)) return;
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  const isChinese = /^zh\b|^zh_/i.test(LC_ALL || LC_MESSAGES || LANG || '');
  process.stderr.write(
    isChinese
      ? `Condenser 需要 Node.js ${needed} 或更高版本，当前是 ${found}（${process.execPath}）。请从 nodejs.org 安装新版本。\n`
      : `Condenser needs Node.js ${needed} or newer; this is ${found} (${process.execPath}). Install a newer one from nodejs.org.\n`,
  );
  process.exit(2);
}
